"""What the merge benchmark counts, on triples made up for it."""

import gzip
import json
from pathlib import Path

import pytest

from tests.benchmarks.merges import WAYS, Figures, Stretch, measure, needs_nobody, read, table

BASE = "Staff may reply in a day. The head reads replies. Parents are told.\n\nPupils ask first.\n"
NEIGHBOURS = (
    BASE,
    BASE.replace("The head reads", "The deputy reads"),
    BASE.replace("Parents are told", "Parents are gladly told"),
)
"""Git sees one line that both changed; on sentences it sees two that touch."""
SAME_SENTENCE = (BASE, BASE.replace("ask first", "ask twice"), BASE.replace("ask first", "never ask"))
APART = (BASE, BASE.replace("Pupils ask", "Pupils must ask"), BASE.replace("Parents are", "Carers are"))
TRIPLES = [NEIGHBOURS, SAME_SENTENCE, APART]


def test_three_ways_are_measured_alike() -> None:
    found = {way: sum((measure(*one, merged(*one)) for one in TRIPLES), Figures()) for way, merged in WAYS.items()}
    assert found["git, lines"] == Figures(3, 1, 2 * 13 + 1 + 6, 0, 0, 0)
    assert found["git, sentences"] == Figures(3, 1, 4 + 3 + 4 + 4 + 6, 0, 0, 0)
    assert found["ours"] == Figures(3, 2, 6, 0, 0, 0)
    assert [needs_nobody(*one) for one in TRIPLES] == [True, False, False]


def test_wrong_merges_are_counted() -> None:
    base, ours, theirs = "One two. Three four.\n", "One two new. Three four.\n", "Three four.\n"
    wrong = measure(base, ours, theirs, [Stretch("One two. Three\n")])
    assert wrong == Figures(1, 1, 0, lost=1, came_back=2, nobody_wrote=1)
    back = measure(base, base, theirs, [Stretch(base)])
    assert (back.lost, back.came_back, back.nobody_wrote) == (0, 2, 0)
    asked = measure(base, ours, theirs, [Stretch(None, "One two new. ", ""), Stretch("Three four.\n")])
    assert asked == Figures(1, 0, 3, 0, 0, 0)


@pytest.mark.parametrize("name", ["triples.jsonl", "triples.jsonl.gz"])
def test_the_table_of_a_file(tmp_path: Path, name: str) -> None:
    lines = "".join(json.dumps(dict(zip(("base", "ours", "theirs"), one, strict=True))) + "\n" for one in TRIPLES)
    path = tmp_path / name
    path.write_bytes(gzip.compress(lines.encode()) if name.endswith("gz") else lines.encode())
    rows = table(read(path)).split("\n")
    assert rows[3].split() == ["ours", "3", "2", "6", "0", "0", "0"]
    assert rows[-1].endswith(": 1")
