"""A document made a model, and a later edition of it matched to the first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.imports.as_model import About, ImportedModel, model_of, summary_of
from composer.imports.blanks import propose
from composer.imports.cutting import cut
from composer.imports.editions import Text, common, kind_of_change, match
from composer.imports.markdown import read_markdown
from composer.imports.model_record import model_record
from composer.imports.naming import id_of
from composer.imports.particulars import date_in, version_in
from composer.imports.source import Source
from composer.policy.clause import Clause
from composer.policy.incoming import LeftOut
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from composer.policy.library import Library, Model

FIRST = """\
# Model policy

Version 1.0, adopted on 1 September 2025.

## Purpose

At [Name of School] we use social media to celebrate what pupils do. Ask [IT provider] for help.

## Governance

### Accounts of staff

Staff must keep their own accounts private, and must not add pupils to them.

### Passwords

Two people hold each password. It is changed once a year, and when one of them leaves.

## Appendix A: Form

I agree to pictures of my child on the school's page.
"""
ABOUT = About("anyshire", "Model policy", "Anyshire Council", "1.0", date(2025, 9, 1))
LATER = replace(ABOUT, version="2.0", date=date(2026, 9, 1))


def made(text: str, library: Library, about: About = ABOUT, earlier: Model | None = None) -> ImportedModel:
    source = read_markdown(text, "model.md")
    found = cut(source)
    blanks = propose(found, source, library.values, earlier.values if earlier else None).blanks
    return model_of(source, found, blanks, about, library, earlier)


def states(imported: ImportedModel) -> dict[str, str]:
    return {each.clause_id: each.state for each in imported.carried}


def test_a_document_becomes_a_model(library: Library) -> None:
    model = made(FIRST, library).model
    assert [(each.id, each.title, each.clauses, each.appendix) for each in model.sections] == [
        ("introduction", "Introduction", ("version-10-adopted-on-1-september-2025",), False),
        ("purpose", "Purpose", ("purpose-anyshire",), False),
        ("governance-section", "Governance", ("accounts-of-staff", "passwords"), False),
        ("appendices", "Appendices", ("form",), True),
    ]
    clause = model.overlay["purpose-anyshire"]
    assert model.overlay["passwords"].body == cut(read_markdown(FIRST, "a.md")).pieces[3].text
    assert clause.body == (
        "At {{school_name}} we use social media to celebrate what pupils do. Ask {{it_provider}} for help.\n"
    )
    assert (clause.rev, clause.category, clause.summary) == (
        1, "governance", "At [Name of School] we use social media to celebrate what pupils do."
    )  # fmt: skip
    assert [(each.name, each.group, each.question) for each in model.values.values()] == [
        ("it_provider", "From Anyshire Council", "What goes in place of “IT provider”?")
    ]
    assert (model.imported_from, model.overlay["form"].history[0].note) == (
        "model.md", "Imported from model.md, version 1.0."
    )  # fmt: skip


def test_a_clause_is_kept_with_the_library_s_nearest(library: Library) -> None:
    text = (
        "## Pictures\n\n### Phones at play\n\nIn the nursery phones stay away.\n\n### Zebras\n\nZebras graze.\n\n"
        "## Quokkas\n\nQuokkas hop.\n"
    )
    model = made(text, library).model
    assert {each.id: each.category for each in model.overlay.values()} == {
        "phones-at-play": "risk", "zebras": "risk", "quokkas": "governance"
    }  # fmt: skip


def test_no_id_is_a_category_s_or_a_library_clause_s(library: Library) -> None:
    model = made(FIRST, library).model
    assert not {section.id for section in model.sections} & set(library.categories)
    assert not set(model.overlay) & set(library.clauses)
    twice = made("# A\n\n## Purpose\n\nOne.\n\n## Purpose\n\nTwo.\n\n## Purpose\n\nThree.\n", library).model
    assert list(twice.clause_ids) == ["purpose-anyshire", "purpose-anyshire-2", "purpose-anyshire-3"]
    assert len({section.id for section in twice.sections}) == 3


def test_ids_are_short_and_safe() -> None:
    assert id_of("Staff, pupils & parents: what each of them may and must not do online", (), otherwise="x") == (
        "staff-pupils-and-parents-what-each-of-them-may"
    )
    assert id_of("…", (), otherwise="clause-7") == "clause-7"
    assert id_of("x" * 90, {"x" * 48}, otherwise="x", suffix="y" * 60) == "x" * 48 + "-" + "y" * 15


def test_the_same_edition_again_changes_nothing(library: Library) -> None:
    first = made(FIRST, library)
    again = made(FIRST, library, earlier=first.model)
    assert again.model == first.model
    assert (set(states(again).values()), again.gone) == ({"same"}, ())


LATER_TEXT = """\
# Model policy

