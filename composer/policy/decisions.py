"""The decisions a school makes, each a function from one draft to the next. Nothing here is changed in place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer import text as prose
from composer.policy.answers import asked
from composer.policy.dictionary import in_words
from composer.policy.library import unknown
from composer.policy.moving import move, move_by_one
from composer.policy.outline import place_in_model
from composer.policy.own_sections import standing_for
from composer.policy.pinning import base_of, headed, model_order, pin, relock, section_heads, with_forms, with_head
from composer.policy.policy import Decision, Draft, Lock, SchoolPolicy
from composer.policy.problems import Refusal
from composer.policy.slugs import check_slug

if TYPE_CHECKING:
    from datetime import date

    from composer.policy.dictionary import Value
    from composer.policy.library import Library, Model
    from composer.policy.policy import Mode
    from composer.policy.school import Profile

__all__ = [
    "LONGEST_CLAUSE",
    "adapt",
    "add_local",
    "as_kept",
    "check_known",
    "check_size",
    "check_text",
    "drop",
    "give_reason",
    "move",
    "move_by_one",
    "note_reason",
    "pick",
    "relock",
    "restore",
    "retype",
    "section_heads",
    "set_value",
    "settle",
    "start",
    "take_out",
    "with_section",
]

LONGEST_CLAUSE = 64 * 1024
"""Bytes of one clause's text in UTF-8."""


def start(profile: Profile, model: Model, library: Library, title: str = "Social media policy") -> Draft:
    """A new policy on a model: its sections in order, every clause undecided."""
    heads = {head.id: head for head in section_heads(model, library)}
    draft = Draft(
        SchoolPolicy(title, model.id, profile, sections={section.id: () for section in model.sections}),
        Lock(model.id, model.version, order=model_order(model), model_title=model.title),
    )
    for section in model.sections:
        draft = with_head(draft, library, heads[section.id])
    return draft


def pick(draft: Draft, library: Library, model: Model, clause_id: str, *, by: str, on: date) -> Draft:
    """Take a clause as it is.

    A dropped or adapted clause goes back to the text it was decided on, not to a newer one.

    Raises:
        Refusal: It is already taken as it is, or is the school's own.
    """
    current = draft.policy.mode(clause_id)
    if current == "as-is":
        raise Refusal(f"{clause_id} is already in the policy as it is", "adapt it to change its words")
    if current is not None:
        return restore(draft, library, model, clause_id, by=by, on=on)
    return _enter(draft, library, model, clause_id, Decision("as-is", decided_by=by, decided_on=on))


def adapt(
    draft: Draft,
    library: Library,
    model: Model,
    clause_id: str,
    text: str,
    *,
    by: str,
    on: date,
    reason: str | None = None,
) -> Draft:
    """Give a clause the school's own words; a local clause gets new text.

    A blank ``reason`` keeps the reason there is. Words that are the model's leave the clause as it is.

    Raises:
        Refusal: The text is empty or too long.
    """
    if not as_kept(text).strip():
        raise Refusal(f"{clause_id} would have no text", "write it, or drop the clause")
    return settle(retype(draft, library, model, clause_id, text, by=by, on=on, reason=reason), clause_id)


def retype(
    draft: Draft,
    library: Library,
    model: Model,
    clause_id: str,
    text: str,
    *,
    by: str,
    on: date,
    reason: str | None = None,
) -> Draft:
    """As ``adapt``, while a person is still typing: the text may be blank for the moment.

    Raises:
        Refusal: The text is too long.
    """
    check_size(clause_id, text)
    kept = as_kept(text)
    before = draft.policy.decisions.get(clause_id)
    mode = _mode_of_own_words(draft, clause_id)
    said = prose.strip_controls(reason or "").strip()
    if not said and before is not None and before.mode == mode:
        said = before.reason
    decision = replace(before or Decision(mode), mode=mode, text=kept, reason=said)
    if decision != before:
        decision = replace(decision, decided_by=by, decided_on=on)
    return pin(_enter(draft, library, model, clause_id, decision), library, kept)


def settle(draft: Draft, clause_id: str) -> Draft:
    """Make an adapted clause whose words are the model's again an as-is clause."""
    decision = draft.policy.decisions.get(clause_id)
    base = draft.lock.bases.get(clause_id)
    if decision is None or decision.mode != "adapted" or base is None:
        return draft
    if prose.exact_form(decision.text) != prose.exact_form(base.text) or decision.title not in {"", base.title}:
        return draft
    return _decide(draft, clause_id, replace(decision, mode="as-is", title="", text="", reason=""))


def give_reason(draft: Draft, clause_id: str, reason: str, *, by: str, on: date) -> Draft:
    """Say why a clause was adapted or dropped.

    Raises:
        Refusal: The clause is not a deviation, or the reason is empty.
    """
    decision = draft.policy.decisions.get(clause_id)
    if decision is None or decision.mode == "as-is":
        raise Refusal(f"{clause_id} is not changed, so it needs no reason")
    said = prose.strip_controls(reason).strip()
    if not said:
        raise Refusal("the reason is empty", "say in a sentence why the school departs from the model")
    if said == decision.reason:
        return draft
    return _decide(draft, clause_id, replace(decision, reason=said, decided_by=by, decided_on=on))


