"""The list of findings, and below it what there is to know of the one stood on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from composer.tui.messages import FindingChosen, FindingStoodOn
from composer.tui.widgets.finding_text import row_told, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.widget import AwaitMount

    from composer.tui.widgets.finding_text import Listed


class FindingRows(OptionList):
    """One line a finding; a click or enter goes to its place."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.go_to_finding", show=False)]

    def __init__(self) -> None:
        super().__init__(id="finding-rows", markup=False, compact=True)

    def on_resize(self) -> None:
        """Keep the row stood on in sight: what is told of it takes more room or less."""
        if self.highlighted is not None:
            self.scroll_to_highlight()


class FindingsPane(Vertical):
    """Empty until ``fill``: its parts are not needed for the first paint."""

    DEFAULT_CSS = """
    FindingsPane #findings-title { height: 1; padding: 0 1; background: $panel; color: $accent; text-style: bold;
                                   text-wrap: nowrap; text-overflow: ellipsis; }
    FindingsPane FindingRows { height: 1fr; min-height: 2; padding: 0 1; background: $surface; text-wrap: nowrap;
                               text-overflow: ellipsis; border: none; scrollbar-size-vertical: 1; }
    FindingsPane FindingRows:focus { border: none; }
    FindingsPane FindingRows:focus > .option-list--option-highlighted { text-style: bold underline; }
    FindingsPane #finding-told { height: auto; max-height: 60%; padding: 0 1; background: $panel; }
    FindingsPane #finding-said { height: auto; }
    FindingsPane.-empty FindingRows { height: 0; min-height: 0; }
    FindingsPane.-empty #finding-told { height: 1fr; max-height: 100%; background: $surface; }
    """

    def __init__(self, *, id: str, classes: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id, classes=classes)
        self._mounted: AwaitMount | None = None
        self._rows: tuple[Listed, ...] = ()
        self._numbers: Mapping[str, str] = {}

    async def fill(self) -> bool:
        """Make the parts, once; False where the screen went away meanwhile."""
        if self._mounted is None:
            told = VerticalScroll(Static(id="finding-said"), id="finding-told", can_focus=False)
            self._mounted = self.mount(Static(id="findings-title"), FindingRows(), told)
        await self._mounted
        return self.filled

    @property
    def filled(self) -> bool:
        """Whether its parts are there."""
        return bool(self.query(FindingRows))

    @property
    def rows(self) -> FindingRows:
        """The list, once it is filled."""
        return self.query_one(FindingRows)

    @property
    def here(self) -> Listed | None:
        """The finding stood on; None where the list is empty."""
        at = self.rows.highlighted if self.filled else None
        return self._rows[at] if at is not None and at < len(self._rows) else None

    def show(self, rows: tuple[Listed, ...], numbers: Mapping[str, str], nothing: Content) -> None:
        """List these, standing where a person stood; ``nothing`` is said where there are none."""
        if (rows, numbers) != (self._rows, self._numbers):
            here, at = self.here, self.rows.highlighted or 0
            self._rows, self._numbers = rows, numbers
            with self.prevent(OptionList.OptionHighlighted):
                self.rows.clear_options()
                self.rows.add_options(Option(Content.assemble(row_told(row, numbers))) for row in rows)
                keys = [row.finding.key for row in rows]
                if here is not None and here.finding.key in keys:
                    at = keys.index(here.finding.key)
                self.rows.highlighted = min(at, len(rows) - 1) if rows else None
        self.set_class(not rows, "-empty")
        self._tell(nothing)

    def go(self, key: str) -> bool:
        """Stand on a finding; False when it is not listed."""
        keys = [row.finding.key for row in self._rows]
        if key not in keys:
            return False
        with self.prevent(OptionList.OptionHighlighted):
            self.rows.highlighted = keys.index(key)
        self._tell(Content(""))
        return True

    def entitle(self, said: str) -> None:
        """Say how many there are."""
        self.border_title = Content(said)
        if self.filled:
            self.query_one("#findings-title", Static).update(Content(said), layout=False)

    def _tell(self, nothing: Content) -> None:
        here, said = self.here, self.query_one("#finding-said", Static)
        shown = Content.assemble(told(here) if here is not None else nothing)
        if said.content != shown:
            said.update(shown)
            self.query_one("#finding-told").scroll_home(animate=False)

    @on(OptionList.OptionHighlighted)
    def _stood_on(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        # A list that has just been filled anew tells of rows that it no longer has.
        if self.here is not None and event.option_list.highlighted == event.option_index:
            self._tell(Content(""))
            self.post_message(FindingStoodOn(self.here.finding))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.here is not None:
            self.post_message(FindingChosen(self.here.finding))
