"""Finding clauses by what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from composer.policy.clause import Clause


def matching(clauses: Iterable[Clause], query: str) -> Iterator[Clause]:
    """The clauses that contain every word of ``query`` in their id, title, summary or text; case is ignored."""
    words = query.casefold().split()
    for clause in clauses:
        said = "\n".join((clause.id, clause.title, clause.summary, clause.body)).casefold()
        if all(word in said for word in words):
            yield clause
