"""The evidence: the scenarios in which roles cross and the school's processes, each with what settles it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from composer.policy.policy import SIGNS
from composer.policy.standing import (
    ANSWER_IN_WORDS,
    ANSWER_SIGNS,
    STANDING_IN_WORDS,
    STANDING_SIGNS,
    ProcessState,
    ScenarioState,
    process_tally,
    tally,
)
from composer.text import visible
from composer.tui.actions import bindings
from composer.tui.widgets.key_bar import KeyBar
from composer.tui.widgets.label_bar import LabelBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from composer.policy.standing import Named
    from composer.session import Session
    from composer.tui.actions import Place

LISTS = ("scenarios", "processes")
NO_LIST = """The library has no {list} to think through.

They stand in clauses/{list}.toml, beside the clauses; an older library may not have that file. \
e shows the other list, esc goes back."""
NONE_OPEN = "Nothing in this list is open. f lists everything again."
OPEN = {
    "scenario": "Answer it in policy.toml: [scenario.{id}] with answer, clauses and because.",
    "process": "Answer it in policy.toml: [process.{id}] with use, channel and social_media.",
}
ANSWERED = "Answered in policy.toml, under [{kind}.{id}]."


class ListBar(LabelBar):
    """The names of the two lists with their counts; a click shows one."""

    def mark(self, here: str, counts: dict[str, int]) -> None:
        """Paint the names; brackets say which list is in sight."""
        self.show_labels([(name, _list_label(name, counts[name], here=name == here)) for name in LISTS])

    async def choose(self, name: str) -> None:
        """Show this list."""
        if isinstance(self.screen, EvidenceScreen):
            self.screen.show_list(name)


def _list_label(name: str, number: int, *, here: bool) -> Content:
    said = f"{name.capitalize()} {number}"
    if here:
        return Content.styled(f"[{said}] ", "bold $block-cursor-foreground on $block-cursor-background")
    return Content.styled(f" {said} ", "$quiet")


class Rows(OptionList):
    """One line a row; enter goes to the clause from either list, while a click on a row only stands on it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.go_to_settling", show=False)]

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id, markup=False, compact=True)


