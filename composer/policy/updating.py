"""Taking in a newer model: each function settles one thing and moves only that thing's base.

A text is settled against the model's clause of today. Whatever is chosen, the clause's base is that text from
then on, so the same question is asked again only when the model changes again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from composer import text as prose
from composer.policy import decisions
from composer.policy.outline import place_in_model
from composer.policy.own_sections import standing_for
from composer.policy.pinning import as_pinned, base_of, model_order, pin, section_heads
from composer.policy.policy import Decision, Draft, Pinned
from composer.policy.problems import Refusal
from composer.policy.taken import in_their_places, with_place, with_section_place

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import date

    from composer.policy.library import Library, Model
    from composer.policy.policy import Base, Lock, SectionHead

WITHDRAWN = "withdrawn"
"""What the lock remembers of a clause that was kept although the library has it no more."""


def with_text(
    draft: Draft,
    library: Library,
    clause_id: str,
    text: str,
    *,
    reason: str | None,
    by: str,
    on: date,
    keeps_title: bool = False,
) -> Draft:
    """The clause with this text, on the model's clause of today.

    The model's own words make it a clause taken as it is; any others an adapted one, with ``reason`` or the one
    it has. Where ``reason`` is None the old reason stays and is remembered as given on the old text. With
    ``keeps_title`` the clause goes on under the title it has, whatever the model calls it now.

    Raises:
        Refusal: It would depart from the model without a reason, or has no text.
    """
    theirs = library.clause(clause_id)
    decisions.check_text(clause_id, text)
    before = draft.policy.decisions[clause_id]
    old = draft.lock.bases.get(clause_id)
    base = base_of(theirs, library)
    kept = decisions.as_kept(text)
    if keeps_title and old is not None and old.title != base.title and not before.title:
        before = replace(before, title=old.title)
    ours = before.title not in {"", base.title} and (before.mode != "as-is" or bool(_said(reason)))
    if prose.exact_form(kept) == base_form(base) and not ours:
        as_is = Decision("as-is", decided_by=by, decided_on=on, short=before.short)
        decision = before if before.mode == "as-is" else as_is
    else:
        deviates = before.mode in {"adapted", "dropped"}
        said = _said(reason) or (before.reason if deviates else "")
        if not said:
            raise Refusal(
                f"the words of {clause_id} would depart from the model without a reason",
                "say why this school departs from it",
            )
        anew = before.mode != "adapted" or said != before.reason or kept != before.text
        decision = replace(before, mode="adapted", text=kept, reason=said)
        decision = replace(decision, decided_by=by, decided_on=on) if anew else decision
        if reason is None and deviates and old is not None:
            base = replace(base, reasoned_on=_reasoned_on(old, base))
    return pin(_on_base(_decided(_there_again(draft, clause_id), clause_id, decision), clause_id, base), library, kept)


def still_dropped(draft: Draft, library: Library, clause_id: str, *, reason: str | None, by: str, on: date) -> Draft:
    """A dropped clause that stays out although the model's words have changed; None keeps the reason as it is."""
    before = draft.policy.decisions[clause_id]
    said = _said(reason)
    decision = replace(before, reason=said, decided_by=by, decided_on=on) if said else before
    settled = _decided(_there_again(draft, clause_id), clause_id, decision)
    return _on_base(settled, clause_id, base_of(library.clause(clause_id), library))


def holds(draft: Draft, clause_id: str, *, reason: str | None, review_by: date | None, by: str, on: date) -> Draft:
    """The reason of a deviation looked at again: it holds, or is put in other words, until ``review_by``."""
    before, base = draft.policy.decisions[clause_id], draft.lock.bases.get(clause_id)
    decision = replace(before, reason=_said(reason) or before.reason, review_by=review_by)
    if decision != before:
        decision = replace(decision, decided_by=by, decided_on=on)
    settled = _decided(draft, clause_id, decision)
    return settled if base is None else _on_base(settled, clause_id, replace(base, reasoned_on=""))


def kept_though_withdrawn(draft: Draft, newest: Model, clause_id: str) -> Draft:
    """A clause that the model has no more and the school keeps, in its own words or the model's old ones."""
    lock = replace(
        draft.lock,
        order=with_place(draft.lock.order, newest, clause_id),
        declined={**draft.lock.declined, f"clause:{clause_id}": WITHDRAWN},
    )
    return replace(draft, lock=lock)


def gone(draft: Draft, newest: Model, clause_id: str, reason: str, *, by: str, on: date) -> Draft:
    """A withdrawn clause left out: it goes, but words of the school's own stay with a dropped clause."""
    before = draft.policy.decisions.get(clause_id)
    lock = replace(draft.lock, order=with_place(draft.lock.order, newest, clause_id))
    left = replace(draft, lock=lock)
    if before is None or not before.text:
        return decisions.take_out(left, clause_id)
    said = _said(reason) or (before.reason if before.mode == "dropped" else "") or "The model has it no more."
    dropped = replace(before, mode="dropped", reason=said, decided_by=by, decided_on=on)
    return kept_though_withdrawn(_decided(left, clause_id, dropped), newest, clause_id)


def in_place(
    draft: Draft, library: Library, newest: Model, clause_id: str, waiting: Container[str] = (), *, follow: bool
) -> Draft:
    """The model's order with this clause where it stands today; with ``follow`` the policy's too.

    ``waiting`` are the clauses that the model moved and that have yet to be settled.
    """
    lock = replace(draft.lock, order=with_place(draft.lock.order, newest, clause_id, waiting))
    settled = replace(draft, lock=lock)
    home = newest.section_of(clause_id)
    if not follow or home is None or draft.policy.section_of(clause_id) is None:
        return settled
    here = standing_for(settled.policy, newest).get(home.id, home.id)
    settled = decisions.with_section(settled, library, newest, here)
    sections = {key: tuple(i for i in ids if i != clause_id) for key, ids in settled.policy.sections.items()}
    beside = in_their_places(home.clauses, clause_id, waiting)
    sections[here] = place_in_model(sections[here], beside, clause_id)
    return replace(settled, policy=replace(settled.policy, sections=sections))