Version 2.0, adopted on 1 September 2026.

## Governance of it all

### Who holds passwords

Two people hold each password. It is changed once a term, and when one of them leaves.

### Staff's own accounts

Staff must keep their own accounts private, and must not add pupils to them.

### Pictures

A picture is posted when its parents agree.

## Purpose

At [Name of School] we use social media – to celebrate what pupils do. Ask [IT provider] for help.
"""


def test_a_later_edition_is_matched_by_its_words(library: Library) -> None:
    first = made(FIRST, library).model
    later = made(LATER_TEXT, library, LATER, first)
    assert states(later) == {
        "version-10-adopted-on-1-september-2025": "reworded",
        "passwords": "reworded",
        "accounts-of-staff": "same",
        "pictures": "new",
        "purpose-anyshire": "reworded",
    }
    assert later.gone == ("form",)
    assert [section.id for section in later.model.sections] == ["introduction", "governance-section", "purpose"]
    assert later.model.sections[1].title == "Governance of it all"
    clause = later.model.overlay["passwords"]
    assert (clause.rev, clause.title, clause.history[1].kind, clause.history[1].note) == (
        2, "Who holds passwords", "substantive", "Reworded in version 2.0."
    )  # fmt: skip
    moved = later.model.overlay["accounts-of-staff"]
    assert (moved.rev, moved.title, moved.body) == (1, "Staff's own accounts", first.overlay["accounts-of-staff"].body)
    assert later.model.overlay["purpose-anyshire"].body.startswith("At {{school_name}} we")
    assert "form" not in later.model.overlay


def test_other_dashes_and_quotes_are_the_same_words(library: Library) -> None:
    first = made('# A\n\nText.\n\n## B\n\nWe "ask" - and wait.\n', library).model
    later = made("# A\n\nText.\n\n## B\n\nWe “ask” – and\nwait.\n", library, LATER, first)
    assert set(states(later).values()) == {"same"}
    assert later.model.overlay == first.overlay


def test_a_clause_written_anew_under_its_title_is_that_clause(library: Library) -> None:
    first = made("## Passwords\n\nOld words for it.\n\n## B\n\nText.\n", library).model
    later = made("## Passwords\n\nSomething else entirely here.\n\n## B\n\nText.\n", library, LATER, first)
    assert states(later) == {"passwords": "reworded", "b": "same"}


def test_what_people_wrote_in_a_clause_s_file_stays(library: Library) -> None:
    first = made(FIRST, library).model
    agreed = replace(first.overlay["passwords"], freedom="agreed", readers=("staff",))
    first = replace(first, overlay={**first.overlay, "passwords": agreed}, intro="By hand.", types=("community",))
    later = made(LATER_TEXT, library, LATER, first).model
    assert (later.overlay["passwords"].freedom, later.overlay["passwords"].readers) == ("agreed", ("staff",))
    assert (later.intro, later.types) == ("By hand.", ("community",))


NUMBERED = """\
## Accounts

1.1 Passwords are long and kept in one safe place.

1.2 Two-step sign-in is switched on wherever the platform has it.

