"""The finished policy as it will print, rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from markdown_it import MarkdownIt
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Markdown, MarkdownViewer, Static

from composer.text import visible
from composer.tui.actions import bindings
from composer.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from composer.session import Session
    from composer.tui.actions import Place


class Reader(MarkdownViewer):
    """Goes to headings of the policy itself; a link to anything else is told and never followed."""

    async def _on_markdown_link_clicked(self, message: Markdown.LinkClicked) -> None:
        # Textual's own handler would read the file that a link names.
        message.prevent_default()
        message.stop()
        if message.href.startswith("#"):
            self.document.goto_anchor(message.href.removeprefix("#"))
        else:
            self.notify(visible(f"The link goes to {message.href}. Links are not opened from here."), markup=False)


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


class PreviewScreen(Screen[None]):
    """Reads only; what is missing is said above the text."""

    DEFAULT_CSS = """
    PreviewScreen #title-bar { height: 1; background: $panel; text-style: bold; padding: 0 1; text-wrap: nowrap; }
    PreviewScreen #missing { height: auto; background: $surface; color: $warning; text-style: bold; padding: 0 1; }
    PreviewScreen #missing.-none { display: none; }
    PreviewScreen MarkdownViewer { height: 1fr; background: $background; }
    PreviewScreen MarkdownTableOfContents { width: 40; }
    PreviewScreen.-narrow MarkdownTableOfContents { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("preview")
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012 (as in Textual)
        (0, "-narrow"),
        (100, "-room"),
    ]
    places: tuple[Place, ...] = ("preview",)
    about = (
        "This is the policy as governors will read it: numbered, its blanks filled, its cross references resolved. "
        "What nothing fills yet is marked. F9 writes it as a Markdown file."
    )

    def __init__(self, session: Session, text: str) -> None:
        super().__init__()
        self.session = session
        self._text = text

    def compose(self) -> ComposeResult:
        """What is missing, then the policy."""
        document = self.session.document()
        yield Static(Content(visible(f"{document.school} · {document.title} · as it will print")), id="title-bar")
        missing = []
        if document.undecided:
            count = len(document.undecided)
            missing.append(f"{count} clause{'s' if count > 1 else ''} undecided")
        if document.open_blanks:
            missing.append(f"{len(document.open_blanks)} to fill: v lists them in the compose screen")
        yield Static(
            Content("Not ready for approval: " + " · ".join(missing)), id="missing", classes="" if missing else "-none"
        )
        yield Reader(visible(self._text), show_table_of_contents=True, open_links=False, parser_factory=_parser)
        yield KeyBar("everywhere", "preview")

    def on_mount(self) -> None:
        """Read from the top."""
        self.query_one(MarkdownViewer).document.focus()

    def action_back(self) -> None:
        """Back to composing."""
        self.app.pop_screen()

    def action_export(self) -> None:
        """Ask for a file's name, and write it."""
        from composer.tui.dialogs.export import ask_export

        ask_export(self, self.session)
