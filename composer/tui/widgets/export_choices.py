"""The choices of an export: what, as which kind of file, and beside which text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from composer.text import visible
from composer.tui.widgets.label_bar import LabelBar

if TYPE_CHECKING:
    from collections.abc import Sequence

LABEL = 14
"""Columns that the name of a choice takes beside what is said of it."""
HEADED = 9
"""Columns that the heading of a line of choices takes."""


@dataclass(frozen=True, slots=True)
class WhatOffer:
    """Something that can be written."""

    id: str
    label: str
    about: str
    """A sentence that says what it is."""
    compares: bool
    """Whether it compares the policy with another text."""
    in_word: str = ""
    """What it is in Word, where that is something else."""
    why_not: str = ""
    """Why it cannot be written now; empty when it can."""


@dataclass(frozen=True, slots=True)
class FormatOffer:
    """A kind of file."""

    id: str
    name: str
    about: str
    """A sentence that says what it is good for."""
    suffix: str
    why_not: str = ""
    """What has to be installed first; empty when nothing has."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is written, how, and beside which text."""

    what: str
    format: str
    since: bool = False
    """Beside the text that was approved last, not the model."""


class WhatList(OptionList):
    """One line a thing that can be written."""

    DEFAULT_CSS = """
    WhatList { background: $surface; height: auto; padding: 0 1; border: none; text-wrap: nowrap;
               text-overflow: ellipsis; scrollbar-size-vertical: 1; }
    WhatList:focus { border: none; }
    WhatList:focus > .option-list--option-highlighted { text-style: bold underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.write_export", show=False),
        Binding("right", "screen.read_text", show=False),
    ]

    def __init__(self, offers: Sequence[WhatOffer], here: str) -> None:
        super().__init__(id="what", markup=False, compact=True)
        self._offers = tuple(offers)
        self._here = here

    def on_mount(self) -> None:
        """Stand on what was asked for."""
        self.show(self._offers)
        self.highlighted = [each.id for each in self._offers].index(self._here)

    def show(self, offers: Sequence[WhatOffer]) -> None:
        """List these, standing where a person stood."""
        self._offers = tuple(offers)
        at = self.highlighted
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(Option(_row(each, here=number == at)) for number, each in enumerate(offers))
            self.highlighted = at

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Put the sign where a person stands, which needs no colour to be seen."""
        super().watch_highlighted(highlighted)
        if self.option_count:
            for at, each in enumerate(self._offers):
                self.replace_option_prompt_at_index(at, _row(each, here=at == highlighted))

    @property
    def here(self) -> str:
        """What is stood on."""
        return self._offers[self.highlighted or 0].id


def _row(offer: WhatOffer, *, here: bool) -> Content:
    said = f"not now: {offer.why_not}" if offer.why_not else offer.about
    return Content.assemble(
        "▸ " if here else "  ",
        (f"{offer.label:<{LABEL}}", "$quiet" if offer.why_not else "bold"),
        (visible(said, keep_newlines=False), "$quiet" if offer.why_not else ""),
    )


class _Line(LabelBar):
    """A line of choices behind a heading; brackets say which is chosen."""

    DEFAULT_CSS = """
    _Line { background: $surface; text-overflow: ellipsis; }
    """

    class Chosen(Message):
        """A person clicked one."""

        def __init__(self, line: _Line, name: str) -> None:
            super().__init__()
            self.line = line
            self.name = name

    def show_line(self, heading: str, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Show choices by name and label; one with an empty name is only told."""
        labels = [("", Content.styled(f" {heading:<{HEADED}}", "$quiet"))]
        for name, said in choices:
            if name and name == chosen:
                look = "bold $block-cursor-foreground on $block-cursor-background"
                labels.append((name, Content.styled(f"[{visible(said)}]", look)))
            else:
                labels.append((name, Content.styled(f" {visible(said)} ", "" if name else "$quiet")))
        self.show_labels(labels)

    async def choose(self, name: str) -> None:
        """Tell the screen."""
        if name:
            self.post_message(self.Chosen(self, name))


class FormatLine(_Line):
    """The kinds of file."""


class AgainstLine(_Line):
    """The texts that the policy can be compared with."""
