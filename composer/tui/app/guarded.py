"""The walls around the application: signals, a lost terminal, faults, stray bytes, and text that wants to act."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import on
from textual.app import App
from textual.events import Key
from textual.widgets import Input, TextArea

from composer.tui.crash import write_crash_file
from composer.tui.messages import TerminalGone
from composer.tui.safe import VisibleControls, WithoutColour
from composer.tui.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.dom import DOMNode
    from textual.driver import Driver
    from textual.events import Event
    from textual.filter import LineFilter

GRACE = 0.1
"""Seconds between being told to go and going, for the keys that are still on their way."""
IN_TURN = 0.5
"""Seconds that a key waits, at most, for the keys before it."""
LINK_ACTIONS = frozenset({"link"})
"""Actions that a link inside rendered text may run; what else text asks for is refused."""


class GuardedApp(App[None]):
    """An application that outlives stray bytes, and ends in order whatever ends it.

    Args:
        state: The folder for crash files.
    """

    def __init__(self, state: Path) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self.state = state
        self.farewell = ""
        """What is printed after the screen is gone."""
        self._going = False
        # The same objects for good: painted lines are remembered by the filters they went through.
        self._walls = (VisibleControls(), *((WithoutColour(),) if self.no_color else ()))

    def take_leave(self) -> None:
        """Put what is unsaved where it is found again, and say so in ``farewell``."""

    def watch_terminal(self) -> None:
        """Leave when the terminal is gone: an ignored SIGHUP would leave us drawing into nothing."""
        if not self.is_headless and not _terminal_there():
            self._told_to_go()

    def mind_signals(self) -> None:
        """Leave in order when told to by the system."""
        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._told_to_go)

    @on(TerminalGone)
    def _told_to_go(self) -> None:
        """Leave as soon as the keys that were pressed before have arrived where they were meant for."""
        if self._going:
            return
        self._going = True
        self.set_timer(GRACE, self._go_in_turn)

    def _go_in_turn(self) -> None:
        (self.focused or self).call_later(self._go)

    def _go(self) -> None:
        self.take_leave()
        self.exit(return_code=1)

    def _handle_exception(self, error: Exception) -> None:
        """Keep what was typed, write a crash file without policy text, and leave with one line."""
        if self.is_headless:
            super()._handle_exception(error)
            return
        if self._return_code:
            return
        where = write_crash_file(error, self.state)
        with suppress(Exception):
            self.take_leave()
        said = f"policy-composer stopped because of a fault of its own; details are in {where}."
        self.farewell = f"{said} {self.farewell}".strip()
        self._return_code = 1
        self._close_messages_no_wait()

    async def on_event(self, event: Event) -> None:
        """Keep keys in the order they were pressed in, however fast they came.

        What is written takes what was typed before a key such as ctrl+s; and a key such as backspace, which would wait
        until it has come back up from the field to the application, does its work before the next letter gets there.
        """
        if isinstance(event, Key) and not event.is_printable and not event.is_forwarded and self.focused is not None:
            taken = asyncio.Event()
            if self.focused.call_later(taken.set):
                with suppress(TimeoutError):
                    await asyncio.wait_for(taken.wait(), IN_TURN)
            if await self._done_by_the_field(event.key):
                return
        await super().on_event(event)

    async def _done_by_the_field(self, key: str) -> bool:
        """Whether the field that is written in has a binding of its own for a key, which was run."""
        field = self.focused
        if not isinstance(field, Input | TextArea):
            return False
        chain = self.screen._binding_chain  # noqa: SLF001 (Textual has no public door)
        if any(binding.priority for _, found in chain for binding in found.key_to_bindings.get(key, ())):
            return False
        for binding in field._bindings.key_to_bindings.get(key, ()):  # noqa: SLF001
            if await self.run_action(binding.action, field):
                return True
        return False

    def get_driver_class(self) -> type[Driver]:
        """A driver that outlives stray bytes and a closed terminal."""
        if sys.platform == "win32":
            return super().get_driver_class()
        from composer.tui.driver import SturdyDriver

        return SturdyDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The usual filters, the last wall against control characters, and on request no colour at all."""
        return [*super().get_line_filters(), *self._walls]

    async def _broker_event(self, event_name: str, event: Event, default_namespace: DOMNode) -> bool:
        """Refuse every action that a piece of text asks for, but links."""
        meta = getattr(getattr(event, "style", None), "meta", {}) or {}
        action = meta.get(f"@{event_name}")
        name = action[0] if isinstance(action, tuple) and action else str(action or "").partition("(")[0]
        if action is not None and str(name) not in LINK_ACTIONS:
            return False
        return await super()._broker_event(event_name, event, default_namespace)


def _terminal_there() -> bool:
    try:
        return os.isatty(0) and os.get_terminal_size(0) is not None
    except OSError:
        return False
