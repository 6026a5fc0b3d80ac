"""The finished policy as it will print, rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static, Tree

from composer.text import visible
from composer.tui.actions import bindings
from composer.tui.messages import ExportWanted
from composer.tui.widgets.key_bar import KeyBar
from composer.tui.widgets.prose_view import ProseView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from composer.session import Session
    from composer.tui.actions import Place
    from composer.tui.widgets.prose_leaves import Heading


class Contents(Tree[int]):
    """The table of contents: each heading under the one it belongs to, with its place in the text."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        super().__init__(Text("Contents"))
        self.show_root = False
        self.auto_expand = False
        self.guide_depth = 2
        open_nodes = [(0, self.root)]
        for heading in headings:
            while open_nodes[-1][0] >= heading.level:
                open_nodes.pop()
            above = open_nodes[-1][1]
            above.allow_expand = True
            node = above.add(Text(heading.text), heading.leaf, expand=True, allow_expand=False)
            open_nodes.append((heading.level, node))


class PreviewScreen(Screen[None]):
    """Reads only; what is missing is said above the text."""

    DEFAULT_CSS = """
    PreviewScreen #title-bar { height: 1; background: $panel; text-style: bold; padding: 0 1; text-wrap: nowrap; }
    PreviewScreen #missing { height: auto; background: $surface; color: $warning; text-style: bold; padding: 0 1; }
    PreviewScreen #missing.-none { display: none; }
    PreviewScreen Horizontal { height: 1fr; }
    PreviewScreen Contents { width: 40; height: 1fr; background: $panel; padding: 1; scrollbar-size: 1 1; }
    PreviewScreen.-narrow Contents { display: none; }
    PreviewScreen ProseView { width: 1fr; height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("preview")
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012 (as in Textual)
        (0, "-narrow"),
        (100, "-room"),
    ]
    places: tuple[Place, ...] = ("preview",)
    about = (
        "This is the policy as governors will read it: numbered, its blanks filled, its cross references resolved. "
        "What nothing fills yet is marked. F9 writes it as Word, PDF, a web page or Markdown."
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
        if document.excluding:
            missing.append(f"{len(document.exclude_each_other)} clauses exclude each other")
        yield Static(
            Content("Not ready for approval: " + " · ".join(missing)), id="missing", classes="" if missing else "-none"
        )
        view = ProseView(visible(self._text))
        with Horizontal():
            yield Contents(view.prose.headings)
            yield view
        yield KeyBar("everywhere", "preview")

    def on_mount(self) -> None:
        """Read from the top."""
        self.query_one(ProseView).focus()

    @on(Tree.NodeSelected)
    def _to_heading(self, event: Tree.NodeSelected[int]) -> None:
        if event.node.data is not None:
            self.query_one(ProseView).go_to(event.node.data)

    @on(ProseView.LinkClicked)
    def _link(self, event: ProseView.LinkClicked) -> None:
        """Go to a heading of the policy itself; a link to anything else is told and never followed."""
        if not event.href.startswith("#"):
            self.notify(visible(f"The link goes to {event.href}. Links are not opened from here."), markup=False)
        else:
            self.query_one(ProseView).go_to_anchor(event.href.removeprefix("#"))

    def action_back(self) -> None:
        """Back to composing."""
        self.app.pop_screen()

    def action_export(self) -> None:
        """Go where the policy is written."""
        self.post_message(ExportWanted())
