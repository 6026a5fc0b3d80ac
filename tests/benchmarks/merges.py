"""How good the merge is, beside git: ``python -m tests.benchmarks.merges FILE.jsonl[.gz]``.

The file has one JSON object a line with the texts `base`, `ours` and `theirs`. Three ways merge each triple: `git
merge-file` on the lines as they are; the same on one sentence (unit) a line; and the project's own merge, for which
a suggestion is a conflict like any other. Every figure is taken by the same code from what a way gives: clean
stretches, and conflicts with our words and theirs. Words are those of :func:`composer.text.tokens`, casefolded.

- clean: triples with no conflict at all. Obligation changes do not count here; a line of its own tells how many
  triples stay clean when each one of them needs a person.
- in conflicts: words of ours and of theirs between the markers. The base's words there are not counted.
- lost: for each word of which one side has more than the base and the other side does not, the copies by which clean
  stretches and conflicts (ours and theirs) together fall short of `ours + theirs - base`.
- came back: for each word of which one side has fewer than the base and the other side as many, the copies by which
  clean stretches alone exceed the side that deleted.
- nobody wrote: units of the merged text (with our words in conflicts) that touch no conflict and whose sense is
  that of no unit of base, ours or theirs.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from composer.compare.merging import Merge, merge
from composer.text import Unit, tokens, units

_MARK = 23
"""Length of git's conflict markers: no text has lines like these of its own."""
_FOLD = "\x01"
"""A line break inside one unit, while a unit is a line."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of what a way of merging gives: clean text, or both sides of a conflict."""

    clean: str | None
    ours: str = ""
    theirs: str = ""

    @property
    def shown(self) -> str:
        return self.ours if self.clean is None else self.clean


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of merges; they add up."""

    merges: int = 0
    clean: int = 0
    in_conflicts: int = 0
    lost: int = 0
    came_back: int = 0
    nobody_wrote: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


# -- three ways of merging -----------------------------------------------------------------------------------


def by_git(base: str, ours: str, theirs: str) -> list[Stretch]:
    """`git merge-file` on lines as they are."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for path, text in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(text.encode())
        call = ["git", "merge-file", "-p", "--diff3", f"--marker-size={_MARK}", *map(str, paths)]
        done = subprocess.run(call, capture_output=True)
    if done.returncode < 0 or done.returncode > 127:
        raise RuntimeError(done.stderr.decode())
    return list(_read_markers(done.stdout.decode()))


def by_git_on_sentences(base: str, ours: str, theirs: str) -> list[Stretch]:
    """`git merge-file` on one unit a line."""
    found = by_git(*(_one_a_line(text) for text in (base, ours, theirs)))
    return [Stretch(one.clean and _unfold(one.clean), _unfold(one.ours), _unfold(one.theirs)) for one in found]


def _unfold(lines: str) -> str:
    return lines.replace(_FOLD, "\n")


def _one_a_line(text: str) -> str:
    lines = (_line(unit) for unit in units(text))
    return "".join(f"{line}\n" for line in lines)


def _line(unit: Unit) -> str:
    text = unit.text.rstrip()
    if unit.kind in ("sentence", "item") and "\n>" not in text:
        text = re.sub(r"\s*\n\s*", " ", text)
    return text.replace("\n", _FOLD)


def _read_markers(text: str) -> Iterator[Stretch]:
    marker = re.compile(rf"^([<|=>])\1{{{_MARK - 1}}}(?: .*)?$")
    pieces: dict[str, list[str]] = {"": []}
    at = ""
    for line in text.splitlines(keepends=True) if "\r" not in text else re.findall(r"[^\n]*\n|[^\n]+", text):
        found = marker.match(line.rstrip("\n"))
        if not found:
            pieces[at].append(line)
        elif found[1] == "<":
            yield Stretch("".join(pieces[""]))
            pieces, at = {"<": [], "|": [], "=": []}, "<"
        elif found[1] == ">":
            yield Stretch(None, "".join(pieces["<"]), "".join(pieces["="]))
            pieces, at = {"": []}, ""
        else:
            at = found[1]
    yield Stretch("".join(pieces[""]))


