"""Regular expressions that are compiled when they are first used.

Checks and imports have some two hundred of them, and more than half are for what most texts do not have.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")


class _Later:
    """Stands for the compiled expression; from the first use on its methods are the expression's own."""

    __slots__ = ("_flags", "_written", *_METHODS)

    def __init__(self, written: str, flags: int) -> None:
        self._written, self._flags = written, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._written, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def later(written: str, flags: int = 0) -> re.Pattern[str]:
    """The expression, as ``re.compile`` would give it but that a mistake in it is only raised when it is used."""
    return cast("re.Pattern[str]", _Later(written, flags))
