"""The parts of a form: one of a few ways, a text of some lines, and clauses to mark. Signs say what is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Label, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from composer.text import strip_controls, unix, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Focus, Key, Paste
    from textual.widget import Widget

    from composer.policy.standing import Named

MOST_LISTED = 60
"""Clauses that a list shows at once; what is typed above it finds the others."""


class Changed(Message):
    """Something in a form is another answer now."""

    def __init__(self, field: Widget) -> None:
        super().__init__()
        self.field = field


class OneOf(OptionList):
    """A few ways, one a line; the arrow keys and a click choose."""

    DEFAULT_CSS = """
    OneOf { height: auto; max-height: 5; border: none; padding: 0 1; background: $surface; }
    OneOf:focus { border: none; }
    OneOf:focus > .option-list--option-highlighted { text-style: bold underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.focus_next", show=False),
        Binding("space", "take", show=False),
    ]

    def __init__(self, ways: Sequence[tuple[str, str]], chosen: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False, compact=True)
        self._ways = tuple(ways)
        self.chosen = chosen
        """The key of the way that is chosen; empty while none is."""

    def on_mount(self) -> None:
        """Stand on what is chosen."""
        self.add_options(Option(self._line(key)) for key, _ in self._ways)
        keys = [key for key, _ in self._ways]
        with self.prevent(OptionList.OptionHighlighted):
            self.highlighted = keys.index(self.chosen) if self.chosen in keys else None

    def choose(self, key: str) -> None:
        """Choose a way."""
        if key == self.chosen:
            return
        self.chosen = key
        for at, (each, _) in enumerate(self._ways):
            self.replace_option_prompt_at_index(at, self._line(each))
        at = [each for each, _ in self._ways].index(key)
        with self.prevent(OptionList.OptionHighlighted):
            self.highlighted = at
        self.post_message(Changed(self))

    def say(self, key: str, words: str) -> None:
        """Say a way in other words."""
        self._ways = tuple((each, words if each == key else said) for each, said in self._ways)
        at = [each for each, _ in self._ways].index(key)
        self.replace_option_prompt_at_index(at, self._line(key))

    def _line(self, key: str) -> Content:
        words = dict(self._ways)[key]
        return Content(visible(f"({'•' if key == self.chosen else ' '}) {words}", keep_newlines=False))

    @on(OptionList.OptionHighlighted)
    def _stood_on(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.choose(self._ways[event.option_index][0])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.choose(self._ways[event.option_index][0])

    def action_take(self) -> None:
        """Choose the way stood on, or the first."""
        self.choose(self._ways[self.highlighted or 0][0])


class _Lines(TextArea):
    """Enter goes on to the next question: an answer here is a sentence or two, wrapped as it is typed."""

    def __init__(self, text: str, placeholder: str) -> None:
        super().__init__(
            text, soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False, compact=True,
            placeholder=Content(placeholder),
        )  # fmt: skip

    def _on_focus(self, event: Focus) -> None:
        super()._on_focus(event)
        self.move_cursor(self.document.end)

    async def _on_key(self, event: Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.screen.focus_next()
        else:
            await super()._on_key(event)

    async def _on_paste(self, event: Paste) -> None:
        # TextArea's own handler takes it in next. Enter makes no line here, and so no more does what is pasted.
        event.text = strip_controls(unix(event.text)).strip("\n").replace("\n", " ")


class TextField(Vertical):
    """A question with some lines to answer it; ``said`` is what stands there."""

    DEFAULT_CSS = """
    TextField { height: auto; }
    TextField Label { width: 1fr; }
    TextField TextArea { height: auto; max-height: 4; border: none; padding: 0 1; background: $surface; }
    TextField TextArea:focus { border: none; background: $block-cursor-background; color: $block-cursor-foreground; }
    TextField .hint { height: auto; color: $quiet; padding: 0 1; }
    """

    def __init__(self, question: str, said: str = "", *, example: str = "", hint: str = "", id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._question = question
        self._last = said
        self._example = f"for example: {example}" if example else ""
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Question, lines, what follows from the answer."""
        yield Label(Content(visible(self._question)))
        yield _Lines(self._last, visible(self._example))
        if self._hint:
            yield Static(Content(visible(self._hint)), classes="hint")

    @property
    def area(self) -> TextArea:
        """Where it is typed."""
        return self.query_one(TextArea)

    @property
    def said(self) -> str:
        """What was answered, without unseen characters."""
        return strip_controls(self.area.text).strip()

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.area.text != self._last:
            self._last = self.area.text
            self.post_message(Changed(self))


class ClauseMarks(Vertical):
    """Clauses of the policy to mark: those suggested, and by typing any other. What the policy lacks cannot be."""

    DEFAULT_CSS = """
    ClauseMarks { height: auto; }
    ClauseMarks OptionList { height: auto; min-height: 1; max-height: 7; border: none; padding: 0 1;
                             background: $surface; text-wrap: nowrap; text-overflow: ellipsis; }
    ClauseMarks OptionList:focus { border: none; }
    ClauseMarks OptionList:focus > .option-list--option-highlighted { text-style: bold underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "mark", show=False),
        Binding("down", "into_list", show=False),
    ]

    def __init__(
        self, printed: Sequence[Named], suggested: Sequence[str], offered: Sequence[Named], marked: Sequence[str]
    ) -> None:
        """Take every clause that prints, the ids suggested among them, what only the library has, and the marks."""
        super().__init__()
        self._printed = {each.id: each for each in printed}
        self._suggested = tuple(each for each in suggested if each in self._printed)
        self._offered = tuple(offered)
        self.marked = [each for each in marked if each in self._printed]
        self._first = tuple(dict.fromkeys((*self.marked, *self._suggested)))
        self._listed: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """A line to find clauses with, and the list."""
        yield Input(placeholder="type to find any clause of this policy; space or enter marks one")
        yield OptionList(markup=False, compact=True)

    def on_mount(self) -> None:
        """List what is suggested."""
        self._list()

    @property
    def list(self) -> OptionList:
        """The clauses."""
        return self.query_one(OptionList)

    def _list(self) -> None:
        needle = self.query_one(Input).value.casefold().split()
        if needle:
            found = [each.id for each in self._printed.values() if all(word in str(each).casefold() for word in needle)]
        else:
            found = list(dict.fromkeys((*self._first, *self.marked)))
        self._listed = tuple(found[:MOST_LISTED])
        self.list.clear_options()
        self.list.add_options(Option(self._line(each)) for each in self._listed)
        if not needle:
            self.list.add_options(Option(_offered_line(each), disabled=True) for each in self._offered)
        if not self.list.option_count:
            words = (
                "No clause of this policy has those words." if needle else "No clause is suggested: type to find one."
            )
            self.list.add_options([Option(Content(words), disabled=True)])
        self.list.highlighted = 0 if self._listed else None

    def _line(self, clause_id: str) -> Content:
        sign = "[x]" if clause_id in self.marked else "[ ]"
        more = "  suggested" if clause_id in self._suggested else ""
        named = visible(str(self._printed[clause_id]), keep_newlines=False)
        return Content.assemble((f"{sign} ", "bold"), named, (more, "$quiet"))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._list()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_into_list()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._toggle(event.option_index)

    def action_into_list(self) -> None:
        """From the line into the list."""
        if self._listed:
            self.list.focus()

    def action_mark(self) -> None:
        """Mark the clause stood on, or take the mark off."""
        if self.list.has_focus and self.list.highlighted is not None:
            self._toggle(self.list.highlighted)

    def _toggle(self, at: int) -> None:
        if at >= len(self._listed):
            return
        clause_id = self._listed[at]
        if clause_id in self.marked:
            self.marked.remove(clause_id)
        else:
            self.marked.append(clause_id)
        self.list.replace_option_prompt_at_index(at, self._line(clause_id))
        self.post_message(Changed(self))


def _offered_line(clause: Named) -> Content:
    words = f" ·  not in this policy, pick it first: “{clause.title}”"
    return Content.styled(visible(words, keep_newlines=False), "$quiet")
