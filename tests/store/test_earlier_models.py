"""Last year's models: sound as they were, and different from today's in every way that a school must be told of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest

from composer.compare.deviations import ModelPlace, PolicyClause, compare
from composer.compare.diff import diff
from composer.compare.obligations import watch
from composer.export.markdown import policy_markdown
from composer.policy import decisions
from composer.policy.document import assemble
from composer.policy.outline import outline
from composer.policy.school import Profile
from composer.session import Session
from composer.session.updating import Update
from composer.store.library_files import load_library
from composer.store.lint import lint
from composer.store.school_files import new_school, open_school
from composer.store.workspace import Workspace
from tests.earlier_models import MODEL_IDS, SHIPPED, earlier_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from composer.compare.edits import TextDiff
    from composer.policy.clause import Clause
    from composer.policy.library import Library, Model, ModelSection
    from composer.policy.policy import Draft

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Moved:
    """Where a clause that moved within its section, or to another, stood before."""

    clause_id: str
    was: str


@dataclass(frozen=True)
class Change:
    """What one model's newest version changed, each kind by the clause that shows it."""

    profile: Profile
    rewritten: str
    item_added: str
    respelt: tuple[str, str]
    layout: str
    stronger: tuple[str, str]
    number: tuple[str, str]
    withdrawn: str
    sentence: str
    """Words of the withdrawn clause."""
    left_out: tuple[str, ...]
    """Clauses that the model no longer has, the withdrawn one among them."""
    new: frozenset[str]
    across: tuple[str, str, str]
    """A clause, the section it stood in, and the section it stands in."""
    within: Moved


CHANGES = {
    "county-model": Change(
        Profile("Oakfield Primary School", "primary", "england", "community", platforms=("facebook", "x")),
        rewritten="image-identifiability",
        item_added="review-and-triggers",
        respelt=("people-who-are-not-employees", "agancy"),
        layout="about-this-document",
        stronger=("comments-open-and-moderated", "was “should not”, is now “never”"),
        number=("reporting-and-evidence", "was “three school days”, is now “one school day”"),
        withdrawn="absence-and-urgent-news",
        sentence="A message or comment on a social media account is not a report of absence.",
        left_out=("absence-and-urgent-news", "phones-off-in-bags"),
        new=frozenset(
            {
                "where-and-when",
                "ai-made-content",
                "absence-reporting",
                "closures-and-urgent-news",
                "trips-and-residentials",
                "phones-handed-in",
                "filming-at-events",
                "private-messages",
            }
        ),
        across=("celebrating-achievement", "positive-use", "everyday-processes"),
        within=Moved("related-policies", "after “What this policy is for” in the model"),
    ),
    "trust-model": Change(
        Profile("Ashdown Academy", "secondary", "england", "academy", platforms=("instagram", "x")),
        rewritten="x-twitter",
        item_added="proportionality-test",
        respelt=("sign-off-and-posting-hours", "emergancy"),
        layout="risk-assessment",
        stronger=("register-of-accounts", "was “should not”, is now “must not”"),
        number=("opening-an-account", "was “two terms”, is now “one term”"),
        withdrawn="one-look-for-all",
        sentence="An account that looks like ours is quickly trusted, and a fake one is quickly spotted.",
        left_out=("one-look-for-all",),
        new=frozenset(
            {
                "where-and-when",
                "approval-and-delegation",
                "young-people-create-adults-publish",
                "free-expression",
                "young-colleagues",
                "wearables-and-smart-glasses",
                "leavers-and-dormant-accounts",
                "staff-who-are-parents",
                "filming-at-events",
            }
        ),
        across=("monitoring-of-staff-use", "risk", "hr-escalation"),
        within=Moved("procedure-and-who-decides", "after “The same standard online and offline” in the model"),
    ),
    "wales-model": Change(
        Profile("Ysgol y Bryn", "primary", "wales", "community", platforms=("facebook",)),
        rewritten="purpose",
        item_added="image-consent",
        respelt=("welsh-language", "transaltion"),
        layout="small-communities",
        stronger=("intimate-and-ai-images", "was “should not”, is now “never”"),
        number=("small-concerns-early", "was “five school days”, is now “two school days”"),
        withdrawn="own-devices-in-lessons",
        sentence="Nobody has to bring one, and the school lends a device to anyone who has none with them.",
        left_out=("own-devices-in-lessons",),
        new=frozenset(
            {
                "about-this-document",
                "where-and-when",
                "no-livestreams",
                "device-exceptions",
                "school-apps",
            }
        ),
        across=("contact-with-parents", "roles-that-cross", "risk"),
        within=Moved("law-in-wales", "after “What this policy is for” in the model"),
    ),
}

