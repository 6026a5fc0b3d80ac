"""One thing to mend, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.store.fields import Source, read_text

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One thing to mend."""

    path: Path
    line: int | None
    message: str


class Sayer:
    """Makes findings about TOML files of a library; reads each file once, and only when there is one."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._sources: dict[str, Source] = {}

    def __call__(self, file: str, where: tuple[str, ...], message: str) -> LintFinding:
        """A finding in a file (named from the library's root) at the key ``where``."""
        path = self._root / file
        if file not in self._sources:
            self._sources[file] = Source(path, read_text(path, self._root))
        return LintFinding(path, self._sources[file].line(where), message)