1.3 Photographs are taken with care.
"""


def test_a_numbered_paragraph_written_anew_is_known_by_its_place(library: Library) -> None:
    anew = "1.2 Two-step sign-in must be switched on for every account that the school owns, without exception."
    first = made(NUMBERED, library).model
    old = "two-step-sign-in-is-switched-on-wherever-the"
    later = made(NUMBERED.replace("1.2 Two-step sign-in is switched on wherever the platform has it.", anew), library,
                 LATER, first)  # fmt: skip
    assert (states(later)[old], later.gone) == ("reworded", ())
    elsewhere = NUMBERED.replace("1.2 Two-step sign-in is switched on wherever the platform has it.\n\n", "")
    later = made(f"{elsewhere}\n{anew}\n", library, LATER, first)
    assert later.gone == (old,), "another place and other words are another clause"
    other = NUMBERED.replace("Two-step sign-in is switched on wherever the platform has it.", "Ask before you film.")
    assert made(other, library, LATER, first).gone == (old,)


def edited(model: Model, name: str, body: str) -> Model:
    return replace(model, overlay={**model.overlay, name: replace(model.overlay[name], body=body)})


def test_what_people_edited_stays_until_the_document_changes_there(library: Library) -> None:
    first = made(FIRST, library).model
    mine = edited(first, "passwords", "Three people hold each password. It is changed once a year.\n")
    same = made(FIRST, library, LATER, mine)
    assert same.model.overlay["passwords"] == mine.overlay["passwords"]
    assert "passwords was edited here, and the document has not changed there: the edit stays." in same.notes
    assert (same.model.as_imported, same.replaced) == (first.as_imported, ())
    later = made(FIRST.replace("changed once a year", "changed every month"), library, LATER, same.model)
    assert later.model.overlay["passwords"].body.startswith("Two people hold")
    assert later.left_out == (
        LeftOut("words edited here", "Three people hold each password. It is changed once a year.", "passwords"),
    )
    assert later.notes[-1].startswith("Clauses had been edited here")
    gone = made(FIRST.partition("## Appendix")[0], library, LATER, edited(first, "form", "I gladly agree.\n"))
    assert (gone.gone, gone.left_out) == (("form",), (LeftOut("words edited here", "I gladly agree.", "form"),))
    assert made(FIRST, library, LATER, first).notes == ()
    unmarked = replace(mine, as_imported={})
    assert made(FIRST, library, LATER, unmarked).replaced == (), "an import before this one kept no marks"


def test_clauses_of_one_title_are_told_apart_by_their_sections(library: Library) -> None:
    said = (
        "## Staff\n\n### Groups\n\nNo pupils.\n\n### B\n\nText.\n\n"
        "## Pupils\n\n### Groups\n\nNo staff.\n\n### C\n\nText.\n"
    )
    assert list(made(said, library).model.overlay) == ["groups", "b", "groups-pupils", "c"]


def test_sections_of_one_title_keep_their_ids(library: Library) -> None:
    said = "Made in May.\n\n# Introduction\n\nAsk.\n\n# Rules\n\nWait.\n\n# RULES\n\nPost with care.\n"
    first = made(said, library).model
    assert [(each.id, each.title) for each in first.sections][:2] == [
        ("front-page", "Front page"), ("introduction", "Introduction")
    ]  # fmt: skip
    later = made(said.replace("# Rules\n\nWait.\n\n", ""), library, LATER, first).model
    assert [each.id for each in later.sections] == [first.sections[0].id, first.sections[1].id, first.sections[3].id]
    assert made(said, library, LATER, first).model.sections == first.sections


def test_an_id_that_is_gone_is_given_to_nobody_else(library: Library) -> None:
    first = made("## Passwords\n\nOld words for it, and many of them.\n\n## B\n\nText.\n", library).model
    later = made("## B\n\nText.\n\n## C\n\n### Passwords!\n\nQuite another thing.\n", library, LATER, first)
    assert (later.gone, states(later)) == (("passwords",), {"b": "same", "passwords-anyshire": "new"})


def test_a_placeholder_that_went_keeps_its_entry(library: Library) -> None:
    first = made(FIRST, library).model
    later = made("## Purpose\n\nText.\n\n## B\n\nText two.\n", library, LATER, first).model
    assert later.values == first.values


words = st.lists(
    st.sampled_from(["staff", "pupils", "must", "may", "ask", "first", "never", "post", "home"]), min_size=1
)
bodies = st.lists(words.map(" ".join), min_size=1, max_size=8)


@settings(max_examples=40)
@given(bodies, bodies)
def test_a_clause_is_given_once(old: list[str], new: list[str]) -> None:
    earlier = {f"c{at}": Clause(f"c{at}", "x", f"T{at}", f"{body}\n", 1) for at, body in enumerate(old)}
    found = match([Text(f"T{at}", at % 2 == 0, f"{body}\n") for at, body in enumerate(new)], earlier)
    given_ = [each.clause_id for each in found.values()]
    assert len(set(given_)) == len(given_)
    assert all(0 <= each.score <= 100 for each in found.values())
    for at, body in enumerate(new):
        if old.count(body) == 1 and new.count(body) == 1:
            assert (found[at].clause_id, found[at].score) == (f"c{old.index(body)}", 100)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("Staff may ask the head.\n", "Staff must ask the head.\n", "substantive"),
        ("Staff ask the head.\n", "Staff ask the head.\n\nNobody posts on Sundays.\n", "substantive"),
        ("Staff gladly ask the kind head.\n", "Staff happily ask our kind head.\n", "wording"),
        ("Staff recieve the post.\n", "Staff receive the post.\n", "typo"),
    ],
)
def test_the_weight_of_a_change(old: str, new: str, kind: str) -> None:
    assert kind_of_change(old, new) == kind


def test_words_in_common() -> None:
    from collections import Counter

    assert common(Counter("abcd"), Counter("abxy")) == 50
    assert common(Counter(), Counter()) == 0


@pytest.mark.parametrize(
    ("text", "version", "day"),
    [
        ("Version 3.1", "3.1", None),
        ("Policy v2, updated 3rd March 2026", "2", date(2026, 3, 3)),
        ("**Version:** 4\n\nDate: 01/09/2025", "4", date(2025, 9, 1)),
        ("Adopted September 2025. Next review due 1 May 2027.", "", date(2025, 9, 1)),
        ("Review due 1 May 2027, issued 2026-02-30", "", None),
        ("Version 3.2 – September 2026", "3.2", date(2026, 9, 1)),
        ("Issued by the council, version 4, May 2026", "4", date(2026, 5, 1)),
        ("Reviewed by governors 3 May 2026; to be reviewed by 1 May 2027", "", date(2026, 5, 3)),
        ("Date of the next issue: 3 May 2027.\n\nReviewed: 1 May 2026", "", date(2026, 5, 1)),
        ('---\nversion: "7.2"\n---\nText.', "7.2", None),
        ("In version control since 2019.", "", None),
    ],
)
def test_what_a_document_says_of_itself(text: str, version: str, day: date | None) -> None:
    source = read_markdown(text, "a.md")
    assert (version_in(source), date_in(source)) == (version, day)


def test_a_footer_tells_the_version() -> None:
    source = Source("a.docx", "word", (), (LeftOut("footer", "Anyshire, version 2026.1"),))
    assert version_in(source) == "2026.1"


def test_a_summary_is_one_short_line() -> None:
    assert summary_of("- **Ask** the [head](https://a.example).\n- Wait.\n") == "Ask the head (https://a.example)."
    assert len(summary_of("word " * 90)) <= 110
    assert summary_of("| a | b |\n|---|---|\n| c | d |\n") == ""


def test_the_record_tells_everything(library: Library) -> None:
    first = made(FIRST, library)
    said = model_record(first, date(2026, 11, 22))
    assert "- SHA-256 of the file: " + first.source.digest in said
    assert "| (line 11) | Accounts of staff | accounts-of-staff | new |" in said
    assert "| \\[IT provider\\] | it\\_provider | What goes in place of “IT provider”? | 2 |" in said
    assert said.endswith("## Left out\n\nNothing.\n\n## To look at\n\nNothing.\n")
    later = made(LATER_TEXT + "\n![A logo](a.png)\n", library, LATER, first.model)
    said = model_record(later, date(2026, 11, 22))
    assert "Clauses of the edition before that this one has no more: form." in said
    assert "- picture (line 23): A logo" in said


def test_an_id_that_cannot_be_one(library: Library) -> None:
    with pytest.raises(Problem, match="cannot be a model"):
        made(FIRST, library, replace(ABOUT, id="../x"))
