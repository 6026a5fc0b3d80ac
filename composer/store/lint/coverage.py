"""Rules for the library as a whole: every topic, scenario, process and platform has its clause; nothing is circular."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from composer.store.dictionaries import PLATFORMS
from composer.store.library_data import PROCESSES, SCENARIOS, TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from composer.policy.library import Library
    from composer.store.lint.findings import LintFinding, Sayer


_PLAN = "{{fact:under-16-plan}}"


def gaps(library: Library, say: Sayer) -> Iterator[LintFinding]:
    """What no clause covers."""
    covered = {topic for clause in library.clauses.values() for topic in clause.topics}
    for topic in library.topics.values():
        if topic.id not in covered:
            yield say(TOPICS, ("topic", topic.id), f"no clause covers {topic.id}, {topic.title}")
    settled = {scenario for clause in library.clauses.values() for scenario in clause.settles}
    for scenario in library.scenarios.values():
        where = ("scenario", scenario.id)
        if scenario.id not in settled:
            yield say(SCENARIOS, where, f"no clause settles {scenario.id}")
        for topic_id in scenario.topics:
            if library.topics and topic_id not in library.topics:
                yield say(SCENARIOS, (*where, "topics"), f"{topic_id} is not in {TOPICS}")
    yield from _processes(library, say)
    for platform in library.platforms.values():
        if platform.status != "closed" and not platform.appendix:
            yield say(PLATFORMS, ("platform", platform.id), f"{platform.name} is in use and has no appendix")
        appendix = library.clauses.get(platform.appendix)
        if platform.plan == "named" and appendix is not None and _PLAN not in appendix.body:
            message = f"{platform.name} is named in the plan, and {appendix.id} lacks {_PLAN}"
            yield say(PLATFORMS, ("platform", platform.id, "plan"), message)


def _processes(library: Library, say: Sayer) -> Iterator[LintFinding]:
    for process in library.processes.values():
        where = ("process", process.id)
        clause = library.clauses.get(process.clause)
        if clause is None:
            yield say(
                PROCESSES, (*where, "clause"), f"{process.clause or 'nothing'} is no clause: {process.id} has none"
            )
        elif process.words.casefold() not in clause.body.casefold():
            yield say(PROCESSES, (*where, "words"), f"the text of {clause.id} does not say {process.words!r}")
        for topic_id in process.topics:
            if library.topics and topic_id not in library.topics:
                yield say(PROCESSES, (*where, "topics"), f"{topic_id} is not in {TOPICS}")


def circles(needs: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Each way in which clauses need one another in a circle, its first and last id the same."""
    left = {name: {need for need in wanted if need in needs and need != name} for name, wanted in needs.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            # The sorter tells a circle backwards: each id is needed by the one after it.
            found = [str(name) for name in error.args[1]][::-1]
            least = found.index(min(found))
            around = found[least:-1] + found[:least]
            yield (*around, around[0])
            left[around[0]].discard(around[1] if len(around) > 1 else around[0])
        else:
            return