each_model = pytest.mark.parametrize("model_id", MODEL_IDS)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return earlier_workspace(tmp_path_factory.mktemp("last-year"))


@pytest.fixture(scope="module")
def earlier(root: Path) -> Library:
    return load_library(root / "clauses")


@pytest.fixture(scope="module")
def newest() -> Library:
    return load_library(SHIPPED)


def both(earlier: Library, newest: Library, model_id: str, clause_id: str) -> tuple[Clause, Clause]:
    """A clause as the earlier version of a model has it, and as the newest does."""
    return earlier.model(model_id).overlay[clause_id], newest.under(newest.model(model_id)).clauses[clause_id]


def difference(earlier: Library, newest: Library, model_id: str, clause_id: str) -> TextDiff:
    was, now = both(earlier, newest, model_id, clause_id)
    return diff(was.body, now.body)


def told(earlier: Library, newest: Library, model_id: str, clause_id: str) -> list[str]:
    return [change.message for change in watch(difference(earlier, newest, model_id, clause_id))]


# -- what they are -----------------------------------------------------------------------------------------


def test_every_model_that_ships_has_an_earlier_version(newest: Library) -> None:
    assert set(MODEL_IDS) == set(newest.models) == set(CHANGES)


@each_model
def test_it_is_the_same_model_a_year_before(earlier: Library, newest: Library, model_id: str) -> None:
    was, now = earlier.model(model_id), newest.model(model_id)

    assert (was.version, was.date) == ("2025.1", date(2025, 9, 1))
    assert was.date < now.date
    assert was.version < now.version
    assert (was.title, was.publisher, was.nations, was.types) == (now.title, now.publisher, now.nations, now.types)


def test_nothing_is_to_be_mended_in_them_but_that_their_time_is_over(earlier: Library, root: Path) -> None:
    clauses = root / "clauses"
    old = {
        f"models/{model_id}/{clause.category}/{clause.id}.md": "the clause was to be reviewed by 2026-09-01"
        for model_id in MODEL_IDS
        for clause in earlier.model(model_id).overlay.values()
    }
    found = [
        (finding.path.relative_to(clauses).as_posix(), finding.message)
        for finding in lint(earlier, clauses, today=TODAY)
        if (clauses / "models") in finding.path.parents
    ]

    assert found == sorted(old.items())


@each_model
def test_its_own_words_are_older_ones(earlier: Library, newest: Library, model_id: str) -> None:
    overlay = earlier.model(model_id).overlay
    reworded = [clause_id for clause_id in overlay if clause_id in newest.clauses]

    assert 5 <= len(reworded) <= 7
    for clause_id in reworded:
        was, now = both(earlier, newest, model_id, clause_id)
        assert was.rev < now.rev
        assert was.body != now.body
        assert was.category == now.category
        assert [(each.rev, each.date) for each in now.history[: was.rev]] == [
            (each.rev, each.date) for each in was.history
        ]
    assert all(clause.history[-1].date <= date(2025, 9, 1) for clause in overlay.values())


# -- what has changed since --------------------------------------------------------------------------------


@each_model
def test_one_clause_was_rewritten_through_and_through(earlier: Library, newest: Library, model_id: str) -> None:
    found = difference(earlier, newest, model_id, CHANGES[model_id].rewritten)

    assert found.changed
    assert "same" not in {block.kind for block in found.blocks if block.new.strip()}


