"""The library in figures, as lines and as JSON: what it covers, and how hard it is to read."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from composer.cli.output import columns, count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.policy.library import Library
    from composer.policy.library_summary import Share
    from composer.policy.readability import Reading


def summary_data(library: Library) -> dict[str, object]:
    """The counts, for ``--json``."""
    from composer.policy.library_summary import summarise

    return asdict(summarise(library))


def summary_lines(library: Library) -> Iterator[str]:
    """The counts in words."""
    from composer.policy.library_summary import summarise

    found = summarise(library)
    rows = [["Clauses", str(found.clauses)]]
    rows += [[f"  {title}", str(clauses)] for title, clauses in found.categories.items()]
    rows += [
        ["Topics covered", _share(found.topics)],
        ["Scenarios settled", _share(found.scenarios)],
        ["Processes", _share(found.processes)],
        ["Platforms with an appendix", _share(found.platforms)],
        ["Families of alternatives", str(len(found.alternatives))],
    ]
    yield from columns(rows)
    yield from (f"  {' | '.join(family)}" for family in found.alternatives)
    for model in found.models:
        tone = f"{model.tone.enabling} sentences enable, {model.tone.forbidding} forbid"
        yield f"{model.title}, {model.version}: {count(model.clauses, 'clause')}; {tone}"


def _share(share: Share) -> str:
    return f"{share.done} of {share.of}"


def readings(library: Library) -> Iterator[tuple[str, Reading]]:
    """Each clause of the shared library and its figures."""
    from composer.policy.readability import reading, sentences

    for clause in library.clauses.values():
        said = sentences(clause.body, library)
        if said:
            yield clause.id, reading(said)


def figure_lines(library: Library) -> Iterator[str]:
    """The figures as a table, the hardest clause first."""
    found = sorted(readings(library), key=lambda pair: -pair[1].age)
    rows = [["clause", "reading age", "longest sentence", "words"]]
    rows += [[clause_id, f"{each.age:.1f}", str(each.longest), str(each.words)] for clause_id, each in found]
    yield from columns(rows)


def figure_data(clause_id: str, found: Reading) -> dict[str, object]:
    """One clause's figures, for ``--json``."""
    return {"clause": clause_id, **asdict(found)}