def section_in_place(draft: Draft, newest: Model, section: str, waiting: Container[str] = (), *, follow: bool) -> Draft:
    """The model's order with this section where it stands today; with ``follow`` the policy's too.

    ``waiting`` are the sections that the model moved and that have yet to be settled.
    """
    lock = replace(draft.lock, order=with_section_place(draft.lock.order, newest, section, waiting))
    if not follow or section not in draft.policy.sections:
        return replace(draft, lock=lock)
    sections = with_section_place(draft.policy.sections, newest, section, waiting)
    return Draft(replace(draft.policy, sections=sections), lock)


def with_rivals(draft: Draft, library: Library, clause_id: str) -> Draft:
    """The clause's alternatives pinned as the library has them today."""
    base = draft.lock.bases.get(clause_id)
    if base is None or clause_id not in library.clauses:
        return draft
    today = base_of(library.clauses[clause_id], library)
    return _on_base(draft, clause_id, replace(base, rivals=today.rivals))


def repinned(draft: Draft, library: Library, keys: Iterable[str], *, take: bool) -> Draft:
    """Facts (``fact:id``) and dictionary entries (``value:name``) as the library has them today, or refused.

    An entry that now follows another one is left as it is where the school answered it or others follow it: no
    policy holds an answer to a follower, nor a follower of one.
    """
    lock = draft.lock
    facts, values, declined = dict(lock.facts), dict(lock.values), dict(lock.declined)
    for key in keys:
        kind, _, name = key.partition(":")
        pinned = pinned_today(library, key)
        if pinned is None:
            continue
        if not take:
            declined[key] = pin_digest(pinned)
            continue
        if kind == "value" and pinned.follows:
            followed = values.get(pinned.follows) or pinned_today(library, f"value:{pinned.follows}")
            leads = name in draft.policy.values or any(each.follows == name for each in values.values())
            if followed is None or followed.follows or leads:
                continue
            values[pinned.follows] = followed
        declined.pop(key, None)
        (facts if kind == "fact" else values)[name] = pinned
    return replace(draft, lock=replace(lock, facts=facts, values=values, declined=declined))


def pinned_today(library: Library, key: str) -> Pinned | None:
    """What a fact or dictionary entry would be pinned as today; None when the library has it no more."""
    kind, _, name = key.partition(":")
    if kind == "fact":
        fact = library.facts.get(name)
        return Pinned(fact.value) if fact is not None else None
    entry = library.values.get(name)
    return as_pinned(entry) if entry is not None else None


def pin_digest(pinned: Pinned) -> str:
    """A digest of all that a pinned fact or entry may print as."""
    said = [pinned.value, pinned.follows, *(word for pair in (*pinned.when, *pinned.forms) for word in pair)]
    return prose.digest("\n".join(said))


def with_heading(draft: Draft, library: Library, newest: Model, section: str, *, take: bool) -> Draft:
    """A section headed as the newest model heads it, or that heading refused."""
    head = head_today(library, newest, section)
    if head is None:
        return draft
    key = f"section:{section}"
    if not take:
        declined = {**draft.lock.declined, key: head_digest(head)}
        return replace(draft, lock=replace(draft.lock, declined=declined))
    declined = {name: said for name, said in draft.lock.declined.items() if name != key}
    lock = replace(draft.lock, heads={**draft.lock.heads, section: head}, declined=declined)
    return pin(replace(draft, lock=lock), library, head.intro)


def head_today(library: Library, newest: Model, section: str) -> SectionHead | None:
    """How the newest model heads a section; None when neither it nor the library has such a section."""
    return next((head for head in section_heads(newest, library) if head.id == section), None)


def head_digest(head: SectionHead) -> str:
    """A digest of how a section is headed."""
    return prose.digest(f"{head.title}\n{head.intro}\n{head.appendix}")


def complete(draft: Draft, newest: Model) -> Draft:
    """The policy rests on the newest version of its model: everything in it has been settled."""
    lock = replace(
        draft.lock,
        model=newest.id,
        model_version=newest.version,
        model_title=newest.title,
        order=model_order(newest),
    )
    return draft if _same(lock, draft.lock) else replace(draft, lock=lock)


def base_form(base: Base) -> str:
    """The base's text as it is compared."""
    return prose.exact_form(base.text)


def _same(one: Lock, other: Lock) -> bool:
    return one == other and list(one.order) == list(other.order)


def _reasoned_on(old: Base, new: Base) -> str:
    first = old.reasoned_on or old.text
    return "" if prose.sense_digest(first) == new.sense else first


def _said(reason: str | None) -> str:
    return prose.strip_controls(reason or "").strip()


def _decided(draft: Draft, clause_id: str, decision: Decision) -> Draft:
    if draft.policy.decisions.get(clause_id) == decision:
        return draft
    return replace(draft, policy=replace(draft.policy, decisions={**draft.policy.decisions, clause_id: decision}))


def _there_again(draft: Draft, clause_id: str) -> Draft:
    """The draft that remembers no withdrawal of a clause, so that another one is asked about."""
    declined = {key: said for key, said in draft.lock.declined.items() if key != f"clause:{clause_id}"}
    return replace(draft, lock=replace(draft.lock, declined=declined))


def _on_base(draft: Draft, clause_id: str, base: Base) -> Draft:
    return replace(draft, lock=replace(draft.lock, bases={**draft.lock.bases, clause_id: base}))
