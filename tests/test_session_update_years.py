"""Several years of a school and of its library, at random: no word is lost, and every update comes to an end."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from composer import text as prose
from composer.policy.changes import applied, between
from composer.policy.library import ModelSection, in_print_order
from composer.policy.policy import Draft
from composer.policy.problems import Problem
from composer.session import Session
from composer.session.updating import Update
from composer.store.lock_file import parse_lock, write_lock
from composer.store.policy_file import normal, parse_policy
from composer.store.policy_toml import write_policy
from composer.store.unsaved import from_json, to_json

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.document import Document
    from composer.policy.library import Library
    from composer.session.update_states import Choice, UpdateEntry

SENTENCES = (
    "We post on Mondays.", "Staff may reply at once.", "Staff must reply at once.", "Nobody must share a password.",
    "Pictures are kept for one year.", "Pictures are kept for two years.", "- a picture of a cake",
    "Ask {{dsl}} first.", "The age is {{fact:facebook-age}}.", "Café open.", "Cafe\u0301 open.",
)  # fmt: skip


def reworded(chance: Random, text: str, sentence: str) -> str:
    lines = text.splitlines() or [sentence]
    lines[chance.randrange(len(lines))] = sentence
    return "\n".join([*lines, chance.choice(SENTENCES)][: chance.randint(1, 6)]) + "\n"


def a_year_on(chance: Random, library: Library, version: int) -> Library:
    """Another version of the library and its only model: some of everything that a publisher may do."""
    (model,) = library.models.values()
    clauses, sections = dict(library.clauses), [list(each.clauses) for each in model.sections]
    titles = [each.title for each in model.sections]
    facts, values, overlay = dict(library.facts), dict(library.values), dict(model.overlay)
    for _ in range(chance.randint(1, 6)):
        clause = chance.choice(tuple(library.clauses.values()))
        act = chance.randrange(9)
        if act <= 2:
            body = reworded(chance, clause.body, chance.choice(SENTENCES))
            clauses[clause.id] = replace(clause, body=body, rev=clause.rev + chance.randint(0, 1))
        elif act == 3:
            clauses[clause.id] = replace(clause, title=chance.choice(("One", "Staff must")), freedom="agreed")
        elif act == 4:
            for ids in sections:
                ids[:] = [each for each in ids if each != clause.id]
            if chance.random() < 0.7:
                home = chance.choice(sections)
                home.insert(chance.randint(0, len(home)), clause.id)
        elif act == 5:
            facts["facebook-age"] = replace(facts["facebook-age"], value=chance.choice(("13", "16")))
            values["dsl"] = replace(values["dsl"], default=chance.choice(("the lead", "the safeguarding team")))
        elif act == 6:
            titles[chance.randrange(3)] = chance.choice(("About", "Other matters"))
        elif act == 7 and overlay.pop(clause.id, None) is None:
            overlay[clause.id] = replace(clause, body=reworded(chance, clause.body, "The county says so."))
        elif act == 8 and len(clauses) > 8:
            clauses.pop(clause.id, None)
    there = {**clauses, **overlay}
    headed = [
        ModelSection(each.id, title, tuple(i for i in ids if i in there))
        for each, title, ids in zip(model.sections, titles, sections, strict=True)
    ]
    newest = replace(model, version=str(version), sections=tuple(chance.sample(headed, 3)), overlay=overlay)
    ordered = in_print_order(clauses.values(), library.categories)
    return replace(library, clauses=ordered, facts=facts, values=values, models={model.id: newest})


def decide_something(chance: Random, session: Session, mark: str) -> None:
    """One decision, or none where it is refused; words of the school's own bear a mark of their own."""
    clause_id = chance.choice((*session.library.clauses, *session.policy.decisions))
    try:
        match chance.randrange(6):
            case 0 | 1:
                session.pick(clause_id)
            case 2:
                session.adapt(clause_id, reworded(chance, session.text(clause_id), f"Ours is {mark}."), "A reason.")
            case 3:
                session.drop(clause_id, "We do not.")
            case 4:
                session.add_local(f"own-{mark}", "Our own", "governance", f"Ours is {mark}.\n")
            case _:
                session.move(clause_id, after=chance.choice(tuple(session.policy.decisions) or ("purpose",)))
    except Problem:
        pass


