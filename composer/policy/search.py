"""Finding clauses by what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from composer.policy.clause import Clause


def matching(clauses: Iterable[Clause], query: str, also: Callable[[Clause], str] | None = None) -> Iterator[Clause]:
    """The clauses that contain every word of ``query`` in their id, title, summary or text; case is ignored.

    ``also`` says what else is known of a clause; it is asked only where there is something to look for.
    """
    words = query.casefold().split()
    for clause in clauses:
        more = also(clause) if words and also is not None else ""
        said = "\n".join((clause.id, clause.title, clause.summary, clause.body, more)).casefold()
        if all(word in said for word in words):
            yield clause


def nearest(found: Iterable[Clause], query: str) -> Clause | None:
    """Of clauses that were found, the first that says the most of ``query`` in its title, then in its summary or id."""
    words = query.casefold().split()

    def rank(clause: Clause) -> tuple[int, int]:
        title, beside = clause.title.casefold(), f"{clause.id} {clause.summary}".casefold()
        return -sum(word in title for word in words), -sum(word in beside for word in words)

    return min(found, key=rank, default=None)
