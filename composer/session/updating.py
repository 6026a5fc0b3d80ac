"""Taking in a newer model, one clause at a time: each choice is one step of the session and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer import text as prose
from composer.policy import decisions
from composer.policy import updating as settle
from composer.policy.library import unknown
from composer.policy.problems import Problem, Refusal
from composer.policy.taken import model_as_taken
from composer.session.update_places import moved_by_model, sections_moved_by_model
from composer.session.update_plan import ground_of, read_update
from composer.session.update_states import CHOICES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from composer.policy.policy import Draft
    from composer.session.open_policy import Session
    from composer.session.update_states import Choice, UpdateEntry, UpdatePlan


class Update:
    """The update of one open policy to the newest version of its model."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._read: tuple[Draft, UpdatePlan] | None = None

    @property
    def plan(self) -> UpdatePlan:
        """What there is to settle, as the policy is now."""
        draft = self.session.draft
        if self._read is None or self._read[0] is not draft:
            self._read = (draft, read_update(ground_of(self.session, draft)))
        return self._read[1]

    def entry(self, entry_id: str) -> UpdateEntry:
        """One entry of the plan.

        Raises:
            Problem: There is none of that id; the message names the nearest.
        """
        found = self.plan.by_id.get(entry_id)
        if found is None:
            raise unknown("clause in this update", entry_id, self.plan.by_id)
        return found

    def settle(
        self,
        entry_id: str,
        choice: Choice,
        *,
        text: str | None = None,
        reason: str | None = None,
        review_by: date | None = None,
    ) -> None:
        """Settle one entry, as one step.

        Args:
            entry_id: A clause's id, or ``section:`` and a section's.
            choice: One of those that the entry offers.
            text: For ``edit``, the text as it shall be.
            reason: Why the school departs from the model; with ``accept``, that the reason there is still holds.
            review_by: When the deviation is to be looked at again.

        Raises:
            Refusal: The choice is not offered here, or a text or reason is missing.
            Problem: There is no such entry.
        """
        self.session.finish_typing()
        entry = self.entry(entry_id)
        if choice not in entry.offers:
            raise _not_offered(entry, choice)
        if choice == "decline" and not (reason or "").strip():
            raise Refusal(f"declining {entry_id} needs a reason", "say why this school departs from the model")
        if choice == "edit" and text is None:
            raise Refusal(f"editing {entry_id} needs a text", "write it")
        made = self._made(entry, choice, text, reason, review_by)
        self._do(f"settled the update of {entry.title}", entry_id, made)

    def settle_clean(self) -> tuple[UpdateEntry, ...]:
        """Settle every entry that needs no person, in one step; those that were settled."""
        self.session.finish_typing()
        clean = self.plan.clean
        draft = self.session.draft
        for entry in clean:
            choice: Choice = next(each for each in ("accept", "take", "keep") if each in entry.offers)
            draft = self._made(entry, choice, None, None, None, draft)
        self._do(f"took {len(clean)} clean changes of the model", "", draft)
        return clean

    def _do(self, label: str, clause_id: str, draft: Draft) -> None:
        plan = read_update(ground_of(self.session, draft))
        done = settle.complete(draft, self.session.newest) if plan.nothing_left else draft
        self.session.replace_draft(done, label, clause_id)
        if self.session.draft is draft:
            self._read = (draft, plan)

    def _made(
        self,
        entry: UpdateEntry,
        choice: Choice,
        text: str | None,
        reason: str | None,
        review_by: date | None,
        draft: Draft | None = None,
    ) -> Draft:
        """The draft with one entry settled."""
        now = draft if draft is not None else self.session.draft
        library, newest = self.session.library, self.session.newest
        if entry.of_section:
            made = now
            if entry.base != entry.theirs:
                made = settle.with_heading(made, library, newest, entry.section, take=choice == "take")
            if choice == "take" or entry.state == "pins":
                made = settle.repinned(made, library, entry.pins, take=choice == "take")
            return settle.section_in_place(
                made, newest, entry.section, self._waiting(now, sections=True), follow=choice == "take"
            )
        if entry.state == "withdrawn":
            made = self._withdrawn(now, entry, choice, reason)
        elif entry.state == "new":
            made = self._new(now, entry, choice, text, reason)
        else:
            made = self._changed(now, entry, choice, text, reason)
        follows = choice in {"take", "accept", "edit"}
        # Refusing the model's words, or its place for a clause, refuses no fact: it stands in other clauses too.
        if follows or entry.state == "pins":
            made = settle.repinned(made, library, entry.pins, take=follows)
        if {"moved", "new"} & {entry.state, *entry.also}:
            made = settle.in_place(made, library, newest, entry.id, self._waiting(now), follow=follows)
        made = settle.with_rivals(made, library, entry.id)
        return self._until(made, entry, choice, reason, review_by)

    def _waiting(self, now: Draft, *, sections: bool = False) -> Mapping[str, str]:
        """The clauses (or sections) that the newest model moved and about which nothing is settled yet."""
        newest = self.session.newest
        taken = model_as_taken(now, self.session.library, newest)
        return sections_moved_by_model(taken, newest) if sections else moved_by_model(taken, newest, str)

    def _changed(self, now: Draft, entry: UpdateEntry, choice: Choice, text: str | None, reason: str | None) -> Draft:
        session, library, newest, clause_id = self.session, self.session.library, self.session.newest, entry.id
        by, on = session.by, session.today
        if entry.state in {"pins", "moved", "alternatives"}:
            return now
        if entry.state in {"reason", "review"} and choice != "take":
            return now
        if choice == "edit":
            return self._written(now, clause_id, text or "", reason)
        if entry.mode == "dropped" or entry.state in {"reason", "review"}:
            based = settle.still_dropped(now, library, clause_id, reason=reason, by=by, on=on)
            if choice in {"keep", "decline"}:
                return based
            return decisions.restore(based, library, newest, clause_id, by=by, on=on)
        said = entry.reason if choice == "keep" else reason
        wanted = {"take": entry.theirs, "accept": entry.proposal}.get(choice, entry.ours)
        if choice == "accept" and entry.state == "already-same":
            wanted = entry.theirs
        kept = choice in {"keep", "decline"}
        return settle.with_text(now, library, clause_id, wanted, reason=said, by=by, on=on, keeps_title=kept)

    def _written(self, now: Draft, clause_id: str, text: str, reason: str | None) -> Draft:
        session, library = self.session, self.session.library
        by, on = session.by, session.today
        based = settle.with_text(now, library, clause_id, text, reason=reason, by=by, on=on)
        if now.policy.section_of(clause_id) is None:
            return settle.in_place(based, library, session.newest, clause_id, follow=True)
        return based

    def _new(self, now: Draft, entry: UpdateEntry, choice: Choice, text: str | None, reason: str | None) -> Draft:
        session, library, newest, clause_id = self.session, self.session.library, self.session.newest, entry.id
        by, on = session.by, session.today
        match choice:
            case "keep":
                return now
            case "decline":
                return decisions.drop(now, library, newest, clause_id, reason or "", by=by, on=on)
            case "edit" if prose.exact_form(decisions.as_kept(text or "")) != prose.exact_form(entry.theirs):
                if not (reason or "").strip():
                    raise Refusal(f"adapting {clause_id} needs a reason", "say why this school departs from the model")
                return decisions.adapt(now, library, newest, clause_id, text or "", by=by, on=on, reason=reason)
            case _:
                return decisions.pick(now, library, newest, clause_id, by=by, on=on)

    def _withdrawn(self, now: Draft, entry: UpdateEntry, choice: Choice, reason: str | None) -> Draft:
        session, newest = self.session, self.session.newest
        by, on = session.by, session.today
        if choice == "take":
            return settle.gone(now, newest, entry.id, reason or "", by=by, on=on)
        kept = settle.kept_though_withdrawn(now, newest, entry.id)
        if choice == "decline":
            return decisions.note_reason(kept, entry.id, reason or "", by=by, on=on)
        return kept

    def _until(self, made: Draft, entry: UpdateEntry, choice: Choice, reason: str | None, until: date | None) -> Draft:
        """The draft with the deviation's reason confirmed where it was, and its review date moved on."""
        session = self.session
        decision = made.policy.decisions.get(entry.id)
        if decision is None or decision.mode == "as-is":
            return made
        beside = entry.state in {"pins", "moved", "alternatives"}
        confirmed = (choice in {"keep", "decline"} and not beside) or (reason or "").strip() != ""
        if not confirmed and until is None:
            return made
        review_by = until or decision.review_by
        if until is None and review_by is not None and review_by < session.today:
            review_by = _next_year(review_by, session.today)
        return settle.holds(made, entry.id, reason=reason, review_by=review_by, by=session.by, on=session.today)


def _next_year(review_by: date, today: date) -> date:
    """The same day in the first year in which it lies ahead; a 29 February becomes a 28th."""
    year = today.year
    while True:
        day = 28 if (review_by.month, review_by.day) == (2, 29) else review_by.day
        ahead = review_by.replace(year=year, day=day)
        if ahead > today:
            return ahead
        year += 1


def _not_offered(entry: UpdateEntry, choice: Choice) -> Problem:
    if not entry.offers:
        return Refusal(f"there is nothing to settle about “{entry.title}”", "the model has nothing new for it")
    able = " / ".join(each for each in CHOICES if each in entry.offers)
    if choice == "keep" and "decline" in entry.offers:
        return Refusal(
            f"keeping our words of “{entry.title}” would depart from the model without a reason",
            "decline it, with one",
        )
    return Refusal(f"“{entry.title}” ({entry.in_words}) cannot be settled by {choice}", f"choose {able}")
