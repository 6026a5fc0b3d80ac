"""The lists beside the clauses: topics, scenarios and processes.

They are read when they are first looked at: most commands, and the first paint, never do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.policy.clause import NATIONS
from composer.policy.evidence import PROCESS_QUESTIONS
from composer.policy.scenarios import NEEDS, Process, Scenario, Topic
from composer.store.dictionaries import tables_of, tested, words
from composer.store.fields import check_name

if TYPE_CHECKING:
    from pathlib import Path

    from composer.store.fields import Table

TOPICS = "topics.toml"
SCENARIOS = "scenarios.toml"
PROCESSES = "processes.toml"

_TOPIC_ID = re.compile(r"[A-Z][0-9]{2}")


def read_topics(root: Path) -> dict[str, Topic]:
    """``topics.toml``: what a policy may speak of.

    Raises:
        Problem: The first thing that is wrong, with its line.
    """
    return {key: _topic(key, table) for key, table in tables_of(root, TOPICS, "topic").tables()}


def read_scenarios(root: Path) -> dict[str, Scenario]:
    """``scenarios.toml``: situations in which roles cross; raises as ``read_topics``."""
    return {key: _scenario(key, table) for key, table in tables_of(root, SCENARIOS, "scenario").tables()}


def read_processes(root: Path) -> dict[str, Process]:
    """``processes.toml``: what social media can point to; raises as ``read_topics``."""
    return {key: _process(key, table) for key, table in tables_of(root, PROCESSES, "process").tables()}


def _topic(key: str, table: Table) -> Topic:
    if not _TOPIC_ID.fullmatch(key):
        raise table.problem(f"{key!r} cannot be a topic", "use one capital letter and two digits, such as G01")
    table.only("title", "group", "asks", "need", "when", "nations", "words")
    return Topic(
        key,
        table.text("title"),
        table.text("group"),
        _sentences(table, "asks"),
        table.one_of("need", NEEDS, ""),
        tuple(tested(said, table, "when") for said in table.texts("when")),
        words(table, "nations", NATIONS),
        _phrases(table),
    )


_SHORTEST_PHRASE = 3


def _phrases(table: Table) -> tuple[str, ...]:
    said = tuple(" ".join(phrase.split()) for phrase in table.texts("words"))
    for phrase in said:
        if len(phrase) < _SHORTEST_PHRASE:
            mend = f"use at least {_SHORTEST_PHRASE} letters"
            raise table.problem(f"words has {phrase!r}, which stands in any text", mend, "words")
    return said


def _scenario(key: str, table: Table) -> Scenario:
    table.slug(key, "scenario")
    table.only("title", "roles", "risk", "asks", "topics")
    roles = table.texts("roles")
    if not roles:
        raise table.problem(f"[scenario.{key}] names no roles", 'add roles = ["…", "…"]', "roles")
    return Scenario(
        key, table.text("title"), roles, _sentences(table, "risk"), _sentences(table, "asks"), _topics(table)
    )


def _process(key: str, table: Table) -> Process:
    table.slug(key, "process")
    table.only("title", "helps", "asks", "topics", "clause", "words", "fills")
    fills = table.table("fills")
    fills.only(*PROCESS_QUESTIONS)
    return Process(
        key,
        table.text("title"),
        _sentences(table, "helps"),
        _sentences(table, "asks"),
        _topics(table),
        table.slug(table.text("clause"), "clause", "clause") if "clause" in table.data else "",
        " ".join(table.prose("words", "").split()),
        {answer: check_name(fills, fills.text(answer), "value") for answer in fills.data},
    )


def _sentences(table: Table, key: str) -> str:
    """A text that may be written over several lines, as one; it has to be there."""
    said = " ".join(table.prose(key).split())
    if not said:
        raise table.problem(f"{key} is empty", "write it", key)
    return said


def _topics(table: Table) -> tuple[str, ...]:
    said = table.texts("topics")
    for at, topic in enumerate(said):
        if not _TOPIC_ID.fullmatch(topic):
            mend = "use one capital letter and two digits, such as G01"
            raise table.problem(f"{topic!r} cannot be a topic", mend, "topics")
        if topic in said[:at]:
            raise table.problem(f"topics names {topic} twice", "keep one of them", "topics")
    return said
