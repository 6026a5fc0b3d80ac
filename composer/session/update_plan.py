"""Reading what a newer model would mean for a policy: each clause under one state, with its four texts.

Nothing is changed here. The old library is not needed: every base is in the lock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from composer import text as prose
from composer.compare.diff import diff
from composer.compare.merging import Merge, merge
from composer.policy import updating
from composer.policy.library import exclusions
from composer.policy.outline import place_in_model, title_of
from composer.policy.own_sections import standing_for
from composer.session.reading import plain_reader
from composer.session.update_notes import by_side, called_out, notes, offers, question
from composer.session.update_pins import changed_pins, pin_obligations, reaching
from composer.session.update_places import moved_by_model, sections_moved_by_model
from composer.session.update_sections import section_entry
from composer.session.update_states import UpdateEntry, UpdatePlan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from composer.policy.clause import Clause
    from composer.policy.library import Library, Model
    from composer.policy.outline import OutlineSection
    from composer.policy.policy import Base, Decision, Draft, State
    from composer.session.policy_view import PolicyView
    from composer.session.update_states import Also, UpdateState

_merge = lru_cache(maxsize=512)(merge)

CALM = frozenset({"take-theirs", "already-same", "layout", "clean", "moved", "heading", "pins"})
"""States in which a clause may be among the clean ones, if nothing else about it needs a person."""


@dataclass(frozen=True)
class Ground:
    """What a plan is made from."""

    draft: Draft
    library: Library
    """As a school with this model sees it."""
    newest: Model
    taken: Model
    outline: Sequence[OutlineSection]
    today: date
    roles: tuple[str, ...]
    said: Callable[[str], str]
    """Reads a piece of unfilled text out as it would print here."""

    @cached_property
    def taken_ids(self) -> frozenset[str]:
        """The clauses of the model as the school took it."""
        return frozenset(self.taken.clause_ids)

    @cached_property
    def newest_ids(self) -> frozenset[str]:
        """The clauses of the newest model."""
        return frozenset(self.newest.clause_ids)

    @cached_property
    def exclusions(self) -> dict[str, frozenset[str]]:
        """Today's alternatives of each clause."""
        return exclusions(self.library)

    @cached_property
    def moved(self) -> dict[str, str]:
        """The clauses that the model moved, each with where it stands there now, in words."""
        return moved_by_model(self.taken, self.newest, lambda i: title_of(self.draft, self.library, i))

    @cached_property
    def sections_moved(self) -> dict[str, str]:
        """The sections that the model moved, each with where it stands there now, in words."""
        return sections_moved_by_model(self.taken, self.newest)

    @cached_property
    def new(self) -> tuple[str, ...]:
        """The clauses that the newest model has, the model as taken had not, and nobody decided about."""
        decided = self.draft.policy.decisions
        return tuple(i for i in self.newest.clause_ids if i not in self.taken_ids and i not in decided)

    @cached_property
    def changed_pins(self) -> dict[str, tuple[str, str]]:
        """Each pinned fact and entry that would print otherwise today, with what it prints and would print."""
        return dict(changed_pins(self))

    def state(self, clause_id: str) -> State:
        """A clause's state in the policy."""
        return self.draft.policy.mode(clause_id) or "undecided"


def plan_of(policy: PolicyView) -> UpdatePlan:
    """What taking in the newest model would mean for an open policy."""
    return read_update(ground_of(policy, policy.draft))


def ground_of(policy: PolicyView, draft: Draft) -> Ground:
    """What the plan of a draft of this policy is made from."""
    outline, taken = policy.outline_of(draft)
    said = plain_reader(policy)
    return Ground(draft, policy.library, policy.newest, taken, outline, policy.today, policy.roles, said)


def read_update(ground: Ground) -> UpdatePlan:
    """Every clause of the policy and of the newest model under its state, in the policy's order."""
    entries = []
    for section_id, clause_ids in _in_order(ground).items():
        heading = section_entry(ground, section_id)
        entries += [heading] if heading is not None else []
        entries += [_entry(ground, clause_id, section_id) for clause_id in clause_ids]
    lock, newest = ground.draft.lock, ground.newest
    current = (lock.model, lock.model_version) == (newest.id, newest.version)
    return UpdatePlan(tuple(entries), newest.title, lock.model_version, newest.version, current)