def note_reason(draft: Draft, clause_id: str, reason: str, *, by: str, on: date) -> Draft:
    """Record why the school has a clause, also one that it took as it is and that the model has no more.

    Raises:
        Refusal: The reason is empty.
    """
    said = prose.strip_controls(reason).strip()
    if not said:
        raise Refusal("the reason is empty", "say in a sentence why the school keeps it")
    return _decide(
        draft, clause_id, replace(draft.policy.decisions[clause_id], reason=said, decided_by=by, decided_on=on)
    )


def drop(draft: Draft, library: Library, model: Model, clause_id: str, reason: str, *, by: str, on: date) -> Draft:
    """Leave a clause out of the policy. The school's words, if any, stay with the decision.

    A library clause the model does not have and whose words were not changed simply goes: there is
    nothing to explain.

    Raises:
        Refusal: It is dropped already, was never there, or a reason is missing.
    """
    before = draft.policy.decisions.get(clause_id)
    if before is not None and before.mode == "dropped":
        raise Refusal(f"{clause_id} is already dropped", "restore it to take it back")
    if before is None and clause_id not in model.clause_ids:
        check_known(draft, library, clause_id)
        raise Refusal(f"{clause_id} is not in the policy, so there is nothing to drop")
    if before is not None and before.mode == "as-is" and clause_id not in model.clause_ids:
        return take_out(draft, clause_id)
    said = prose.strip_controls(reason).strip()
    if not said:
        raise Refusal(f"dropping {clause_id} needs a reason", "say why this school leaves it out")
    title = before.title if before is not None else ""
    text = before.text if before is not None else ""
    short = before.short if before is not None else None
    decision = Decision("dropped", said, by, on, title=title, text=text, short=short)
    return _enter(draft, library, model, clause_id, decision)


def take_out(draft: Draft, clause_id: str) -> Draft:
    """Remove a clause and its decision altogether, so that it is undecided or only in the library."""
    policy = draft.policy
    decisions = {key: value for key, value in policy.decisions.items() if key != clause_id}
    sections = {key: tuple(i for i in ids if i != clause_id) for key, ids in policy.sections.items()}
    bases = {key: value for key, value in draft.lock.bases.items() if key != clause_id}
    return Draft(replace(policy, decisions=decisions, sections=sections), replace(draft.lock, bases=bases))


def restore(draft: Draft, library: Library, model: Model, clause_id: str, *, by: str, on: date) -> Draft:
    """Go back to the model's words: the text the decision was made on.

    A dropped local clause comes back with the school's own words; there are no others.

    Raises:
        Refusal: There is nothing to restore.
    """
    decision = draft.policy.decisions.get(clause_id)
    if decision is None:
        check_known(draft, library, clause_id)
        raise Refusal(f"nothing was decided about {clause_id}, so there is nothing to restore", "pick it instead")
    if decision.mode == "as-is":
        raise Refusal(f"{clause_id} already has the model's words")
    if decision.mode == "local":
        raise Refusal(f"{clause_id} is the school's own clause and has no model", "drop it to leave it out")
    if clause_id not in draft.lock.bases:
        if not decision.text.strip():
            raise Refusal(f"the words of {clause_id} are lost", "add a clause of the school's own instead")
        return _decide(draft, clause_id, replace(decision, mode="local", reason="", decided_by=by, decided_on=on))
    as_is = Decision("as-is", decided_by=by, decided_on=on, short=decision.short)
    return _enter(draft, library, model, clause_id, as_is)


def add_local(
    draft: Draft,
    library: Library,
    model: Model,
    clause_id: str,
    *,
    title: str,
    section: str,
    text: str,
    by: str,
    on: date,
    reason: str = "",
) -> Draft:
    """Add a clause of the school's own at the end of a section.

    Raises:
        Refusal: The id is taken, the title or text is empty.
        Problem: There is no such section, or the id is none.
    """
    if clause_id in draft.policy.decisions or clause_id in library.clauses:
        raise Refusal(f"the id {clause_id} is taken", "choose another id")
    check_slug(clause_id, "clause id")
    heading = " ".join(prose.strip_controls(title).split())
    if not heading:
        raise Refusal("the clause has no title", "give it one")
    check_text(clause_id, text)
    homes = dict.fromkeys([*draft.policy.sections, *(head.id for head in section_heads(model, library))])
    if section not in homes:
        raise unknown("section", section, homes)
    said, kept = prose.strip_controls(reason).strip(), as_kept(text)
    placed = with_section(draft, library, model, section)
    sections = {**placed.policy.sections, section: (*placed.policy.sections[section], clause_id)}
    entered = Draft(replace(placed.policy, sections=sections), placed.lock)
    return pin(_decide(entered, clause_id, Decision("local", said, by, on, title=heading, text=kept)), library, kept)


