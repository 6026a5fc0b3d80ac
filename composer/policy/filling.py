"""Answers about processes that are also a blank of a clause, so that nobody types the same channel twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.policy import answers, decisions, placeholders

if TYPE_CHECKING:
    from composer.policy.dictionary import ValueEntry
    from composer.policy.evidence import ProcessAnswer
    from composer.policy.library import Library
    from composer.policy.policy import Draft
    from composer.policy.scenarios import Process

_WORD = re.compile(r"[^\W_]+")
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{3})\.$")
"""At the end of a sentence, and not of ``8.45 a.m.``"""
_ARTICLES = ("the", "a", "an", "our")


def channel_of(draft: Draft, library: Library, process: Process, answer: ProcessAnswer | None) -> tuple[str, str]:
    """The channel of a process, and the value it comes from; that is empty where the answer itself says it."""
    if answer is not None and answer.channel:
        return answer.channel, ""
    name = process.fills.get("channel", "")
    filled = answers.answer(draft, library, name) if name else ""
    return (filled, name) if filled else ("", "")


def differing(draft: Draft, library: Library, process: Process, answer: ProcessAnswer) -> str:
    """Where the answer and the clause that this policy prints say something else, in words; empty where they agree."""
    decision = draft.policy.decisions.get(process.clause)
    if decision is None or not decision.printed:
        return ""
    blanks = placeholders.names(draft.text(process.clause), "value")
    found = []
    for key, name in process.fills.items():
        said = str(getattr(answer, key))
        printed = answers.answer(draft, library, name) if name in blanks else ""
        if said and printed and not agree(said, printed):
            found.append(f"the answer says “{' '.join(said.split())}”, and the clause “{printed}” ({name})")
    return "; ".join(found)


def agree(one: str, other: str) -> bool:
    """Whether two texts say the same, or one of them says the other and more."""
    first, second = _words(one), _words(other)
    return first in second or second in first


def filled(draft: Draft, library: Library, process: Process, before: ProcessAnswer | None, now: ProcessAnswer) -> Draft:
    """The draft with the blanks filled that the new answers are.

    A blank follows only an answer that has just been given or changed, for a process in use. One that several
    processes share is filled while it is empty and left alone after that: what one of them answers is no reason to
    change the others. So is one that this policy prints, and not in the clause about this process.

    Raises:
        Problem: The answer is too long for the blank.
    """
    for key, name in process.fills.items() if now.use == "yes" else ():
        said = str(getattr(now, key))
        entry = library.values.get(name)
        if entry is None or not said or said == (getattr(before, key) if before is not None else ""):
            continue
        printed = answers.answer(draft, library, name)
        shared = sum(name in other.fills.values() for other in library.processes.values()) > 1
        if _words(printed) == _words(said) or (shared and printed) or _elsewhere(draft, name, process.clause):
            continue
        draft = decisions.set_value(draft, library, name, entry.read(_inside_a_sentence(said, entry)))
    return draft


def _elsewhere(draft: Draft, name: str, clause_id: str) -> bool:
    """Whether the blank prints in other clauses and not in this one."""
    printed = [key for key, decision in draft.policy.decisions.items() if decision.printed]
    using = [key for key in printed if name in placeholders.names(draft.text(key), "value")]
    return bool(using) and clause_id not in using


def _inside_a_sentence(said: str, entry: ValueEntry) -> str:
    """An answer as it stands inside a sentence: ``The absence line.`` becomes ``the absence line``."""
    text = " ".join(said.split()) if not entry.multiline else said
    first = text.partition(" ")[0]
    return _FULL_STOP.sub("", first.lower() + text[len(first) :] if first.lower() in _ARTICLES else text)


def _words(text: str) -> str:
    words = _WORD.findall(text.casefold())
    while words and words[0] in _ARTICLES:
        del words[0]
    return f" {' '.join(words)} "