def _in_order(ground: Ground) -> dict[str, tuple[str, ...]]:
    """The clauses of the outline by section, with the new ones where the newest model has them."""
    orders = {section.head.id: tuple(line.id for line in section.clauses) for section in ground.outline}
    own = standing_for(ground.draft.policy, ground.newest)
    for clause_id in ground.new:
        home = ground.newest.section_of(clause_id)
        if home is None:
            continue
        here = own.get(home.id, home.id)
        if here not in orders:
            ids = place_in_model(tuple(orders), [section.id for section in ground.newest.sections], here)
            orders = {section_id: orders.get(section_id, ()) for section_id in ids}
        orders[here] = place_in_model(orders[here], home.clauses, clause_id)
    return orders


def _entry(ground: Ground, clause_id: str, section_id: str) -> UpdateEntry:
    decision = ground.draft.policy.decisions.get(clause_id)
    base, theirs = ground.draft.lock.bases.get(clause_id), ground.library.clauses.get(clause_id)
    entry = UpdateEntry(
        clause_id,
        title_of(ground.draft, ground.library, clause_id),
        section_id,
        "nothing-new",
        ground.state(clause_id),
        base=base.text if base is not None else "",
        ours=ground.draft.text(clause_id) if decision is not None and decision.printed else "",
        theirs=theirs.body if theirs is not None else "",
        reason=decision.reason if decision is not None else "",
    )
    if clause_id in ground.new:
        entry = replace(entry, state="new", proposal=entry.theirs)
    elif _withdrawn(ground, clause_id, decision, theirs):
        entry = replace(entry, state="withdrawn", theirs="", proposal=entry.ours)
    elif decision is not None and base is not None and theirs is not None:
        entry = _compared(ground, entry, decision, base, theirs)
    else:
        pins = reaching(ground, entry.ours)
        entry = _with_also(replace(entry, proposal=entry.ours, pins=pins), ("pins",) if pins else ())
    entry = _looked_at_again(ground, entry, decision, base)
    return _told(ground, entry, base, theirs)


def _withdrawn(ground: Ground, clause_id: str, decision: Decision | None, theirs: Clause | None) -> bool:
    """Whether a clause the school has or waits to decide on has gone from the model, and nobody settled that."""
    if decision is not None and clause_id not in ground.draft.lock.bases:
        return False
    left = clause_id in ground.taken_ids and clause_id not in ground.newest_ids
    if theirs is None:
        return left or ground.draft.lock.declined.get(f"clause:{clause_id}") != updating.WITHDRAWN
    return left


def _compared(ground: Ground, entry: UpdateEntry, decision: Decision, base: Base, theirs: Clause) -> UpdateEntry:
    """The entry of a clause that both the school and the library have."""
    moved_on = prose.exact_digest(theirs.body) != base.exact
    pins = reaching(ground, entry.ours)
    state: UpdateState = "nothing-new"
    merged = None
    if decision.mode == "dropped" and _is_back(ground, entry.id):
        state = "dropped"
    elif decision.mode == "dropped":
        state = _dropped_state(base, theirs)
    elif moved_on:
        state, merged = _text_state(ground, entry, base, theirs)
    elif (theirs.title, theirs.freedom) != (base.title, base.freedom):
        state = "take-theirs" if decision.mode == "as-is" else "clean"
    proposal = merged.proposal if merged is not None else entry.ours or decision.text or theirs.body
    if state in {"take-theirs", "already-same"} or (state == "layout" and decision.mode == "as-is"):
        proposal = theirs.body
    entry = replace(entry, state=state, proposal=proposal, merge=merged, pins=pins)
    rewritten: tuple[Also, ...] = ("rewritten",) if moved_on and theirs.rev == base.rev else ()
    return _with_also(entry, (*rewritten, *_beside_the_words(ground, entry, base)))


def _beside_the_words(ground: Ground, entry: UpdateEntry, base: Base) -> Iterator[Also]:
    """What is new about a printed clause beside its own words, the weightiest first."""
    if entry.mode == "dropped":
        return
    if entry.id in ground.moved:
        yield "moved"
    if base.rivals is not None and set(base.rivals) != ground.exclusions.get(entry.id, frozenset()):
        yield "alternatives"
    if entry.pins:
        yield "pins"


def _with_also(entry: UpdateEntry, also: tuple[Also, ...]) -> UpdateEntry:
    """The entry with what is new beside its state; where its words are as they were, the first is its state."""
    if entry.state == "nothing-new" and also and also[0] != "rewritten":
        return replace(entry, state=also[0], also=also[1:])
    return replace(entry, also=also)


def _is_back(ground: Ground, clause_id: str) -> bool:
    """Whether the newest model has again a clause that was let go because it had been withdrawn."""
    declined = ground.draft.lock.declined.get(f"clause:{clause_id}") == updating.WITHDRAWN
    return declined and clause_id in ground.newest_ids