def own_words(draft: Draft) -> dict[str, set[str]]:
    return {key: set(re.findall(r"q[0-9]+", each.text)) for key, each in draft.policy.decisions.items()}


def as_read(document: Document) -> str:
    """The document but for what is asked in its open blanks: a reference to a clause that is not there names it."""
    return re.sub(r"To fill in: .*?\]", "…", f"{document.title} {document.model_title} {document.sections}")


def from_files(draft: Draft, library: Library, folder: Path) -> Draft:
    """The draft as it is once it was saved and opened again."""
    path, said = folder / "policy.toml", write_policy(None, None, normal(draft.policy))
    lock = parse_lock(write_lock(draft.lock), folder / "policy.lock")
    again = Draft(parse_policy(said.encode(), path, library, lock=lock).policy, lock)
    assert between(Draft(normal(draft.policy), draft.lock), again).nothing
    return again


def settle_one(session: Session, update: Update, entry: UpdateEntry, choice: Choice, text: str) -> None:
    """Settle one entry, and see that nothing else changed, nothing was lost and the step can be kept and undone."""
    before, words = session.draft, own_words(session.draft)
    reason = "Another reason." if choice in {"decline", "edit"} else None
    update.settle(entry.id, choice, text=text if choice == "edit" else None, reason=reason)
    after, changed = session.draft, between(before, session.draft)
    assert {*changed.decisions, *changed.bases} <= {entry.id}
    for clause_id, marks in words.items():
        kept = own_words(after).get(clause_id, set())
        assert marks <= kept or (clause_id == entry.id and choice in {"take", "edit"})
    if choice in {"keep", "decline"} and entry.mode in {"as-is", "adapted", "local"} and not entry.of_section:
        assert prose.exact_form(after.text(entry.id)) == prose.exact_form(before.text(entry.id))
        assert after.title(entry.id) == before.title(entry.id)
    assert between(applied(from_json(to_json(changed)), before), after).nothing
    session.undo()
    assert between(session.draft, before).nothing
    session.redo()


def settle_all(chance: Random, session: Session, update: Update) -> None:
    """Settle everything by choices at random; each pass is over all that is open, and there is an end to it."""
    for _ in range(150):
        plan = update.plan
        ids = [entry.id for entry in plan.entries]
        assert len(ids) == len(set(ids))
        assert {*session.policy.decisions, *session.newest.clause_ids} <= set(ids)
        if not plan.open:
            return
        if chance.random() < 0.2:
            words, clean = own_words(session.draft), update.settle_clean()
            assert not any(entry.obligations for entry in clean)
            assert all(marks <= own_words(session.draft).get(key, set()) for key, marks in words.items())
            continue
        entry = chance.choice(plan.open)
        text = (entry.proposal or entry.theirs) + chance.choice(("", "And ours.\n"))
        settle_one(session, update, entry, chance.choice(tuple(entry.offers)), text)
    raise AssertionError([(entry.id, entry.state) for entry in update.plan.open])


@pytest.mark.parametrize("seed", range(12))
def test_years_of_updates_lose_no_word_and_come_to_an_end(
    library: Library, new_draft: Draft, tmp_path: Path, seed: int
) -> None:
    chance, draft, today = Random(seed), new_draft, date(2026, 11, 22)
    for year in range(4):
        session = Session(draft, library, today=today)
        for turn in range(8):
            decide_something(chance, session, f"q{year}{turn}")
        draft = from_files(session.draft, library, tmp_path)
        before = Session(draft, library, today=today).document()

        today += timedelta(days=365)
        library = a_year_on(chance, library, 2027 + year)
        session = Session(from_files(draft, library, tmp_path), library, today=today)
        after = session.document()
        assert as_read(after) == as_read(before)

        settle_all(chance, session, update := Update(session))
        update.settle_clean()
        assert update.plan.current
        draft = from_files(session.draft, library, tmp_path)
        assert not Update(Session(draft, library, today=today)).plan.open
        assert all(base.exact == prose.exact_digest(base.text) for base in draft.lock.bases.values())
