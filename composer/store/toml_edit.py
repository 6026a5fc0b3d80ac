"""Editing a TOML file table by table: tomlkit changes the one table, the rest of the file is copied.

Parsing the whole file with tomlkit would move comments when a table goes and is slow on a long policy.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from composer.policy.problems import Problem
from composer.store.toml_layout import Chunk, chunks, key_path, statements
from composer.store.toml_text import array, header, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

_ITEM = re.compile(r"""([ \t]*)("[^"\\\n]*"|'[^'\n]*')([ \t]*),?([ \t]*(?:\#[^\n]*)?)""")


class TomlFile:
    """A TOML text whose tables each have their own header, while it is being edited."""

    def __init__(self, text: str, kinds: Sequence[str]) -> None:
        """Take a text with LF line ends; ``kinds`` is the order in which kinds of tables follow each other."""
        self._chunks = chunks(text)
        self._kinds = tuple(kinds)

    def text(self) -> str:
        """The file as it is now."""
        return "".join(chunk.body + chunk.gap for chunk in self._chunks)

    def set(self, table: tuple[str, ...], key: str, value: object, order: Sequence[str] = ()) -> None:
        """Give a key a value. A new key is put where ``order`` has it; a new table after the last of its kind."""
        at = self._find(table)
        if at is None:
            self.add(table, [f"{key} = {literal(value)}\n"])
            return
        chunk = self._chunks[at]
        self._chunks[at] = replace(chunk, body=_with_key(chunk.body, table, key, value, order))

    def unset(self, table: tuple[str, ...], key: str) -> None:
        """Take a key out of its table."""
        at = self._known(table)
        document, inner = _opened(self._chunks[at].body, table)
        del inner[key]
        self._chunks[at] = replace(self._chunks[at], body=document.as_string())

    def add(self, table: tuple[str, ...], lines: Sequence[str]) -> None:
        """Put a new table after the last one of its kind, or of the kinds that come before it."""
        sooner = self._kinds[: self._kinds.index(table[0]) + 1]
        for kind in reversed(sooner):
            places = [at for at, chunk in enumerate(self._chunks) if chunk.path and chunk.path[0] == kind]
            if places:
                break
        at = places[-1] if places else 0
        above = self._chunks[at]
        last = at == len(self._chunks) - 1
        body = above.body if above.body.endswith("\n") or not above.body else above.body + "\n"
        self._chunks[at] = replace(above, body=body, gap="\n" if body else "")
        new = Chunk(table, "".join([header(table), *lines]), above.gap or ("" if last else "\n"))
        self._chunks.insert(at + 1, new)

    def remove(self, table: tuple[str, ...]) -> None:
        """Take a table out, with the comments directly above and below it and no others."""
        at = self._known(table)
        gone = self._chunks.pop(at)
        if at == len(self._chunks):
            self._chunks[-1] = replace(self._chunks[-1], gap=gone.gap)

    def order(self, kind: str, names: Sequence[str]) -> None:
        """Put the tables of one kind in this order, into the places that they have together."""
        places = [at for at, chunk in enumerate(self._chunks) if chunk.path and chunk.path[0] == kind]
        places = [at for at in places if len(self._chunks[at].path or ()) > 1]
        tables = {(self._chunks[at].path or ())[1]: self._chunks[at] for at in places}
        for at, name in zip(places, names, strict=True):
            moved = tables[name]
            body = moved.body if moved.body.endswith("\n") else moved.body + "\n"
            self._chunks[at] = replace(moved, body=body, gap=self._chunks[at].gap)

    def _find(self, table: tuple[str, ...]) -> int | None:
        return next((at for at, chunk in enumerate(self._chunks) if chunk.path == table), None)

    def _known(self, table: tuple[str, ...]) -> int:
        at = self._find(table)
        if at is None:
            name = ".".join(table)
            raise Problem(f"not saved: [{name}] has no line of its own", f"write [{name}] on a line of its own")
        return at


def _opened(body: str, table: tuple[str, ...]) -> tuple[Any, Any]:
    """A table's text as a tomlkit document, and the table in it."""
    import tomlkit

    document = tomlkit.parse(body)
    inner: Any = document
    for name in table:
        inner = inner[name]
    return document, inner


def _with_key(body: str, table: tuple[str, ...], key: str, value: object, order: Sequence[str]) -> str:
    import tomlkit

    document, inner = _opened(body, table)
    if key in inner:
        old = inner[key].as_string() if isinstance(value, tuple) and isinstance(inner[key], list) else ""
        inner[key] = tomlkit.value(_array(old, value) if "\n" in old else literal(value))
        return str(document.as_string())
    cut = _place(body, key, order)
    head = body[:cut] if body[:cut].endswith("\n") or not cut else body[:cut] + "\n"
    document, inner = _opened(head, table)
    inner[key] = tomlkit.value(literal(value))
    return str(document.as_string()) + body[cut:]


def _place(body: str, key: str, order: Sequence[str]) -> int:
    """Where in a table's text a new key goes: before the first that comes later, else after the last."""
    later = set(order[order.index(key) + 1 :]) if key in order else set()
    end = 0
    for statement in statements(body):
        if not statement.header and key_path(body[statement.start : statement.end])[0] in later:
            break
        end = statement.end
    return end


def _array(old: str, value: Any) -> str:
    """An array over several lines with other items; each comment stays with the item below or beside it."""
    wanted = [literal(item) for item in value]
    lines = old.split("\n")
    known: dict[str, str] = {}
    above: list[str] = []
    comments = re.findall(r"\#[^\n]*", old)
    indent = "  "
    for line in lines[1:-1]:
        item = _ITEM.fullmatch(line)
        if item is not None:
            indent = item[1]
            text = '"' + item[2][1:-1] + '"'
            known[text] = (
                "".join(f"{each}\n" for each in above) + f"{item[1]}{item[2]},{item[3]}{item[4]}".rstrip() + "\n"
            )
            above = []
        elif not line.strip() or line.lstrip().startswith("#"):
            above.append(line)
        else:
            known = {}
            break
    tidy = lines[0].strip() == "[" and lines[-1].strip() == "]" and (bool(known) or not above)
    if not tidy:
        return array(wanted) if not comments else _commented(comments, wanted)
    gone = [text for text in known if text not in wanted]
    kept = {text: line for text, line in known.items() if text in wanted}
    left = [line for text in gone for line in known[text].split("\n")[:-2]]
    body = "".join(kept.get(item) or f"{indent}{item},\n" for item in wanted)
    rest = "".join(f"{line}\n" for line in [*left, *above])
    return f"{lines[0]}\n{body}{rest}{lines[-1]}"


def _commented(comments: Sequence[str], wanted: Sequence[str]) -> str:
    return "[\n" + "".join(f"  {comment}\n" for comment in comments) + "".join(f"  {w},\n" for w in wanted) + "]"
