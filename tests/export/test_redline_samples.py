"""The redline, its CriticMarkup and the list of sentences of the sample schools, against model and approval."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.export.critic import page_critic
from composer.export.markdown import policy_markdown, published
from composer.export.page import accepted, rejected
from composer.export.reading import page_of
from composer.export.redline import policy_redline
from composer.export.sentences import NOTHING, sentences_markdown
from composer.policy.model_document import model_document
from composer.session import Session
from composer.store.approval_file import last_approval
from composer.store.library_files import load_library
from composer.store.school_files import open_school
from composer.store.workspace import find_workspace
from composer.text import units
from tests.export.test_critic import letters, resolved
from tests.export.test_redline import unplaced

if TYPE_CHECKING:
    from composer.export.page import Page

ROOT = Path(__file__).parents[2]
SLUGS = ("oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary")
APPROVED = "brackenhope-primary"
CHANGED = "brackenhope-primary, changed since its approval"


@dataclass(frozen=True)
class Sample:
    """One policy: what it is compared with, what it is, and both in one."""

    session: Session
    old: Page
    new: Page
    marked: Page
    since: bool = False


@pytest.fixture(scope="module")
def samples() -> dict[str, Sample]:
    """The four schools against their models; the approved one, changed by a few decisions, against its approval."""
    library = load_library(ROOT / "clauses")
    found = {}
    for slug in SLUGS:
        opened = open_school(find_workspace(ROOT), slug, library)
        session = Session(opened.draft, library, today=date(2026, 11, 22))
        session.approval, _ = last_approval(find_workspace(ROOT), slug)
        model = policy_markdown(model_document(session.draft, session.library, session.model))
        found[slug] = Sample(session, read(model), read(printed(session)), policy_redline(session))
    session = found[APPROVED].session
    now = Session(session.draft, library, today=date(2026, 11, 22))
    now.approval = session.approval
    change(now)
    assert now.approval is not None
    marked = policy_redline(now, since=True)
    return {**found, CHANGED: Sample(now, read(now.approval.text), read(printed(now)), marked, since=True)}


def change(session: Session) -> None:
    """A few decisions: words changed, a clause left out, one that takes its place, one that moved, a value."""
    first, second, third = session.outline()[1].clauses[:3]
    session.adapt(first.id, session.text(first.id).replace("We ", "We all ", 1) + "\nThis is new.\n", "We agreed it.")
    session.drop(second.id, "Nobody used it.")
    session.move(third.id, before=first.id)


def printed(session: Session) -> str:
    return published(session.document(), session.standing())


def read(markdown: str) -> Page:
    """The page of a policy; what a draft has still to settle is no part of a redline."""
    text = re.sub(r"^## Still to settle\n.*?(?=^## )", "", markdown, flags=re.MULTILINE | re.DOTALL)
    return page_of(text, numbered=True)


pytestmark = pytest.mark.xdist_group("samples")  # which take longer to open than to look at
each_sample = pytest.mark.parametrize("slug", [*SLUGS, CHANGED])


@each_sample
def test_accepting_gives_the_policy_and_rejecting_what_it_is_compared_with(
    samples: dict[str, Sample], slug: str
) -> None:
    sample = samples[slug]

    assert unplaced(accepted(sample.marked)) == unplaced(sample.new)
    assert unplaced(rejected(sample.marked)) == unplaced(sample.old)
    assert [block.number for block in accepted(sample.marked).blocks] == [block.number for block in sample.new.blocks]
    assert sample.marked.about == sample.new.about


@each_sample
def test_every_departure_has_its_note(samples: dict[str, Sample], slug: str) -> None:
    sample = samples[slug]
    view = sample.session
    entries = {each.id: each for each in (view.since_approval() if sample.since else view.comparison()).entries}
    told = {block.key: block.notes[0] for block in sample.marked.blocks if block.notes and block.mark != "del"}
    told |= {block.key: block.notes[0] for block in sample.marked.blocks if block.notes and block.key not in told}

    departed = {i for i, entry in entries.items() if entry.deviates}
    assert departed <= set(told)
    assert all(entries[i].reason.split() == [] or " ".join(entries[i].reason.split()) in told[i].text for i in departed)
    assert all((told[i].by, told[i].on) == (entries[i].decided_by, entries[i].decided_on) for i in departed)


def test_most_of_a_policy_is_not_marked(samples: dict[str, Sample]) -> None:
    for slug in SLUGS:
        blocks = samples[slug].marked.blocks
        assert sum(block.mark == "same" for block in blocks) > 0.6 * len(blocks)


@pytest.mark.parametrize("slug", ["oakfield-primary", CHANGED])
def test_critic_markup_gives_both_sides_back(samples: dict[str, Sample], slug: str) -> None:
    sample = samples[slug]
    said = page_critic(sample.marked)

    assert letters(page_of(resolved(said, accept=True)))[-len(letters(sample.new)) :] == letters(
        accepted(sample.marked)
    )
    assert letters(page_of(resolved(said, accept=False))).endswith(letters(rejected(sample.marked)))


def test_plain_markdown_of_a_policy_reads_back_as_it_is(samples: dict[str, Sample]) -> None:
    page = samples[APPROVED].new

    assert page_of(page_critic(page), numbered=True) == replace(page, contents=False)


@each_sample
def test_the_list_of_sentences_has_every_word_that_came_or_went(samples: dict[str, Sample], slug: str) -> None:
    sample = samples[slug]
    view = sample.session
    said = plain(sentences_markdown(view, since=sample.since))
    read_out = str if sample.since else view.plain_reader()

    for entry in (view.since_approval() if sample.since else view.comparison()).deviations:
        assert plain(entry.title) in said
        if entry.kind in {"added", "dropped", "removed"}:
            changed = [entry.text or entry.base or ""]
        else:
            blocks = entry.diff.blocks if entry.diff is not None else ()
            changed = [side for block in blocks if block.is_change for side in (block.old, block.new)]
        for unit in (unit for side in changed for unit in units(side)):
            assert plain(read_out(unit.text)) in said


def plain(text: str) -> str:
    """The letters of a text, which signs, capitals and layout do not part; a link's address is told in brackets."""
    return "".join(re.findall(r"[^\W_0-9]", text)).casefold()


def test_an_approved_policy_has_nothing_marked_since_its_approval(samples: dict[str, Sample]) -> None:
    view = samples[APPROVED].session
    marked = policy_redline(view, since=True)

    assert all(block.mark == "same" and not block.notes for block in marked.blocks)
    assert marked.against == "the policy approved on 3 December 2025"
    assert NOTHING in sentences_markdown(view, since=True)