def _dropped_state(base: Base, theirs: Clause) -> UpdateState:
    if theirs.freedom != base.freedom or prose.sense_digest(theirs.body) != base.sense:
        return "dropped"
    changed = prose.exact_digest(theirs.body) != base.exact or theirs.title != base.title
    return "layout" if changed else "nothing-new"


def _text_state(ground: Ground, entry: UpdateEntry, base: Base, theirs: Clause) -> tuple[UpdateState, Merge | None]:
    if prose.exact_form(entry.ours) == prose.exact_form(base.text):
        return ("layout" if prose.sense_digest(theirs.body) == base.sense else "take-theirs"), None
    merged = _merge(base.text, entry.ours, theirs.body, ground.roles)
    states: dict[str, UpdateState] = {
        "already-same": "already-same",
        "layout": "layout",
        "suggestion": "suggestion",
        "conflict": "conflict",
    }
    return states.get(merged.state, "clean"), merged


def _looked_at_again(ground: Ground, entry: UpdateEntry, decision: Decision | None, base: Base | None) -> UpdateEntry:
    """The entry with the reason put again and the review date, where either is due."""
    if decision is None or decision.mode == "as-is":
        return entry
    overdue = decision.review_by is not None and decision.review_by < ground.today
    asked = question(entry, decision.mode, base) if base is not None and decision.reason else ""
    state = entry.state
    if state == "nothing-new" and asked:
        state = "reason"
    elif state == "nothing-new" and overdue:
        state = "review"
    return replace(entry, state=state, question=asked, review_by=decision.review_by if overdue else None)


def _told(ground: Ground, entry: UpdateEntry, base: Base | None, theirs: Clause | None) -> UpdateEntry:
    """The entry with everything said in words, and what may be chosen."""
    said = ground.said
    told = replace(
        entry,
        notes=tuple(said(each) for each in notes(ground, entry, base, theirs)),
        obligations=tuple(said(each) for each in _obligations(ground, entry, base, theirs)),
        question=said(entry.question),
    )
    told = replace(told, offers=offers(told, in_library=theirs is not None))
    return replace(told, clean=_is_clean(ground, told, base, theirs))


def _is_clean(ground: Ground, entry: UpdateEntry, base: Base | None, theirs: Clause | None) -> bool:
    if entry.state == "withdrawn":
        decision = ground.draft.policy.decisions.get(entry.id)
        return decision is None or (decision.mode == "dropped" and not decision.text)
    freed = base is not None and theirs is not None and base.freedom != theirs.freedom
    by_school = "moved" in {entry.state, *entry.also} and _moved_here(ground, entry)
    # The model's old words, kept with a reason: a save cut off before the lock leaves a declined clause so.
    by_school = by_school or (entry.state == "take-theirs" and entry.mode == "adapted")
    # Each of these would be put off or refused without the person who gave the reason.
    unsaid = not entry.reason and entry.mode == "adapted" and entry.state != "already-same"
    put_again = entry.mode == "dropped" and (entry.question != "" or entry.review_by is not None)
    if unsaid or put_again:
        return False
    # Whoever keeps alternatives apart must see that there is a new one.
    if entry.obligations or freed or by_school or "alternatives" in entry.also or "rewritten" in entry.also:
        return False
    return entry.state in CALM or (entry.state == "layout" and entry.mode == "dropped")


def _moved_here(ground: Ground, entry: UpdateEntry) -> bool:
    """Whether the school itself had put the clause into another section than the model it took."""
    home = ground.taken.section_of(entry.id)
    if home is None:
        return False
    here = standing_for(ground.draft.policy, ground.taken).get(home.id, home.id)
    return ground.draft.policy.section_of(entry.id) != here


def _obligations(ground: Ground, entry: UpdateEntry, base: Base | None, theirs: Clause | None) -> Iterator[str]:
    """What either side did to duties and the like, in words, with whose change it is."""
    if entry.state == "new":
        return
    if entry.merge is not None and entry.merge.state not in {"already-same", "layout"}:
        yield from by_side(entry.merge)
    elif entry.state in {"take-theirs", "dropped"} and entry.theirs:
        yield from (f"the model: {said}" for said in called_out(diff(entry.base, entry.theirs), ground.roles))
    if base is not None and theirs is not None and entry.state != "withdrawn":
        titles = diff(f"{base.title}\n", f"{theirs.title}\n")
        yield from (f"the model: {said}" for said in called_out(titles, ground.roles))
    yield from pin_obligations(ground, entry.pins)
