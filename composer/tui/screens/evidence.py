"""The evidence: five pages of what the policy has to have thought of, each answered where it is read."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from composer.policy.evidence import Consultation
from composer.policy.problems import Problem
from composer.text import visible
from composer.tui.actions import bindings
from composer.tui.messages import ExportWanted
from composer.tui.screens.stepping import SteppingScreen, sentence
from composer.tui.widgets.evidence_page import EvidencePage, Row
from composer.tui.widgets.key_bar import KeyBar
from composer.tui.widgets.label_bar import LabelBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from composer.policy.evidence import Evidence
    from composer.session import Session
    from composer.tui.actions import Place
    from composer.tui.dialogs.answer_form import AnswerForm

PAGES = {
    "scenarios": "ScenariosPage",
    "processes": "ProcessesPage",
    "devices": "DevicesPage",
    "consultation": "ConsultationPage",
    "fit": "FitPage",
}
"""The pages in order, each with its class in the module ``composer.tui.widgets.evidence_`` and its name."""
OF_PLACE = {"process": "processes", "device": "devices", "consultation": "consultation"}
"""The page on which a place is, other than the first."""
OF_PART = {part: part for part in ("scenarios", "processes", "devices")} | {"consultations": "consultation"}
"""The page that shows a part of the evidence."""


class PageBar(LabelBar):
    """The names of the pages with their keys; a click shows one."""

    def mark(self, here: str) -> None:
        """Paint the names; brackets say which page is in sight."""
        self.show_labels([(name, _label(at, name, here=name == here)) for at, name in enumerate(PAGES, 1)])

    async def choose(self, name: str) -> None:
        """Show this page."""
        await self.run_action(f"screen.{name}")


def _label(at: int, name: str, *, here: bool) -> Content:
    said = f"{at} {name.capitalize()}"
    if here:
        return Content.styled(f"[{said}] ", "bold $block-cursor-foreground on $block-cursor-background")
    return Content.styled(f" {said}  ", "$quiet")


class EvidenceScreen(SteppingScreen):
    """Answers the clause to open in the compose screen, or None. A page is built when it is first looked at."""

    DEFAULT_CSS = """
    EvidenceScreen #title-bar { height: 1; background: $panel; text-style: bold; padding: 0 1; text-wrap: nowrap;
                                text-overflow: ellipsis; }
    EvidenceScreen #pages { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("evidence")
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012 (as in Textual)
        (0, "-narrow"),
        (100, "-room"),
    ]
    places: tuple[Place, ...] = ("evidence",)

    def __init__(self, session: Session, kind: str = "", key: str = "") -> None:
        """Take the session, and the kind and the id of what to stand on."""
        super().__init__(session)
        self._begin_at = kind, key
        self.at = kind, key
        """The page that was in sight last and its row, to come back to."""
        self._page = ""
        self._before_step = session.policy.evidence

    def compose(self) -> ComposeResult:
        """The bar of pages, and room for the one in sight."""
        yield Static(id="title-bar")
        yield PageBar(id="bar")
        yield Container(id="pages")
        yield KeyBar("everywhere", "evidence")

    async def on_mount(self) -> None:
        """Stand on what was asked for, else on the first row of the first page."""
        kind, key = self._begin_at
        await self.show_page(kind if kind in PAGES else OF_PLACE.get(kind, "scenarios"), key)
        if kind == "related":
            self.say(f"A related policy is noted in policy.toml, under [related-policy.{key}].")

    @property
    def page(self) -> EvidencePage:
        """The page in sight."""
        return self.query_one(f"#page-{self._page}", EvidencePage)

    @property
    def about(self) -> str:
        """The help of the page in sight."""
        return self.page.about

    def _here(self) -> object:
        """What the row stood on tells of."""
        here = self.page.here
        return here.of if here is not None else None

    async def show_page(self, name: str, key: str = "") -> None:
        """Show a page, standing on a row of it."""
        self._page = name
        if not self.query(f"#page-{name}"):
            made = getattr(import_module(f"composer.tui.widgets.evidence_{name}"), PAGES[name])
            page: EvidencePage = made(self.session)
            page.id = f"page-{name}"
            await self.query_one("#pages").mount(page)
        for each in self.query(EvidencePage):
            each.display = each.id == f"page-{name}"
        self.refresh_policy(key)
        self.page.rows.focus()

    def refresh_policy(self, key: str = "") -> None:
        """Show how things stand now; the row stood on stays so."""
        try:
            said = self.page.tally()
        except Problem:
            said = "not to be read"
        name = self.session.policy.profile.name
        saved = "not saved · " if self.session.dirty else ""
        self.query_one("#title-bar", Static).update(Content(visible(f"Evidence · {said} · {saved}{name}")))
        self.query_one(PageBar).mark(self._page)
        self.page.show(key)

    def _step(self, act: Callable[[], object], said: str) -> None:
        self._before_step = self.session.policy.evidence
        super()._step(act, said)

    def stepped(self, clause_id: str) -> None:  # noqa: ARG002 (what was answered is found in the evidence)
        """Stand on the answer that was just undone or given again."""
        changed = _changed(self._before_step, self.session.policy.evidence)
        if changed is not None:
            self.call_later(self.show_page, *changed)

    # Pages

    async def action_scenarios(self) -> None:
        """Show the scenarios."""
        await self.show_page("scenarios")

    async def action_processes(self) -> None:
        """Show the processes."""
        await self.show_page("processes")

    async def action_devices(self) -> None:
        """Show the table of devices."""
        await self.show_page("devices")

    async def action_consultation(self) -> None:
        """Show who was asked."""
        await self.show_page("consultation")

    async def action_fit(self) -> None:
        """Show how far the policy is the school's own."""
        await self.show_page("fit")

    async def action_next_page(self) -> None:
        """The page after this, round and round."""
        names = list(PAGES)
        await self.show_page(names[(names.index(self._page) + 1) % len(names)])

    def action_only_open(self) -> None:
        """Only what is open, or everything."""
        self.page.only_open = not self.page.only_open
        self.page.show()

    def action_read_on(self) -> None:
        """Scroll what is told of the row stood on."""
        self.page.read_on()

    # Answering

    def action_answer(self) -> None:
        """Open the form for what one stands on."""
        self._ask(self.page.here)

    async def action_note_consultation(self) -> None:
        """Write down somebody who was asked."""
        if self._page != "consultation":
            await self.show_page("consultation")
        self._ask(None)

    @work
    async def _ask(self, row: Row | None) -> None:
        if self.session.read_only:
            self.say(f"This policy is read-only: {self.session.read_only}", warning=True)
            return
        try:
            form: AnswerForm = self.page.form(row)
        except Problem as problem:
            self.say(sentence(problem), warning=True)
            return
        said = await self.app.push_screen_wait(form)
        if said is not None:
            self.attempt(lambda: None, said)
            if form.key:
                self.page.show(form.key)

    def action_take_out(self) -> None:
        """Take the entry of the consultation out."""
        from composer.session.answering import Answering

        here = self.page.here
        if self._page != "consultation":
            self.say("d takes out an entry of the consultation: 4 shows them.", warning=True)
        elif here is None or not isinstance(here.of, Consultation):
            self.say("Stand on an entry to take it out.", warning=True)
        else:
            key, who = here.key, here.of.who
            self.attempt(lambda: Answering(self.session).consultation(key, None), f"Taken out: {who}. u takes it back.")

    # Leaving

    def action_go_to_settling(self) -> None:
        """Open the clause stood on, else the first; where a row has none, the answer."""
        page = self.page
        clause = page.clause_here
        if clause is not None:
            self._leave(clause.id)
        elif page.enter_answers and page.here is not None:
            self.action_answer()
        else:
            self.say(page.no_clause)

    def action_export(self) -> None:
        """Go where the evidence is written."""
        self.post_message(ExportWanted("evidence"))

    def action_back(self) -> None:
        """Back to composing."""
        self._leave(None)

    def _leave(self, clause_id: str | None) -> None:
        here = self.page.here
        self.at = self._page, here.key if here is not None else ""
        self.dismiss(clause_id)


def _changed(before: Evidence, now: Evidence) -> tuple[str, str] | None:
    """The page and the row of the one answer that differs; None where it is not one."""
    found = []
    for part, page in OF_PART.items():
        one, other = before.part(part), now.part(part)
        found += [(page, key) for key in dict.fromkeys((*one, *other)) if one.get(key) != other.get(key)]
    return found[0] if len(found) == 1 else None
