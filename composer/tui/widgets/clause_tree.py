"""A tree of headings and clauses, each with the sign of its state: the library and the outline are two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.widgets import Tree

from composer.policy.policy import SIGNS
from composer.text import visible
from composer.tui.messages import ClauseChosen, ClauseHighlighted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.style import Style
    from textual.binding import BindingType
    from textual.widgets.tree import TreeNode

    from composer.policy.policy import State


@dataclass(frozen=True, slots=True)
class Row:
    """One clause of a tree."""

    id: str
    title: str
    state: State
    number: str = ""
    note: str = ""
    """Said after the title in quiet letters: why it is recommended."""
    starred: bool = False
    unsettled: bool = False
    """Whether a reason is wanted, or a clause stands beside it that excludes it."""
    found: str = ""
    """What checks found in it, as a sign and how many: ``✗2``."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a tree and the clauses under it."""

    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """What a tree node stands for."""

    kind: str
    id: str


class ClauseTree(Tree[Spot]):
    """Headings with clauses; repaints only what changed, and keeps its place."""

    DEFAULT_CSS = """
    ClauseTree { background: $surface; scrollbar-size-vertical: 1; overflow-x: hidden; }
    ClauseTree > .tree--guides { color: $border-blurred; }
    """
    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    show_root = False
    guide_depth = 2

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(Text(""), id=id)
        self.show_root = False
        self.guide_depth = 2
        self.auto_expand = False
        self._headings: tuple[Heading, ...] = ()
        self._spots: dict[Spot, TreeNode[Spot]] = {}

    BINDINGS: ClassVar[list[BindingType]] = []

    def show(self, headings: Sequence[Heading]) -> None:
        """Show these headings. The same clauses in the same order are repainted in place."""
        shown = tuple(headings)
        if shown == self._headings:
            return
        same_shape = [(h.id, [r.id for r in h.rows]) for h in shown] == [
            (h.id, [r.id for r in h.rows]) for h in self._headings
        ]
        old, self._headings = self._headings, shown
        if same_shape:
            self._relabel(old)
            return
        here = self.cursor_node.data if self.cursor_node is not None else None
        at = self.scroll_offset.y
        self._fill()
        self.scroll_to(0, at, animate=False, immediate=True)
        if here is not None:
            self.go(here.id, here.kind)

    def go(self, spot_id: str, kind: str = "clause") -> bool:
        """Stand on a clause or heading; False when it is not shown."""
        node = self._spots.get(Spot(kind, spot_id))
        if node is None:
            return False
        if node.parent is not None and not node.parent.is_expanded:
            node.parent.expand()
        with self.prevent(Tree.NodeHighlighted):
            # Asking for the last line makes the tree count its lines, without which a new node has none.
            if self.last_line >= 0:
                self.move_cursor(node)
        return True

    def reveal(self) -> None:
        """Scroll so that the place stood on has company above and below."""
        height, line = self.size.height, self.cursor_line
        self.scroll_to(0, 0 if line < height - 1 else line - height // 2, animate=False, immediate=True)

    @property
    def spot(self) -> Spot | None:
        """Where the cursor is."""
        return self.cursor_node.data if self.cursor_node is not None else None

    def shown_clauses(self) -> Iterator[str]:
        """The clauses shown, in order."""
        return (row.id for heading in self._headings for row in heading.rows)

    def _fill(self) -> None:
        closed = {spot for spot, node in self._spots.items() if spot.kind == "heading" and not node.is_expanded}
        with self.prevent(Tree.NodeHighlighted):
            self.clear()
            self._spots.clear()
            for heading in self._headings:
                spot = Spot("heading", heading.id)
                branch = self.root.add(Text(visible(heading.title)), spot, expand=spot not in closed)
                self._spots[spot] = branch
                for row in heading.rows:
                    self._spots[Spot("clause", row.id)] = branch.add_leaf(_label(row), Spot("clause", row.id))

    def _relabel(self, old: tuple[Heading, ...]) -> None:
        for before, heading in zip(old, self._headings, strict=True):
            if before.title != heading.title:
                self._spots[Spot("heading", heading.id)].set_label(Text(visible(heading.title)))
            for was, row in zip(before.rows, heading.rows, strict=True):
                if was != row:
                    self._spots[Spot("clause", row.id)].set_label(_label(row))

    def get_label_width(self, node: TreeNode[Spot]) -> int:
        """The width of a label, without painting it: this is asked for every node at every change."""
        return cell_len(str(node.label)) + 2

    def render_label(self, node: TreeNode[Spot], base_style: Style, style: Style) -> Text:
        """The label, with a ``▸`` where the cursor is, so that it shows without colour too."""
        label = super().render_label(node, base_style, style)
        if node is self.cursor_node and node.data is not None and node.data.kind == "clause":
            label = Text.assemble(("▸", "bold"), label)
        elif node.data is not None and node.data.kind == "clause":
            label = Text.assemble(" ", label)
        elif node is self.cursor_node:
            label.stylize("underline")
        return label

    @on(Tree.NodeHighlighted)
    def _highlighted(self, event: Tree.NodeHighlighted[Spot]) -> None:
        event.stop()
        spot = event.node.data
        if spot is not None and spot.kind == "clause":
            self.post_message(ClauseHighlighted(spot.id))

    @on(Tree.NodeSelected)
    def _selected(self, event: Tree.NodeSelected[Spot]) -> None:
        event.stop()
        spot = event.node.data
        if spot is None:
            return
        if spot.kind == "clause":
            self.post_message(ClauseChosen(spot.id))
        else:
            event.node.toggle()


def _label(row: Row) -> Text:
    strike = "strike" if row.state == "dropped" else ""
    label = Text()
    label.append(f"{SIGNS[row.state]} ", style="bold")
    if row.starred:
        label.append("★ ", style="bold")
    if row.unsettled:
        label.append("! ", style="bold")
    if row.found:
        label.append(f"{row.found} ", style="bold")
    if row.number:
        label.append(f"{row.number} ")
    waits = row.state == "undecided" or row.unsettled
    label.append(visible(row.title), style="bold" if waits else strike)
    if row.state in {"undecided", "dropped"} and not row.note:
        label.append(f"  {row.state}", style="italic")
    if row.note:
        label.append(f"  {visible(row.note)}", style="italic")
    return label