class EvidenceScreen(Screen[str | None]):
    """Answers the clause to open in the compose screen, or None. Reads only."""

    DEFAULT_CSS = """
    EvidenceScreen #title-bar { height: 1; background: $panel; text-style: bold; padding: 0 1; text-wrap: nowrap;
                                text-overflow: ellipsis; }
    EvidenceScreen #both { height: 1fr; layout: horizontal; }
    EvidenceScreen Rows { background: $background; text-wrap: nowrap; text-overflow: ellipsis; padding: 0 1; }
    EvidenceScreen Rows:focus > .option-list--option-highlighted { text-style: bold underline; }
    EvidenceScreen #rows { width: 2fr; height: 1fr; }
    EvidenceScreen #about { width: 3fr; height: 1fr; border-left: solid $border-blurred; }
    EvidenceScreen #words { height: auto; max-height: 70%; padding: 0 1; }
    EvidenceScreen #said { height: auto; }
    EvidenceScreen #lead { height: 1; padding: 0 1; color: $accent; text-style: bold; }
    EvidenceScreen #clauses { height: auto; max-height: 4; background: $surface; }
    EvidenceScreen .-none { display: none; }
    EvidenceScreen.-narrow #both { layout: vertical; }
    EvidenceScreen.-narrow #rows { width: 1fr; height: 2fr; }
    EvidenceScreen.-narrow #words { height: 1fr; max-height: 100%; }
    EvidenceScreen.-room #lead { margin-top: 1; }
    EvidenceScreen.-room #clauses { max-height: 50%; }
    EvidenceScreen.-narrow #about { width: 1fr; height: 3fr; border-left: none; border-top: solid $border-blurred; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("evidence")
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012 (as in Textual)
        (0, "-narrow"),
        (100, "-room"),
    ]
    places: tuple[Place, ...] = ("evidence",)
    about = (
        "This is what the policy has to have thought of: situations in which somebody has two roles, and the school's "
        "own processes. Nothing is changed here. The answers are written in the policy.toml of the school: "
        "[scenario.…] with answer, clauses and because, [process.…] with use, channel and social_media; this list "
        "follows when the file is saved. A scenario is open until it has an answer, and is open again when a clause "
        "that settled it is dropped. tab goes to the clauses below, enter opens the one stood on."
    )

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._list = LISTS[0]
        self._only_open = False
        self._shown: tuple[ScenarioState | ProcessState, ...] = ()
        self._clauses: tuple[Named, ...] = ()

    def compose(self) -> ComposeResult:
        """The list, and beside or below it what is known of the row stood on."""
        yield Static(id="title-bar")
        yield ListBar(id="lists")
        with Horizontal(id="both"):
            yield Rows(id="rows")
            with Vertical(id="about"):
                with VerticalScroll(id="words", can_focus=False):
                    yield Static(id="said")
                yield Static(id="lead")
                yield Rows(id="clauses")
        yield KeyBar("everywhere", "evidence")

    def on_mount(self) -> None:
        """Stand on the first row."""
        self.refresh_policy()
        self.rows.focus()

    @property
    def rows(self) -> Rows:
        """The scenarios or processes."""
        return self.query_one("#rows", Rows)

    @property
    def settling(self) -> Rows:
        """The clauses of the row stood on."""
        return self.query_one("#clauses", Rows)

    def refresh_policy(self) -> None:
        """Show how things stand now; the row stood on stays so."""
        everything: dict[str, tuple[ScenarioState | ProcessState, ...]] = {
            "scenarios": self.session.scenarios(),
            "processes": self.session.processes(),
        }
        here = self._here()
        listed = everything[self._list]
        self._shown = tuple(each for each in listed if each.state == "open" or not self._only_open)
        said = tally(self.session.scenarios()) if self._list == "scenarios" else process_tally(self.session.processes())
        name = self.session.policy.profile.name
        self.query_one("#title-bar", Static).update(Content(visible(f"Evidence · {said} · {name}")))
        self.query_one(ListBar).mark(self._list, {name: len(states) for name, states in everything.items()})
        self.rows.clear_options()
        self.rows.add_options(Option(_row(each)) for each in self._shown)
        if not self._shown:
            self._tell_nothing(anything=bool(listed))
            return
        ids = [_id(each) for each in self._shown]
        self.rows.highlighted = ids.index(_id(here)) if here is not None and _id(here) in ids else 0
        self._tell(self._shown[self.rows.highlighted])

    def _here(self) -> ScenarioState | ProcessState | None:
        at = self.rows.highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else None

    def _tell_nothing(self, *, anything: bool) -> None:
        said = NONE_OPEN if anything else NO_LIST.format(list=self._list)
        self.query_one("#said", Static).update(Content(said))
        self._list_clauses((), "")

    def _tell(self, state: ScenarioState | ProcessState) -> None:
        self.query_one("#said", Static).update(_told(state, self.session))
        self.query_one("#words").scroll_home(animate=False)
        if isinstance(state, ScenarioState):
            self._list_clauses(state.every_clause, "Settled by" if state.state == "settled" else "Can settle it")
        else:
            self._list_clauses((state.clause,) if state.clause is not None else (), "Speaks of it")

    def _list_clauses(self, clauses: tuple[Named, ...], lead: str) -> None:
        self._clauses = clauses
        title = self.query_one("#lead", Static)
        title.update(Content(f"{lead}: tab goes here, enter opens one"))
        for each in (title, self.settling):
            each.set_class(not clauses, "-none")
        self.settling.clear_options()
        self.settling.add_options(Option(_clause_row(clause, self.session)) for clause in clauses)
        if clauses:
            self.settling.highlighted = 0
        elif self.settling.has_focus:
            self.rows.focus()

    @on(OptionList.OptionHighlighted, "#rows")
    def _stood_on(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        # A list that has just been filled anew tells of rows that it no longer has.
        if event.option_list.highlighted == event.option_index < len(self._shown):
            self._tell(self._shown[event.option_index])

    @on(OptionList.OptionSelected, "#rows")
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()

    @on(OptionList.OptionSelected, "#clauses")
    def _clause_clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_go_to_settling()

    def show_list(self, name: str) -> None:
        """Show the scenarios or the processes, from the top."""
        self._list = name
        self._shown = ()
        self.refresh_policy()
        self.rows.focus()

    def action_other_list(self) -> None:
        """The other of the two lists."""
        self.show_list(LISTS[1 - LISTS.index(self._list)])

    def action_only_open(self) -> None:
        """Only what is open, or everything."""
        self._only_open = not self._only_open
        self.refresh_policy()

    def action_go_to_settling(self) -> None:
        """Open the clause stood on, else the first."""
        at = self.settling.highlighted
        if at is None or not self._clauses:
            self.notify("No clause of the library settles this one yet.", markup=False)
        else:
            self.dismiss(self._clauses[at].id)

    def action_back(self) -> None:
        """Back to composing."""
        self.dismiss(None)


def _id(state: ScenarioState | ProcessState) -> str:
    return state.scenario.id if isinstance(state, ScenarioState) else state.process.id


def _title(state: ScenarioState | ProcessState) -> str:
    return state.scenario.title if isinstance(state, ScenarioState) else state.process.title


def _sign(state: ScenarioState | ProcessState) -> str:
    if isinstance(state, ScenarioState):
        return f"{ANSWER_SIGNS[state.state]} {ANSWER_IN_WORDS[state.state]}"
    return f"{STANDING_SIGNS[state.state]} {STANDING_IN_WORDS[state.state]}"


def _row(state: ScenarioState | ProcessState) -> Content:
    widest = max(map(len, (ANSWER_IN_WORDS if isinstance(state, ScenarioState) else STANDING_IN_WORDS).values())) + 3
    look = "bold $warning" if state.state == "open" else "$success" if state.state in {"settled", "yes"} else "$quiet"
    return Content.assemble((f"{_sign(state):<{widest}} ", look), visible(_title(state), keep_newlines=False))


def _told(state: ScenarioState | ProcessState, session: Session) -> Content:
    """What is asked, how it stands and why."""
    parts: list[str | tuple[str, str]] = [(visible(_title(state)), "bold"), "\n", (_sign(state), "bold $accent")]
    if state.because:
        parts.append(f": {visible(' '.join(state.because.split()))}")
    told = _scenario_lines(state) if isinstance(state, ScenarioState) else _process_lines(state)
    for label, said in told:
        if said:
            parts += [(f"\n{label}: ", "bold"), visible(" ".join(said.split()))]
    topics = (state.scenario if isinstance(state, ScenarioState) else state.process).topics
    if topics:
        known = session.library.topics
        named = (f"{known[key].title} ({key})" if key in known else key for key in topics)
        parts += [("\nTopics: ", "bold"), visible(", ".join(named))]
    kind = "scenario" if isinstance(state, ScenarioState) else "process"
    where = OPEN[kind] if state.state == "open" else ANSWERED
    parts.append((f"\n{visible(where.format(kind=kind, id=_id(state)))}", "$quiet"))
    return Content.assemble(*parts)


def _scenario_lines(state: ScenarioState) -> tuple[tuple[str, str], ...]:
    scenario = state.scenario
    return (
        ("Roles", " + ".join(scenario.roles)),
        ("Risk", scenario.risk),
        ("A clause must settle", scenario.asks),
    )


def _process_lines(state: ProcessState) -> tuple[tuple[str, str], ...]:
    process, answer = state.process, state.answer
    answered = answer.told if answer is not None else ()
    clause = ("Clause", state.clause_told)
    return (*answered, clause, ("How it helps", process.helps), ("A clause must settle", process.asks))


def _clause_row(clause: Named, session: Session) -> Content:
    state = session.state(clause.id)
    words = "in the library, not in this policy" if state == "available" else state
    return Content.assemble((f"{SIGNS[state]} ", "bold"), visible(str(clause)), (f"  {words}", "$quiet"))