def set_value(draft: Draft, library: Library, name: str, value: Value | None) -> Draft:
    """Fill a blank, or empty it with None.

    Raises:
        Problem: The dictionary has no such blank.
        Refusal: The blank follows another one.
    """
    if name not in library.values:
        raise unknown("value", name, library.values)
    followed = asked(draft, library, name)
    if value is not None and followed != name:
        raise Refusal(f"{name} follows {followed} and has no answer of its own", f"set {followed}")
    values = {key: kept for key, kept in draft.policy.values.items() if key != name}
    if value is not None:
        keys = list(draft.policy.values)
        values = {key: draft.policy.values[key] if key != name else value for key in keys}
        values.setdefault(name, value)
    changed = replace(draft, policy=replace(draft.policy, values=values))
    return changed if value is None else with_forms(changed, library, name, in_words(value))


def as_kept(text: str) -> str:
    """A clause's text as a policy holds it: no controls, nothing blank at the end, one final newline."""
    return prose.strip_controls(text).rstrip() + "\n"


def check_known(draft: Draft, library: Library, clause_id: str) -> None:
    """Refuse an id that neither the library nor the policy has.

    Raises:
        Problem: It names the nearest.
    """
    if clause_id not in library.clauses and clause_id not in draft.policy.decisions:
        raise unknown("clause", clause_id, dict.fromkeys([*library.clauses, *draft.policy.decisions]))


def check_text(clause_id: str, text: str) -> None:
    """Refuse a text that is empty or over the cap.

    Raises:
        Refusal: With the size and the cap.
    """
    if not as_kept(text).strip():
        raise Refusal(f"{clause_id} would have no text", "write it, or drop the clause")
    check_size(clause_id, text)


def check_size(clause_id: str, text: str) -> None:
    """Refuse a text over the cap.

    Raises:
        Refusal: With the size and the cap.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > LONGEST_CLAUSE:
        raise Refusal(f"{clause_id} has {size:,} bytes of text", f"a clause has at most {LONGEST_CLAUSE:,}: cut it")


def _decide(draft: Draft, clause_id: str, decision: Decision) -> Draft:
    before, base = draft.policy.decisions.get(clause_id), draft.lock.bases.get(clause_id)
    said_anew = decision.mode == "as-is" or (before is not None and before.reason != decision.reason)
    if base is not None and base.reasoned_on and said_anew:
        bases = {**draft.lock.bases, clause_id: replace(base, reasoned_on="")}
        draft = replace(draft, lock=replace(draft.lock, bases=bases))
    return replace(draft, policy=replace(draft.policy, decisions={**draft.policy.decisions, clause_id: decision}))


def _enter(draft: Draft, library: Library, model: Model, clause_id: str, decision: Decision) -> Draft:
    """Record a decision; the first one gives the clause its base, and each a place when it has none yet."""
    if clause_id not in draft.policy.decisions:
        base = base_of(library.clause(clause_id), library)
        draft = replace(draft, lock=replace(draft.lock, bases={**draft.lock.bases, clause_id: base}))
    if draft.policy.section_of(clause_id) is None:
        draft = _place(draft, library, model, clause_id)
    return pin(_decide(draft, clause_id, decision), library, draft.base_text(clause_id))


def _place(draft: Draft, library: Library, model: Model, clause_id: str) -> Draft:
    home = model.section_of(clause_id)
    base = draft.lock.bases.get(clause_id)
    elsewhere = base.category if base is not None else next(iter(draft.policy.sections), "governance")
    section = standing_for(draft.policy, model).get(home.id, home.id) if home is not None else elsewhere
    draft = with_section(draft, library, model, section)
    order = place_in_model(draft.policy.sections[section], home.clauses if home else (), clause_id)
    return replace(draft, policy=replace(draft.policy, sections={**draft.policy.sections, section: order}))


def with_section(draft: Draft, library: Library, model: Model, section: str) -> Draft:
    """The draft with a section of that id, put where the model or the category order has it."""
    if section in draft.policy.sections:
        return headed(draft, library, model, section)
    ranks = {head.id: rank for rank, head in enumerate(section_heads(model, library))}
    ids = list(draft.policy.sections)
    later = (index for index, key in enumerate(ids) if ranks.get(key, -1) > ranks.get(section, len(ranks)))
    ids.insert(next(later, len(ids)), section)
    sections = {key: draft.policy.sections.get(key, ()) for key in ids}
    placed = replace(draft, policy=replace(draft.policy, sections=sections))
    return headed(placed, library, model, section)


def _mode_of_own_words(draft: Draft, clause_id: str) -> Mode:
    """What the school's words for a clause are: ``local`` where there never was a model text."""
    decision = draft.policy.decisions.get(clause_id)
    if decision is None or decision.mode in {"as-is", "adapted"}:
        return "adapted"
    return "local" if decision.mode == "local" or clause_id not in draft.lock.bases else "adapted"