@each_model
def test_one_has_an_item_that_was_not_there(earlier: Library, newest: Library, model_id: str) -> None:
    found = difference(earlier, newest, model_id, CHANGES[model_id].item_added)

    assert any(block.kind == "inserted" and re.match(r"(?:-|\d+\.) ", block.new) for block in found.blocks)


@each_model
def test_one_has_a_word_put_right(earlier: Library, newest: Library, model_id: str) -> None:
    clause_id, misspelt = CHANGES[model_id].respelt
    found = difference(earlier, newest, model_id, clause_id)
    gone = [
        span.text for block in found.blocks if block.kind == "changed" for span in block.spans if span.kind == "del"
    ]

    assert any(misspelt in text for text in gone)
    assert misspelt not in found.new


@each_model
def test_one_is_laid_out_afresh_and_reads_the_same(earlier: Library, newest: Library, model_id: str) -> None:
    assert difference(earlier, newest, model_id, CHANGES[model_id].layout).layout_only


@each_model
def test_one_asks_more_than_it_did(earlier: Library, newest: Library, model_id: str) -> None:
    clause_id, message = CHANGES[model_id].stronger

    assert message in told(earlier, newest, model_id, clause_id)


@each_model
def test_one_allows_less_time(earlier: Library, newest: Library, model_id: str) -> None:
    clause_id, message = CHANGES[model_id].number

    assert message in told(earlier, newest, model_id, clause_id)


@each_model
def test_one_was_withdrawn_and_some_are_new(earlier: Library, newest: Library, model_id: str) -> None:
    was, now, change = earlier.model(model_id), newest.model(model_id), CHANGES[model_id]

    assert [clause_id for clause_id in was.clause_ids if clause_id not in now.clause_ids] == list(change.left_out)
    assert change.withdrawn in was.overlay
    assert change.withdrawn not in newest.under(now).clauses
    assert set(now.clause_ids) - set(was.clause_ids) == change.new
    assert len(was.overlay) == sum(clause_id in now.clause_ids for clause_id in was.overlay) + 1


@each_model
def test_one_moved_to_another_section_and_one_within_its_own(earlier: Library, newest: Library, model_id: str) -> None:
    was, now, change = earlier.model(model_id), newest.model(model_id), CHANGES[model_id]
    across = [
        (clause_id, before.id, after.id)
        for clause_id in was.clause_ids
        if (before := was.section_of(clause_id)) and (after := now.section_of(clause_id)) and before.id != after.id
    ]

    assert across == [change.across]
    assert list(moved_within(earlier, was, now)) == [change.within]


def moved_within(earlier: Library, was: Model, now: Model) -> Iterator[Moved]:
    """The clauses that keep their section and stand elsewhere in it, with where they stood."""
    sections: dict[str, ModelSection] = {section.id: section for section in now.sections}
    known = earlier.under(was).clauses
    for section in was.sections:
        ids = [clause_id for clause_id in section.clauses if clause_id in sections[section.id].clauses]
        places = [ModelPlace(clause_id, section.id, known[clause_id].title) for clause_id in ids]
        stand = [clause_id for clause_id in sections[section.id].clauses if clause_id in ids]
        ours = [PolicyClause(each, section.id, known[each].title, "as-is", None, None) for each in stand]
        yield from (Moved(entry.id, entry.moved_note) for entry in compare(places, ours).entries if entry.moved)


# -- a school that goes on from one ------------------------------------------------------------------------


def taken_whole(library: Library, model_id: str) -> Draft:
    """A school's policy with every clause of the model as it is."""
    model = library.model(model_id)
    seen = library.under(model)
    draft = decisions.start(CHANGES[model_id].profile, model, seen)
    for clause_id in model.clause_ids:
        draft = decisions.pick(draft, seen, model, clause_id, by="Clerk", on=date(2025, 10, 1))
    return draft


def exported(draft: Draft, library: Library) -> str:
    model = library.model(draft.policy.model)
    return policy_markdown(assemble(draft, library.under(model), model))


