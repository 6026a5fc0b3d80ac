"""Clause text as it reads when a piece of it is quoted: filled, without Markdown's escapes, references by title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy import answers, placeholders
from composer.policy.document import plainly, value_in_force

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.policy.placeholders import Blank
    from composer.session.policy_view import PolicyView


def plain_reader(session: PolicyView) -> Callable[[str], str]:
    """A function that reads a piece of unfilled text out, the model's words as well as the school's own.

    Unlike the printed policy it names another clause by its title, which words that are gone may do too, and an
    open blank by its question.
    """

    def said(blank: Blank) -> str:
        words = placeholders.escape(_answer(session, blank))
        return placeholders.capital(words) if blank.opens else words

    return lambda text: plainly(placeholders.fill(text, said))


def role_words(session: PolicyView) -> tuple[str, ...]:
    """What the roles are called in this policy's printed text, for the obligation watch."""
    named = (name for name, entry in session.library.values.items() if entry.type == "role")
    found = (value_in_force(session.draft, session.library, name) for name in named)
    return tuple(dict.fromkeys(words for words in found if words))


def _answer(session: PolicyView, blank: Blank) -> str:
    if blank.kind == "ref":
        return f"“{session.title(blank.name)}”"
    if blank.kind == "fact":
        pinned, known = session.lock.facts.get(blank.name), session.library.facts.get(blank.name)
        return pinned.value if pinned is not None else known.value if known is not None else f"[{blank.name}]"
    answer = answers.answer(session.draft, session.library, blank.name)
    if answer:
        return answer
    entry = answers.entry_in_force(session.draft, session.library, blank.name)
    return f"[{(entry.question if entry is not None else '') or blank.name}]"
