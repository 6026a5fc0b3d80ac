"""The values form: the blanks that the chosen clauses need, grouped, each with its question."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from composer.policy import decisions, placeholders
from composer.policy.dictionary import as_typed
from composer.policy.problems import Problem
from composer.text import strip_controls, units, visible
from composer.tui.actions import bindings
from composer.tui.messages import PolicyChanged, SaveWanted
from composer.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import DescendantFocus

    from composer.policy.dictionary import Value, ValueEntry
    from composer.policy.document import ValueNeeded
    from composer.session import Session
    from composer.tui.actions import Place


class ValueField(Vertical):
    """One blank: its question, the line to answer it, and what is wrong with the answer."""

    DEFAULT_CSS = """
    ValueField { height: auto; padding: 0 1; margin: 0 0 1 0; }
    ValueField .question { height: auto; width: 1fr; }
    ValueField Input { width: 1fr; }
    ValueField .wrong { height: auto; color: $error; display: none; }
    ValueField.-wrong .wrong { display: block; }
    """

    def __init__(self, need: ValueNeeded, entry: ValueEntry | None) -> None:
        super().__init__()
        self.need = need
        self.entry = entry
        self._said = as_typed(need.value) if need.value is not None else ""
        """The answer as the policy has it; what differs from it was typed here."""

    def compose(self) -> ComposeResult:
        """Question, line, complaint."""
        yield Static(self._question(), classes="question")
        yield Input(self._said, placeholder=self._hint(), disabled=self.entry is None)
        yield Static("", classes="wrong")

    @property
    def line(self) -> Input:
        """Where the answer is typed."""
        return self.query_one(Input)

    @property
    def changed(self) -> bool:
        """Whether the answer is another one than the policy's."""
        return self.line.value != self._said

    def reset(self, value: Value | None) -> None:
        """Take what somebody else answered; what is typed here is left alone."""
        said = as_typed(value) if value is not None else ""
        if not self.changed:
            with self.prevent(Input.Changed):
                self.line.value = said
        self._said = said

    def keep(self) -> None:
        """The policy has this answer now."""
        self._said = self.line.value

    @property
    def open(self) -> bool:
        """Whether nothing fills the blank: no answer and no default."""
        return not self.line.value.strip() and not self.need.default

    def _question(self) -> Content:
        need, entry = self.need, self.entry
        parts: list[str | tuple[str, str]] = [("? " if self.need.value is None and not need.default else "  ", "bold")]
        parts.append((visible(need.question), "bold"))
        if entry is not None and entry.choices:
            parts.append((f"  {visible(' / '.join(entry.choices))}", "$quiet"))
        elif entry is not None and entry.type == "list":
            parts.append(("  separate with ;", "$quiet"))
        if entry is not None and entry.personal:
            parts.append(("  ⚠ personal data in a public document: prefer a role", "$warning"))
        return Content.assemble(*parts)

    def _hint(self) -> str:
        if self.need.default:
            because = f" (because {visible(self.need.because)})" if self.need.because else ""
            return f"left empty it prints: {visible(self.need.default)}{because}"
        return f"for example: {visible(self.need.example)}" if self.need.example else ""

    def read(self) -> Value | None:
        """The answer; None when there is none. Raises a ``Problem`` for one that will not do."""
        said = strip_controls(self.line.value).strip()
        return self.entry.read(said) if said and self.entry is not None else None

    def complain(self, words: str) -> None:
        """Say what is wrong with the answer, or that nothing is."""
        self.set_class(bool(words), "-wrong")
        self.query_one(".wrong", Static).update(Content(visible(words)))


