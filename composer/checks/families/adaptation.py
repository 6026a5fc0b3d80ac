"""Whether the model was made the school's own, and whether what was agreed with others was changed without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found, in_text
from composer.checks.subject import sentence_at, sentences
from composer.text import word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.subject import Passage, PolicyLook, Setting, Subject

CONTEXT = "local_context"
"""The value in which a school says what is particular about it."""
_SHORT = 20
"""Words: fewer cannot tell one school from another."""
_MOST_AS_IS = 0.9
_FEWEST = 5
"""Model clauses; in a policy of fewer a share says nothing."""


def not_adapted(subject: Subject) -> Iterator[Hit]:
    """A policy that nobody but its name could tell from the model."""
    policy = subject.policy
    if policy is None:
        return
    context = next((each for each in subject.passages if each.kind == "value" and each.id == CONTEXT), None)
    words = subject.of(_words_of_its_own, context) if context is not None else 0
    yield from _as_the_model(policy, says_little=words < _SHORT)
    yield from _context(subject, context, words)
    if not _own_values(policy, subject.setting) and policy.draft.policy.decisions:
        yield Hit(
            "No answer to any question is the school's own",
            mend="Answer the questions: who does what here, by which channel and within what time",
            name="the policy",
        )


def _as_the_model(policy: PolicyLook, *, says_little: bool) -> Iterator[Hit]:
    decisions, ours = policy.draft.policy.decisions, frozenset(policy.model.clause_ids)
    modes = [decision.mode for clause_id, decision in decisions.items() if decision.printed and clause_id in ours]
    as_is, local = modes.count("as-is"), any(each.mode == "local" for each in decisions.values())
    if len(modes) < _FEWEST or local or not says_little or as_is <= _MOST_AS_IS * len(modes):
        return
    yield Hit(
        f"{as_is} of {len(modes)} clauses ({100 * as_is // len(modes)} %) are the model's to the letter, "
        "none is the school's own, and little is said about the school",
        mend="Say what is particular here, and adapt the clauses that do not fit it",
        name="the policy",
    )


def _context(subject: Subject, context: Passage | None, words: int) -> Iterator[Hit]:
    if CONTEXT not in subject.setting.library.values or words >= _SHORT:
        return
    mend = "Say in a few sentences how this school and its families use social media"
    if context is None:
        yield Hit(
            "Nothing is said about what is particular here",
            mend=mend,
            kind="value",
            id=CONTEXT,
            name=f"the value {CONTEXT}",
        )
        return
    if word_count(context.text) < _SHORT:
        message = f"{word_count(context.text)} words are too few to say what is particular here"
    else:
        message = "Most of this could be said of any school"
    yield Hit(message, 0, len(context.text), mend, passage=context)


def _words_of_its_own(passage: Passage, setting: Setting) -> int:
    """How many words stand in sentences that could not be said of any school."""
    cut = sentences(passage, setting)
    general = {sentence_at(cut, each.start) for each in found(passage, setting).get("general-context", ())}
    return sum(word_count(sentence.text) for sentence in cut if sentence not in general)


def _own_values(policy: PolicyLook, setting: Setting) -> bool:
    entries = setting.library.values
    return any(
        name not in entries or value != entries[name].default for name, value in policy.draft.policy.values.items()
    )


_IN_WORDS = {
    "agreed": ("was agreed with the unions", "changing it means local consultation first"),
    "statutory": ("has wording that the law or statutory guidance sets", "take advice before changing legal wording"),
}


def adapted_protected(subject: Subject) -> Iterator[Hit]:
    """An agreed or statutory clause that was changed or left out, and nothing says that anybody was asked."""
    policy = subject.policy
    if policy is None:
        return
    draft = policy.draft
    passages = {each.id: each for each in subject.passages if each.kind == "clause"}
    for clause_id, decision in draft.policy.decisions.items():
        base = draft.lock.bases.get(clause_id)
        if base is None or base.freedom not in _IN_WORDS or decision.mode not in {"adapted", "dropped"}:
            continue
        if decision.decided_by.strip() and in_text(decision.reason, subject.setting.rules.get("change-agreed", ())):
            continue
        was, wants = _IN_WORDS[base.freedom]
        yield Hit(
            f"“{draft.title(clause_id)}” {was}, and it is {decision.mode} here: {wants}",
            passage=passages.get(clause_id),
            kind="clause",
            id=clause_id,
            name=draft.title(clause_id),
            about=f"{decision.mode}\n{decision.reason}\n{draft.text(clause_id)}",
        )


CHECKS = (
    Check(
        "not-adapted",
        22,
        "Not adapted to the school",
        "warn",
        "A model with nothing but the school's name put in seldom fits the people here, and they notice.",
        "Make it the school's own where it does not fit",
        whole=not_adapted,
        needs_policy=True,
    ),
    Check(
        "adapted-protected",
        23,
        "Changed where others have a say",
        "warn",
        "What was agreed with the unions or set by law protects people who were not in the room.",
        "Say in the reason who was consulted or advised, and who decided; or go back to the model's words",
        whole=adapted_protected,
        needs_policy=True,
    ),
)
