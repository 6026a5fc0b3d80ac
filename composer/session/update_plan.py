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
from composer.compare.obligations import watch
from composer.policy import updating
from composer.policy.library import exclusions
from composer.policy.outline import place_in_model, title_of
from composer.session.reading import plain_reader
from composer.session.update_notes import by_side, called_out, notes, offers, question
from composer.session.update_places import moved_by_model, sections_moved_by_model
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
        before = set(self.taken.clause_ids)
        return tuple(i for i in self.newest.clause_ids if i not in before and i not in self.draft.policy.decisions)

    @cached_property
    def changed_pins(self) -> dict[str, tuple[str, str]]:
        """Each pinned fact and entry that would print otherwise today, with what it prints and would print."""
        return dict(_changed_pins(self))

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
        heading = _heading(ground, section_id)
        entries += [heading] if heading is not None else []
        entries += [_entry(ground, clause_id, section_id) for clause_id in clause_ids]
    lock, newest = ground.draft.lock, ground.newest
    current = (lock.model, lock.model_version) == (newest.id, newest.version)
    return UpdatePlan(tuple(entries), newest.title, lock.model_version, newest.version, current)


def _in_order(ground: Ground) -> dict[str, tuple[str, ...]]:
    """The clauses of the outline by section, with the new ones where the newest model has them."""
    orders = {section.head.id: tuple(line.id for line in section.clauses) for section in ground.outline}
    for clause_id in ground.new:
        home = ground.newest.section_of(clause_id)
        if home is None:
            continue
        if home.id not in orders:
            ids = place_in_model(tuple(orders), [section.id for section in ground.newest.sections], home.id)
            orders = {section_id: orders.get(section_id, ()) for section_id in ids}
        orders[home.id] = place_in_model(orders[home.id], home.clauses, clause_id)
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
        entry = replace(entry, proposal=entry.ours)
    entry = _looked_at_again(ground, entry, decision, base)
    return _told(ground, entry, base, theirs)


def _withdrawn(ground: Ground, clause_id: str, decision: Decision | None, theirs: Clause | None) -> bool:
    """Whether a clause the school has or waits to decide on has gone from the model, and nobody settled that."""
    if decision is not None and clause_id not in ground.draft.lock.bases:
        return False
    left = clause_id in ground.taken.clause_ids and clause_id not in ground.newest.clause_ids
    if theirs is None:
        return ground.draft.lock.declined.get(f"clause:{clause_id}") != updating.WITHDRAWN
    return left


def _compared(ground: Ground, entry: UpdateEntry, decision: Decision, base: Base, theirs: Clause) -> UpdateEntry:
    """The entry of a clause that both the school and the library have."""
    moved_on = prose.exact_digest(theirs.body) != base.exact
    pins = tuple(key for key in _names(entry.ours) if key in ground.changed_pins)
    state: UpdateState = "nothing-new"
    merged = None
    if decision.mode == "dropped":
        state = _dropped_state(base, theirs)
    elif moved_on:
        state, merged = _text_state(ground, entry, base, theirs)
    elif (theirs.title, theirs.freedom) != (base.title, base.freedom):
        state = "clean" if decision.title else "take-theirs"
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
        obligations=tuple(said(each) for each in _obligations(ground, entry)),
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
    # Whoever keeps alternatives apart must see that there is a new one.
    if entry.obligations or freed or by_school or "alternatives" in entry.also or "rewritten" in entry.also:
        return False
    return entry.state in CALM or (entry.state == "layout" and entry.mode == "dropped")


def _moved_here(ground: Ground, entry: UpdateEntry) -> bool:
    """Whether the school itself had put the clause into another section than the model it took."""
    home = ground.taken.section_of(entry.id)
    return home is not None and ground.draft.policy.section_of(entry.id) != home.id


def _obligations(ground: Ground, entry: UpdateEntry) -> Iterator[str]:
    """What either side did to duties and the like, in words, with whose change it is."""
    if entry.state == "new":
        return
    if entry.merge is not None and entry.merge.state not in {"already-same", "layout"}:
        yield from by_side(entry.merge)
    elif entry.state in {"take-theirs", "dropped"} and entry.theirs:
        yield from (f"the model: {said}" for said in called_out(diff(entry.base, entry.theirs), ground.roles))
    for key in entry.pins:
        was, now = ground.changed_pins[key]
        if watch(diff(f"{was}\n", f"{now}\n"), ground.roles):
            yield f"{key.partition(':')[2]}: another number, period, duty or role"


def _names(text: str) -> Iterator[str]:
    """The facts and dictionary entries that a text names, as the lock's refusals name them."""
    for name in dict.fromkeys(found[1] for found in prose.PLACEHOLDER.finditer(text)):
        if name.startswith("fact:"):
            yield name
        elif not name.startswith("ref:"):
            yield f"value:{name}"


def _changed_pins(ground: Ground) -> Iterator[tuple[str, tuple[str, str]]]:
    from composer.policy.answers import answer

    lock = ground.draft.lock
    keys = [*(f"fact:{name}" for name in lock.facts), *(f"value:{name}" for name in lock.values)]
    for key in keys:
        kind, _, name = key.partition(":")
        today = updating.pinned_today(ground.library, key)
        if today is None or today == (lock.facts if kind == "fact" else lock.values)[name]:
            continue
        if lock.declined.get(key) == updating.pin_digest(today):
            continue
        if kind == "fact":
            yield key, (lock.facts[name].value, today.value)
            continue
        was = answer(ground.draft, ground.library, name)
        now = answer(updating.repinned(ground.draft, ground.library, (key,), take=True), ground.library, name)
        if was != now:
            yield key, (was, now)


def _heading(ground: Ground, section_id: str) -> UpdateEntry | None:
    """The entry of a section that the newest model heads in other words or has in another place."""
    lock = ground.draft.lock
    pinned, today = lock.heads.get(section_id), updating.head_today(ground.library, ground.newest, section_id)
    if pinned is None or today is None:
        return None
    was, now = (f"{head.title}\n\n{head.intro}\n" for head in (pinned, today))
    headed = was != now and lock.declined.get(f"section:{section_id}") != updating.head_digest(today)
    where = ground.sections_moved.get(section_id, "")
    if not headed and not where:
        return None
    entry = UpdateEntry(
        f"section:{section_id}",
        pinned.title,
        section_id,
        "heading" if headed else "moved",
        "as-is",
        also=("moved",) if headed and where else (),
        base=was,
        ours=was,
        theirs=now if headed else was,
        proposal=now if headed else was,
        notes=(f"The model has this section elsewhere now: {where}.",) if where else (),
        obligations=tuple(f"the model: {said}" for said in called_out(diff(was, now), ground.roles)) if headed else (),
    )
    return replace(entry, offers=offers(entry, in_library=True), clean=not entry.obligations)
