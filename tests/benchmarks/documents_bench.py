"""How long reading, cutting, matching and making documents takes: 100 pages in, and the largest sample out.

A plain run of the tests leaves this file alone: once through it takes as long as forty tests, and what it calls is
tested elsewhere. ``python -m tests.benchmarks`` names it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from composer.compare.diff import forget
from composer.export.making import make
from composer.imports.as_model import About, model_of
from composer.imports.as_school import for_school
from composer.imports.blanks import propose
from composer.imports.cutting import cut
from composer.imports.matching import matcher
from composer.imports.matching_blanks import words_of
from composer.imports.word.guarded import read_word_guarded
from composer.imports.word.reading import read_word
from composer.session.importing import Importing
from tests.benchmarks.documents import EXPORTS, MODEL, WORDS, long_document, sample

if TYPE_CHECKING:
    from composer.imports.source import Source
    from composer.session import Session

TODAY = date(2026, 11, 22)
NAME = "long.docx"


@pytest.fixture(scope="module")
def school() -> Session:
    return sample()


@pytest.fixture(scope="module")
def document() -> bytes:
    return long_document()


@pytest.fixture(scope="module")
def source(document: bytes) -> Source:
    return read_word(document, NAME)


def words(source: Source) -> int:
    return sum(len(block.text.split()) for block in source.blocks)


def test_reading_100_pages(benchmark: Any, document: bytes) -> None:
    assert words(benchmark.pedantic(read_word, (document, NAME), rounds=7)) >= WORDS


def test_reading_100_pages_in_a_process_of_its_own(benchmark: Any, document: bytes, source: Source) -> None:
    assert benchmark.pedantic(read_word_guarded, (document, NAME), rounds=7) == source


def test_100_pages_become_a_model(benchmark: Any, document: bytes, school: Session) -> None:
    library = school.library

    def made() -> int:
        source = read_word_guarded(document, NAME)
        pieces = cut(source)
        blanks = propose(pieces, source, library.values).blanks
        about = About("big-model", "A big model", "A county", "1", TODAY)
        return len(model_of(source, pieces, blanks, about, library).carried)

    assert benchmark.pedantic(made, rounds=5) > 100


def test_100_pages_become_a_schools_policy(benchmark: Any, document: bytes, school: Session) -> None:
    library = school.library
    model = library.model(MODEL)

    def fresh() -> None:
        forget()
        words_of.cache_clear()

    def made() -> int:
        pieces, origin = for_school(read_word_guarded(document, NAME), library.under(model).values)
        importing = Importing(pieces, matcher(library, model), school.draft.policy.profile, origin=origin, today=TODAY)
        return len(importing.rows) + len(importing.suggestions)

    assert benchmark.pedantic(made, setup=fresh, rounds=5) > 100


@pytest.mark.parametrize("name", EXPORTS)
def test_the_largest_sample_is_written(benchmark: Any, school: Session, name: str) -> None:
    what, format_ = EXPORTS[name]
    opened = school

    def fresh() -> None:
        forget()

    assert benchmark.pedantic(lambda: make(opened, what, format_).data, setup=fresh, rounds=7)
