"""Sections that a school heads itself: printed, numbered, kept, joined and written to files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.policy import changes, decisions
from composer.policy.document import assemble
from composer.policy.outline import outline
from composer.policy.own_sections import standing_for
from composer.policy.policy import Draft, Heading, Lock
from composer.policy.problems import Problem
from composer.session import Session
from composer.store.policy_file import parse_policy
from composer.store.policy_toml import write_policy
from composer.store.unsaved import from_json, to_json
from tests.conftest import TODAY

if TYPE_CHECKING:
    from composer.policy.library import Library, Model
    from composer.policy.policy import SchoolPolicy

PATH = Path("policy.toml")


@pytest.fixture(scope="module")
def headed(new_draft: Draft, library: Library, model: Model) -> Draft:
    """A policy with a section of its own, one named as a category that the model lacks, and an own appendix."""
    headings = {
        "our-aims": Heading("What we want"),
        "risk": Heading("Keeping safe"),
        "forms": Heading("Forms", appendix=True),
    }
    sections: dict[str, tuple[str, ...]] = {"our-aims": ("purpose",), "risk": (), "forms": ()}
    draft = Draft(replace(new_draft.policy, sections=sections, headings=headings), new_draft.lock)
    draft = decisions.pick(draft, library, model, "purpose", by="IT lead", on=TODAY)
    for clause_id, section in (("bus-stop", "risk"), ("consent-form", "forms")):
        text, title = f"About the {clause_id}.\n", clause_id.title()
        draft = decisions.add_local(
            *(draft, library, model, clause_id), title=title, section=section, text=text, by="IT lead", on=TODAY
        )
    return draft


def titles(draft: Draft, library: Library, model: Model) -> list[tuple[str, str, str, str]]:
    document = assemble(draft, library, model)
    return [(each.number, each.head.title, each.intro, each.clauses[0].number) for each in document.sections]


def test_own_headings_print_in_the_schools_order_without_words_of_the_library(
    headed: Draft, library: Library, model: Model
) -> None:
    assert titles(headed, library, model) == [
        ("1", "What we want", "", "1.1"),
        ("2", "Keeping safe", "", "2.1"),
        ("", "Forms", "", "A"),
    ]


def test_an_own_heading_goes_before_a_pinned_one_and_leaves_its_introduction(
    new_draft: Draft, library: Library, model: Model
) -> None:
    draft = decisions.pick(new_draft, library, model, "purpose", by="IT lead", on=TODAY)
    own = replace(draft, policy=replace(draft.policy, headings={"governance": Heading("What we are for")}))
    [(_, title, intro, _)] = titles(own, library, model)
    assert title == "What we are for"
    assert intro.startswith("Approved by")


def test_a_lost_lock_changes_no_own_heading(headed: Draft, library: Library, model: Model) -> None:
    rebuilt = decisions.relock(Draft(headed.policy, Lock()), library, model)
    assert titles(rebuilt, library, model) == titles(headed, library, model)
    assert "risk" not in rebuilt.lock.heads


def test_a_clause_of_the_model_goes_to_the_models_section(headed: Draft, library: Library, model: Model) -> None:
    draft = decisions.pick(headed, library, model, "comments-open", by="IT lead", on=TODAY)
    assert draft.policy.section_of("comments-open") == "positive-use"
    assert ("2", "Using it well", "What we post, and why.", "2.1") in titles(draft, library, model)


def test_what_the_school_heads_is_read_as_it_was_written(headed: Draft) -> None:
    text = write_policy(None, None, headed.policy)
    assert '[section.forms]\ntitle = "Forms"\nappendix = true\nclauses = ["consent-form"]\n' in text
    assert parse_policy(text.encode(), PATH).policy == headed.policy


def test_a_heading_is_put_in_changed_and_taken_out_where_it_stands(headed: Draft) -> None:
    text = write_policy(None, None, headed.policy).replace("[section.risk]", "# Ours\n[section.risk]  # kept")
    once = replace(headed.policy, headings={**headed.policy.headings, "risk": Heading("Safe", appendix=True)})
    changed = write_policy(text, headed.policy, once)
    assert '# Ours\n[section.risk]  # kept\ntitle = "Safe"\nappendix = true\nclauses' in changed
    without = replace(once, headings={key: each for key, each in once.headings.items() if key != "risk"})
    assert "# Ours\n[section.risk]  # kept\nclauses" in write_policy(changed, once, without)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("appendix = true", "appendix goes with a title"),
        ('title = ""', "title is empty"),
        ('title = """\nTwo\nlines"""', "more than one line"),
        ('title = "A"\nappendix = "yes"', "appendix is true or false"),
    ],
)
def test_a_wrong_heading_is_told_with_its_line(headed: Draft, said: str, what: str) -> None:
    text = write_policy(None, None, replace(headed.policy, headings={})).replace(
        "[section.risk]\n", f"[section.risk]\n{said}\n"
    )
    with pytest.raises(Problem, match=what) as caught:
        parse_policy(text.encode(), PATH)
    assert caught.value.line is not None


HEADINGS = st.dictionaries(
    st.sampled_from(["our-aims", "risk", "forms"]), st.builds(Heading, st.sampled_from(["A", "B C"]), st.booleans())
)


def with_headings(draft: Draft, headings: dict[str, Heading]) -> Draft:
    return replace(draft, policy=replace(draft.policy, headings=headings))


@given(HEADINGS, HEADINGS)
def test_unsaved_headings_are_kept_and_made_again(
    headed: Draft, before: dict[str, Heading], after: dict[str, Heading]
) -> None:
    old, new = with_headings(headed, before), with_headings(headed, after)
    kept = from_json(to_json(changes.between(old, new)))
    assert changes.applied(kept, old) == new
    assert kept.nothing == (before == after)


def test_two_edits_of_headings_join_or_clash(headed: Draft) -> None:
    def edit(**more: str) -> changes.Changes:
        new = {**headed.policy.headings, **{key: Heading(title) for key, title in more.items()}}
        return changes.between(headed, with_headings(headed, new))

    assert changes.clashes(edit(risk="One"), edit(risk="Two")) == ("the heading of the section risk",)
    assert changes.clashes(edit(risk="One"), edit(forms="Two")) == ()
    joined = changes.applied(edit(forms="Two"), changes.applied(edit(risk="One"), headed))
    policy: SchoolPolicy = joined.policy
    assert (policy.headings["risk"].title, policy.headings["forms"].title) == ("One", "Two")


def test_work_kept_by_an_older_version_has_no_headings(headed: Draft) -> None:
    kept = to_json(changes.between(headed, headed)).replace(', "headings": {}', "")
    assert "headings" not in kept
    assert from_json(kept).nothing


# -- what stands for what of the model -------------------------------------------------------------------------


def test_the_model_looks_for_its_sections_in_those_that_have_most_of_them(
    new_draft: Draft, library: Library, model: Model
) -> None:
    sections = {
        "bits": ("facebook", "celebrating-achievement"),
        "posting": ("register-of-accounts", "comments-open", "purpose"),
    }
    headings = {key: Heading(key.title()) for key in sections}
    draft = Draft(replace(new_draft.policy, sections=dict.fromkeys(sections, ()), headings=headings), new_draft.lock)
    for section, ids in sections.items():
        for clause_id in ids:
            listed = {**draft.policy.sections, section: (*draft.policy.sections[section], clause_id)}
            draft = replace(draft, policy=replace(draft.policy, sections=listed))
            draft = decisions.pick(draft, library, model, clause_id, by="IT lead", on=TODAY)
    assert standing_for(draft.policy, model) == {"positive-use": "posting", "platform-appendices": "bits"}

    undecided = {clause.id: each.head.id for each in outline(draft, library, model) for clause in each.clauses}
    assert undecided["class-livestreams"] == "posting"
    assert undecided["other-services"] == "bits"
    assert undecided["safeguarding-first"] == "governance"

    picked = decisions.pick(draft, library, model, "class-livestreams", by="IT lead", on=TODAY)
    assert picked.policy.sections["posting"] == (
        *("register-of-accounts", "class-livestreams"),
        *("comments-open", "purpose"),
    )
    moved = {each.id for each in Session(draft, library, today=TODAY).comparison().entries if each.moved}
    assert moved == {"purpose", "celebrating-achievement"}


def test_without_own_headings_nothing_stands_for_a_section(decided: Draft, model: Model) -> None:
    assert standing_for(decided.policy, model) == {}
    both = replace(decided.policy, headings={"governance": Heading("Ours")})
    assert standing_for(both, model) == {}