class ValuesScreen(Screen[None]):
    """Every answer counts as soon as it is right; each field left is one step to undo."""

    DEFAULT_CSS = """
    ValuesScreen #title-bar { height: 1; background: $panel; text-style: bold; padding: 0 1; }
    ValuesScreen .group { text-style: bold; color: $accent; padding: 0 1; margin: 1 0 0 0; height: 1; }
    ValuesScreen #prints { height: auto; min-height: 3; max-height: 7; background: $panel; padding: 0 1; }
    ValuesScreen VerticalScroll { height: 1fr; }
    ValuesScreen #nothing { padding: 1 3; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("values")
    places: tuple[Place, ...] = ("values",)
    about = (
        "These are the blanks in the clauses this policy has. Answer a question once and every clause that needs it "
        "is filled. A blank is never a change from the model. ? stands beside a blank that nothing fills yet; it "
        "prints marked, never silently empty."
    )

    def __init__(self, session: Session, begin_at: str = "") -> None:
        super().__init__()
        self.session = session
        self._begin_at = begin_at
        """The blank to stand on first, by its name."""

    def compose(self) -> ComposeResult:
        """A group a heading, a blank a field, and below what it prints as."""
        yield Static(id="title-bar")
        needs = self.session.values_needed()
        with VerticalScroll(can_focus=False):
            group = ""
            for need in needs:
                if need.group != group:
                    group = need.group
                    yield Static(Content(visible(group)), classes="group")
                yield ValueField(need, self.session.library.values.get(need.name))
            if not needs:
                yield Static(
                    Content("No clause of this policy has a blank yet.\n\nPick or adapt clauses first; esc goes back."),
                    id="nothing",
                )
        yield Static(id="prints")
        yield KeyBar("everywhere", "values")

    def on_mount(self) -> None:
        """Stand on the blank that was asked for, else on the first open one."""
        self._count()
        fields = list(self.query(ValueField))
        asked = next((field for field in fields if field.need.name == self._begin_at), None)
        first = asked or next((field for field in fields if field.open), fields[0] if fields else None)
        if self._begin_at and asked is None:
            self.notify(f"No clause of the policy has the blank {visible(self._begin_at)}.", markup=False)
        if first is not None:
            first.line.focus()

    def _count(self) -> None:
        fields = self.query(ValueField)
        open_ones = sum(field.open for field in fields)
        said = f"{len(fields)} blanks · " + (f"{open_ones} to fill" if open_ones else "all filled")
        self.query_one("#title-bar", Static).update(
            Content(visible(f"Values · {self.session.policy.profile.name} · {said}"))
        )

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        field = _field(event.input)
        if field is None:
            return
        try:
            value = field.read()
        except Problem as problem:
            field.complain(str(problem))
            self._show(field, None)
        else:
            field.complain("")
            self._show(field, value)
            self._keep_safe(field, value)
        self._count()

    @on(Input.Blurred)
    def _left(self, event: Input.Blurred) -> None:
        field = _field(event.input)
        if field is not None:
            self._keep(field)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        field = _field(event.input)
        if field is not None:
            self._keep(field)
            self.focus_next(Input)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Show what the blank prints as."""
        if isinstance(event.widget, Input):
            field = _field(event.widget)
            if field is not None:
                self._show(field, self.session.policy.values.get(field.need.name))

    def _keep_safe(self, field: ValueField, value: Value | None) -> None:
        """An answer is one step only when the field is left; until then the journal has it."""
        if field.changed and not self.session.read_only:
            draft = decisions.set_value(self.session.draft, self.session.library, field.need.name, value)
            self.post_message(PolicyChanged(draft))

    def _keep(self, field: ValueField) -> bool:
        if not field.changed:
            return True
        try:
            value = field.read()
            if value != self.session.policy.values.get(field.need.name):
                self.session.set_value(field.need.name, value)
                self.post_message(PolicyChanged())
        except Problem as problem:
            field.complain(str(problem))
            return False
        field.keep()
        return True

    def keep_typing(self) -> None:
        """Keep every answer that will do, because the program is about to stop."""
        for field in self.query(ValueField):
            self._keep(field)

    def refresh_policy(self) -> None:
        """Show what somebody else wrote, but where an answer is being typed."""
        for field in self.query(ValueField):
            field.reset(self.session.policy.values.get(field.need.name))
        self._count()

    def _show(self, field: ValueField, value: Value | None) -> None:
        """The first sentence that has the blank, as it will print."""
        name = field.need.name
        clause_id = field.need.clauses[0]
        text = self.session.draft.text(clause_id)
        filling = set(field.need.blanks)
        sentence = next((u.text for u in units(text) if filling & {*placeholders.names(u.text, "value")}), "")
        filled = self.session.filled(sentence, clause_id, {name: value})
        where = f"“{self.session.title(clause_id)}”"
        more = len(field.need.clauses) - 1
        if more:
            where += f" and {more} more clause{'s' if more > 1 else ''}"
        prints = Content.assemble((f"It prints in {visible(where)}:\n", "$quiet"), visible(filled.strip()))
        self.query_one("#prints", Static).update(prints)

    def action_next_blank(self) -> None:
        """The next blank that nothing fills, from where the person is."""
        fields = list(self.query(ValueField))
        here = next((i for i, field in enumerate(fields) if field.line.has_focus), -1)
        ahead = [*fields[here + 1 :], *fields[: here + 1]]
        target = next((field for field in ahead if field.open), None)
        if target is None:
            self.notify("Every blank is filled.", markup=False)
        else:
            target.line.focus()

    def action_save(self) -> None:
        """Keep what is typed, then write the policy."""
        if all(self._keep(field) for field in self.query(ValueField)):
            self.post_message(SaveWanted())
        else:
            self.notify("One answer will not do; it is marked. The others are kept.", severity="warning", markup=False)

    def action_back(self) -> None:
        """Keep what is typed and go back; an answer that will not do stops it once."""
        wrong = [field for field in self.query(ValueField) if not self._keep(field)]
        if wrong and not self.has_class("-told"):
            self.add_class("-told")
            wrong[0].line.focus()
            self.notify("This answer will not do. Mend it, or press esc again to leave it out.", markup=False)
            return
        self.app.pop_screen()


def _field(line: Input) -> ValueField | None:
    return next((widget for widget in line.ancestors if isinstance(widget, ValueField)), None)