def by_us(base: str, ours: str, theirs: str) -> list[Stretch]:
    """The project's merge; a suggestion counts as a conflict."""
    return _stretches(merge(base, ours, theirs))


def _stretches(merged: Merge) -> list[Stretch]:
    if merged.result is not None:
        return [Stretch(merged.result)]
    return [
        Stretch(None, piece.ours, piece.theirs)
        if piece.result is None or piece.state == "suggestion"
        else Stretch(piece.result)
        for piece in merged.pieces
    ]


def needs_nobody(base: str, ours: str, theirs: str) -> bool:
    """Whether our merge is clean and no obligation change calls for a person."""
    merged = merge(base, ours, theirs)
    settled = merged.state in ("nothing-new", "already-same", "layout")
    return merged.clean and (settled or not merged.obligations)


# -- measures ------------------------------------------------------------------------------------------------


def measure(base: str, ours: str, theirs: str, found: Iterable[Stretch]) -> Figures:
    """The figures of one merge."""
    found = list(found)
    conflicts = [one for one in found if one.clean is None]
    was, mine, yours = _words(base), _words(ours), _words(theirs)
    clean = _words(*(one.clean for one in found if one.clean is not None))
    shown = _words(*(text for one in conflicts for text in (one.ours, one.theirs)))
    lost = back = 0
    for word in was | mine | yours:
        b, o, t = was[word], mine[word], yours[word]
        if (o > b) != (t > b) and o + t > b:
            lost += max(0, min(o + t - b - clean[word] - shown[word], max(o, t) - b))
        if (o < b and t == b) or (t < b and o == b):
            back += max(0, clean[word] - min(o, t))
    return Figures(
        1,
        int(not conflicts),
        sum(shown.values()),
        lost,
        back,
        _nobody_wrote(found, {unit.sense for text in (base, ours, theirs) for unit in units(text)}),
    )


def _words(*texts: str) -> Counter[str]:
    return Counter(
        token.casefold() for text in texts for token in tokens(text) if token[0].isalnum() or token[:2] == "{{"
    )


def _nobody_wrote(found: Iterable[Stretch], written: set[str]) -> int:
    text, unsure = "", []
    for one in found:
        if one.clean is None:
            unsure.append((len(text), len(text) + len(one.ours)))
        text += one.shown
    count = at = 0
    for unit in units(text):
        start, at = at, at + len(unit.text)
        if unit.sense not in written and not any(a <= at and b >= start for a, b in unsure):
            count += 1
    return count


# -- the table -----------------------------------------------------------------------------------------------

Way = Callable[[str, str, str], list[Stretch]]
WAYS: dict[str, Way] = {"git, lines": by_git, "git, sentences": by_git_on_sentences, "ours": by_us}


def read(path: Path) -> Iterator[tuple[str, str, str]]:
    """The triples of a file of JSON lines, packed or not."""
    packed = path.read_bytes()
    for line in (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode().split("\n"):
        if line.strip():
            one = json.loads(line)
            yield one["base"], one["ours"], one["theirs"]


def table(triples: Iterable[tuple[str, str, str]]) -> str:
    """All figures of all ways, to print."""
    triples = list(triples)
    names = [each.name.replace("_", " ") for each in fields(Figures)]
    rows = [f"{'':<16}" + "".join(f"{name:>14}" for name in names)]
    for way, merged in WAYS.items():
        total = sum((measure(*triple, merged(*triple)) for triple in triples), Figures())
        rows.append(f"{way:<16}" + "".join(f"{getattr(total, each.name):>14,}" for each in fields(Figures)))
    alone = sum(needs_nobody(*triple) for triple in triples)
    rows.append(f"ours, clean and with no obligation change: {alone}")
    return "\n".join(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__.split("\n", 1)[0])
    sys.stdout.write(table(read(Path(sys.argv[1]))) + "\n")
