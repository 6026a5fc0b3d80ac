"""The five choices of the update, one a line, always in the same order, with what each would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from composer.session.update_states import CHOICES
from composer.tui.actions import actions, key_name

if TYPE_CHECKING:
    from textual.events import Click

    from composer.session.update_states import UpdateEntry

NOT_HERE = "not here"
READ_ONLY = "not now: the policy is read-only"


class ChoiceList(Static):
    """A click on a line does what its key does."""

    DEFAULT_CSS = """
    ChoiceList { height: auto; padding: 0 1; background: $panel; color: $foreground; text-wrap: nowrap;
                 text-overflow: ellipsis; }
    """

    def show(self, entry: UpdateEntry, *, read_only: bool) -> None:
        """Show what the choices would do with this entry."""
        self.update(_told(entry, read_only=read_only), layout=False)

    async def _on_click(self, event: Click) -> None:
        event.stop()
        if 0 <= event.y < len(CHOICES):
            await self.run_action(f"screen.{CHOICES[event.y]}")


def _told(entry: UpdateEntry, *, read_only: bool) -> Content:
    keys = {action.id: action for action in actions("update")}
    lines = []
    for number, choice in enumerate(CHOICES):
        said = entry.offers.get(choice)
        able = said is not None and not read_only
        words = READ_ONLY if read_only else said or NOT_HERE
        enter = "  (enter)" if able and number == 0 else ""
        lines.append(
            Content.assemble(
                (f"{key_name(keys[choice].keys[0])} ", "bold $footer-key-foreground" if able else "$quiet"),
                (f"{keys[choice].label:<8} ", "bold" if able else "$quiet"),
                (f"{words}{enter}", "" if able else "$quiet"),
            )
        )
    return Content("\n").join(lines)
