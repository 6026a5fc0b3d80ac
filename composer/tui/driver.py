"""The terminal as it is, not as it should be: stray bytes come in, and it may be gone from one moment to the next."""

from __future__ import annotations

from codecs import getincrementaldecoder
from contextlib import suppress
from functools import partial
from typing import IO, TYPE_CHECKING, Any, cast

from textual.drivers import linux_driver

from composer.tui.messages import TerminalGone

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App


def _forgiving(encoding: str) -> Callable[..., Any]:
    """A decoder that shows a byte it cannot read as U+FFFD."""
    return partial(getincrementaldecoder(encoding), errors="replace")


# Textual decodes what is typed strictly, so that one stray byte ends the program (its issue 6456).
linux_driver.getincrementaldecoder = _forgiving  # type: ignore[attr-defined]


class SturdyDriver(linux_driver.LinuxDriver):
    """Outlives bytes that are not UTF-8, and says so when the terminal is gone instead of failing."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = cast("Any", _Patient(cast("IO[str]", self._file)))

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except OSError:
            self._app.post_message(TerminalGone())
        except Exception as error:  # noqa: BLE001 (whatever it is, the app keeps what was typed and leaves)
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001 (Textual has no public door)


class _Patient:
    """A file that loses what cannot be written any more: if the thread that writes ended, the program would hang."""

    def __init__(self, file: IO[str]) -> None:
        self._to = file

    def write(self, text: str) -> None:
        """Write, if there is still somewhere to write to."""
        with suppress(OSError):
            self._to.write(text)

    def flush(self) -> None:
        """Flush, if there is still somewhere to write to."""
        with suppress(OSError):
            self._to.flush()

    def fileno(self) -> int:
        """The file's number."""
        return self._to.fileno()