@each_model
def test_a_school_on_it_says_the_same_under_the_newest(
    earlier: Library, newest: Library, model_id: str, tmp_path: Path
) -> None:
    before = taken_whole(earlier, model_id)
    new_school(Workspace(tmp_path, tmp_path / "clauses", tmp_path / "schools", bundled=False), "our-school", before)

    opened = open_school(Workspace(tmp_path, SHIPPED, tmp_path / "schools", bundled=False), "our-school", newest)

    assert opened.lock_trouble is None
    front, _, body = exported(opened.draft, newest).partition("\n## Contents\n")
    assert body == exported(before, earlier).partition("\n## Contents\n")[2]
    assert CHANGES[model_id].sentence in body
    assert ", version 2025.1 |" in front


@each_model
def test_its_outline_keeps_what_was_withdrawn_and_asks_about_what_is_new(
    earlier: Library, newest: Library, model_id: str
) -> None:
    draft, model, change = taken_whole(earlier, model_id), newest.model(model_id), CHANGES[model_id]

    sections = outline(draft, newest.under(model), model)
    clauses = {clause.id: clause for section in sections for clause in section.clauses}
    homes = {clause.id: section.head.id for section in sections for clause in section.clauses}

    kept = [clause for clause in clauses.values() if not clause.in_model]
    assert sorted(clause.id for clause in kept) == sorted(change.left_out)
    assert all(clause.state == "as-is" and clause.number for clause in kept)
    assert {clause.id for clause in clauses.values() if clause.state == "undecided"} == change.new
    assert not any(clauses[clause_id].number for clause_id in change.new)
    moved, was_in, _ = change.across
    assert homes[moved] == was_in


@each_model
def test_the_update_names_every_change_of_the_year(earlier: Library, newest: Library, model_id: str) -> None:
    change = CHANGES[model_id]
    update = Update(Session(taken_whole(earlier, model_id), newest, today=TODAY))
    found = {entry.id: entry for entry in update.plan.open if not entry.of_section}
    sections = [entry.section for entry in update.plan.open if entry.of_section]

    assert {clause_id for clause_id, entry in found.items() if entry.state == "new"} == change.new
    assert {clause_id for clause_id, entry in found.items() if entry.state == "withdrawn"} == set(change.left_out)
    assert {clause_id for clause_id, entry in found.items() if entry.state == "layout"} == {change.layout}
    assert {clause_id for clause_id, entry in found.items() if "moved" in {entry.state, *entry.also}} == {
        change.across[0],
        change.within.clause_id,
    }
    for clause_id in (change.rewritten, change.item_added, change.respelt[0], change.stronger[0], change.number[0]):
        assert found[clause_id].state == "take-theirs"
    for clause_id, message in (change.stronger, change.number):
        assert any(message in said for said in found[clause_id].obligations)
        assert not found[clause_id].clean
    assert sections == (["hr-escalation"] if model_id == "trust-model" else [])
    assert found[change.respelt[0]].clean
    assert found[change.layout].clean


@each_model
def test_a_school_that_takes_everything_says_what_the_newest_model_says(
    earlier: Library, newest: Library, model_id: str
) -> None:
    session = Session(taken_whole(earlier, model_id), newest, today=TODAY)
    update = Update(session)
    update.settle_clean()
    for entry in update.plan.open:
        update.settle(entry.id, "take")
    model = newest.model(model_id)
    afresh = decisions.start(CHANGES[model_id].profile, model, newest.under(model))
    for clause_id in model.clause_ids:
        afresh = decisions.pick(afresh, newest.under(model), model, clause_id, by="Clerk", on=TODAY)

    assert update.plan.open == ()
    assert exported(session.draft, newest) == exported(afresh, newest)
    assert session.comparison().deviations == ()


# -- the workspace -----------------------------------------------------------------------------------------


def test_only_the_models_that_are_named_go_back(newest: Library, tmp_path: Path) -> None:
    library = load_library(earlier_workspace(tmp_path, "trust-model") / "clauses")

    assert library.model("trust-model").version == "2025.1"
    assert library.models == {**newest.models, "trust-model": library.model("trust-model")}
    assert library.clauses == newest.clauses


def test_a_model_without_an_earlier_version_is_not_made_up(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no earlier version of borough-model"):
        earlier_workspace(tmp_path, "wales-model", "borough-model")

    assert list(tmp_path.iterdir()) == []
