"""Three-way merges as a person would judge them, on policies made up for it."""

import pytest

from composer.compare.merging import Merge, Piece, merge

POLICY = """# Replying to parents

Staff may reply to messages from parents within 24 hours. The headteacher reads every reply first.
Replies are never sent after 6 p.m. on a school day.

- Use the school's own account, e.g. the office account.
- Keep a copy of every message.
  - Copies are deleted after one year.
- Tell Dr. Khan about any complaint.

| Account | Kept by |
|---|---|
| Class pages | Class teachers |
| School page | The office |

Governors review this page each spring.
"""


def change(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def both(base: str, ours: tuple[str, str], theirs: tuple[str, str]) -> Merge:
    """The merge of one change by each side."""
    return merge(base, change(base, ours), change(base, theirs))


def conflicts(merged: Merge) -> list[tuple[str, str, str]]:
    return [
        (piece.base.strip(), piece.ours.strip(), piece.theirs.strip())
        for piece in merged.pieces
        if piece.state == "conflict"
    ]


def only(merged: Merge, state: str) -> Piece:
    (piece,) = (piece for piece in merged.pieces if piece.state == state)
    return piece


# -- whole texts ----------------------------------------------------------------------------------------------

OURS = change(POLICY, ("24 hours", "48 hours"))
THEIRS = change(POLICY, ("each spring", "each autumn"))
SET_ANEW = POLICY.replace("first.\nReplies", "first. Replies").replace("'", "’")


@pytest.mark.parametrize(
    ("ours", "theirs", "state", "result"),
    [
        (OURS, POLICY, "nothing-new", OURS),
        (OURS, POLICY + "\n", "nothing-new", OURS),
        (POLICY, THEIRS, "take-theirs", THEIRS),
        (POLICY + "\n\n", THEIRS, "take-theirs", THEIRS),
        (OURS, OURS, "already-same", OURS),
        (OURS, OURS.replace("school's", "school’s"), "already-same", OURS),
        (OURS, SET_ANEW, "layout", OURS),
        (OURS, THEIRS, "clean", change(OURS, ("each spring", "each autumn"))),
    ],
)
def test_states_of_a_whole_text(ours: str, theirs: str, state: str, result: str) -> None:
    merged = merge(POLICY, ours, theirs)
    assert (merged.state, merged.result) == (state, result)


def test_empty_texts() -> None:
    assert merge("", "", "").state == "nothing-new"
    assert merge("", "New.\n", "").result == "New.\n"
    assert merge("Old.\n", "", "Old.\n").result == ""
    assert merge("Old one stays.\n", "", "Old one goes.\n").state == "conflict"


def test_line_endings_make_no_difference() -> None:
    merged = merge(POLICY.replace("\n", "\r\n"), OURS, THEIRS.replace("\n", "\r\n"))
    assert merged.result == change(OURS, ("each spring", "each autumn"))


# -- sentences ------------------------------------------------------------------------------------------------


def test_neighbouring_sentences_of_one_paragraph_merge() -> None:
    merged = both(POLICY, ("24 hours", "48 hours"), ("The headteacher reads", "The deputy head reads"))
    assert merged.state == "clean"
    assert "within 48 hours. The deputy head reads every reply first.\n" in (merged.result or "")
    assert [piece.state for piece in merged.pieces] == ["same", "ours", "theirs", "same"]


def test_a_conflict_is_one_sentence() -> None:
    merged = both(POLICY, ("24 hours", "48 hours"), ("24 hours", "12 hours"))
    assert merged.state == "conflict"
    assert conflicts(merged) == [
        tuple(f"Staff may reply to messages from parents within {hours} hours." for hours in (24, 48, 12))
    ]
    assert merged.result is None
    assert merged.proposal == OURS


def test_what_both_changed_alike_is_no_conflict() -> None:
    merged = merge(POLICY, change(OURS, ("copy", "paper copy")), change(OURS, ("The office", "The bursar")))
    assert merged.result == change(OURS, ("copy", "paper copy"), ("The office", "The bursar"))
    assert only(merged, "both").result == "Staff may reply to messages from parents within 48 hours. "


def test_a_word_merge_is_only_suggested() -> None:
    merged = both(POLICY, ("from parents", "from parents and carers"), ("Staff may reply", "Office staff may reply"))
    assert merged.state == "suggestion"
    assert merged.result is None
    wanted = "Office staff may reply to messages from parents and carers within 24 hours. "
    assert only(merged, "suggestion").result == wanted
    assert wanted in merged.proposal


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (("24 hours", "24 working hours"), ("24 hours", "48 hours")),
        (("from parents within", "from parents, carers and pupils within"), ("parents within", "parents sent within")),
    ],
)
def test_changes_that_touch_are_not_suggested(ours: tuple[str, str], theirs: tuple[str, str]) -> None:
    assert both(POLICY, ours, theirs).state == "conflict"


def test_a_sentence_split_by_one_side_and_reworded_by_the_other_is_one_conflict() -> None:
    base = "Intro stays here.\n\nStaff must ask the headteacher before posting and must keep a copy of the post.\n"
    split = "Staff must ask the headteacher before posting. They must keep a copy of the post.\n"
    merged = both(
        base,
        ("Staff must ask the headteacher before posting and must keep a copy of the post.\n", split),
        ("keep a copy of the post", "keep a signed copy of the post"),
    )
    assert [ours for _, ours, _ in conflicts(merged)] == [split.strip()]
    joined = merge(
        change(base, (base[base.index("Staff") :], split)), base, change(base, (base[19:], split[:-6] + "n it.\n"))
    )
    assert not joined.clean


def test_a_sentence_added_beside_one_that_was_split_is_a_conflict() -> None:
    base = "Staff must ask the headteacher before posting and must keep a copy of the post. It ends here.\n"
    theirs = change(base, ("posting and must keep", "posting. They must keep"))
    ours = change(base, ("of the post. ", "of the post. It may be printed. "))
    assert merge(base, ours, theirs).state == merge(base, theirs, ours).state == "conflict"


def test_words_win_over_layout() -> None:
    ours = change(
        POLICY, ("24 hours", "48 hours"), ("- Use the school's own account", "* Use the school’s own account")
    )
    theirs = change(
        POLICY,
        ("Staff may reply to messages from parents", "Staff may reply to\nmessages from parents"),
        ("the office account", "the office one"),
    )
    merged = merge(POLICY, ours, theirs)
    assert merged.state == "clean"
    assert "Staff may reply to messages from parents within 48 hours. " in (merged.result or "")
    assert "- Use the school's own account, e.g. the office one.\n" in (merged.result or "")


# -- what came and what went ----------------------------------------------------------------------------------


def test_a_sentence_added_to_one_that_went_is_a_conflict() -> None:
    went = ("The headteacher reads every reply first.\n", "")
    added = ("reply first.\n", "reply first. She may ask for another one.\n")
    assert conflicts(both(POLICY, went, added)) == [
        (
            "The headteacher reads every reply first.",
            "",
            "The headteacher reads every reply first. She may ask for another one.",
        )
    ]


SPRING = "Governors review this page each spring.\n"
MESSAGE = "- Keep a copy of every message.\n"
COMPLAINT = "- Tell Dr. Khan about any complaint.\n"
TITLE = "# Replying to parents\n\n"


@pytest.mark.parametrize(
    ("went", "beside", "added", "state"),
    [
        # Another item of the list does not lean on the one that went, but a nested one does.
        (COMPLAINT, COMPLAINT, f"{COMPLAINT}- Be polite.\n", "clean"),
        (MESSAGE, MESSAGE, f"{MESSAGE}  - Print it, too.\n", "conflict"),
        # So does a paragraph at the end of a section that went, and no other paragraph.
        (TITLE, TITLE, f"{TITLE}This is new here.\n\n", "conflict"),
        (SPRING, SPRING, f"Parents are told of it.\n\n{SPRING}", "clean"),
    ],
)
def test_what_was_added_beside_what_went(went: str, beside: str, added: str, state: str) -> None:
    assert both(POLICY, (went, ""), (beside, added)).state == state
    assert both(POLICY, (beside, added), (went, "")).state == state


def test_what_both_added_at_one_place_is_one_conflict_without_what_is_common() -> None:
    item = "- Tell Dr. Khan about any complaint.\n"
    merged = both(
        POLICY,
        (item, f"{item}- Be polite.\n- Be brief.\n"),
        (item, f"{item}- Be polite.\n- Sign with your full name.\n"),
    )
    assert only(merged, "both").ours == "- Be polite.\n"
    assert conflicts(merged) == [("", "- Be brief.", "- Sign with your full name.")]


def test_a_sentence_that_both_added_at_different_places_is_not_there_twice() -> None:
    new = "Photographs of pupils need consent in writing."
    merged = both(POLICY, ("reply first.", f"reply first. {new}"), ("each spring.", f"each spring. {new}"))
    assert conflicts(merged) == [("", "", new)]


def test_one_deleted_what_the_other_reworded() -> None:
    merged = both(POLICY, ("- Keep a copy of every message.\n", ""), ("every message", "every long message"))
    assert conflicts(merged) == [("- Keep a copy of every message.", "", "- Keep a copy of every long message.")]


def test_a_deleted_section_keeps_what_the_other_changed_in_it_in_one_small_conflict() -> None:
    section = (
        "## Old rules\n\nNobody may post at all. Phones stay at home. Cameras are locked away.\n\nThe end of it.\n"
    )
    base = f"{POLICY}\n{section}"
    merged = merge(base, POLICY, change(base, ("Phones stay at home", "Phones stay in lockers")))
    assert conflicts(merged) == [("Phones stay at home.", "", "Phones stay in lockers.")]


def test_a_paragraph_written_anew_is_no_part_of_a_conflict_in_the_next_one_that_went() -> None:
    base = "Talk to a manager.\n\nPupils bring their pens along.\n\nGovernors meet each spring.\n"
    ours = "Ask Naz!\n\nGovernors meet each spring.\n"
    merged = merge(base, ours, change(base, ("their pens", "all their pens")))
    assert conflicts(merged) == [("Pupils bring their pens along.", "", "Pupils bring all their pens along.")]


# -- moves ----------------------------------------------------------------------------------------------------

KHAN = "- Tell Dr. Khan about any complaint.\n"
MOVED = change(POLICY, (KHAN, ""), ("- Use", f"{KHAN}- Use"))


def test_a_move_takes_the_other_sides_words_along() -> None:
    reworded = change(POLICY, ("any complaint", "every complaint"))
    for ours, theirs in ((MOVED, reworded), (reworded, MOVED)):
        merged = merge(POLICY, ours, theirs)
        assert merged.result == change(MOVED, ("any complaint", "every complaint"))
        assert "".join(piece.ours for piece in merged.pieces) == ours
        assert "".join(piece.theirs for piece in merged.pieces) == theirs


def test_a_move_tells_nothing_of_obligations() -> None:
    duty = "Staff must never post names, and they keep them for 3 years."
    base = f"{POLICY}\n{duty}\n"
    moved = change(POLICY, ("Staff may", f"{duty} Staff may"))
    assert merge(base, base, moved).obligations == ()
    reworded = change(base, ("3 years", "5 years"))
    assert [(one.side, one.message) for one in merge(base, reworded, moved).obligations] == [
        ("ours", "was “3 years”, is now “5 years”")
    ]


def test_what_one_moved_and_the_other_deleted_or_moved_elsewhere_is_for_a_person() -> None:
    deleted = change(POLICY, (KHAN, ""))
    elsewhere = change(POLICY, (KHAN, ""), ("- Keep", f"{KHAN}- Keep"))
    assert conflicts(merge(POLICY, deleted, MOVED)) == [("", "", KHAN.strip())]
    assert conflicts(merge(POLICY, elsewhere, MOVED)) == [("", "", KHAN.strip()), ("", KHAN.strip(), "")]
    assert merge(POLICY, MOVED, MOVED.replace("school's", "school’s")).state == "already-same"


def test_a_move_to_a_place_in_conflict_is_in_conflict_where_it_came_from() -> None:
    merged = merge(POLICY, change(POLICY, ("- Use", "- Be polite.\n- Use")), MOVED)
    assert conflicts(merged) == [("", "- Be polite.", KHAN.strip()), (KHAN.strip(), KHAN.strip(), "")]
    # Whoever keeps our side everywhere has our text, and loses nothing that nobody deleted.
    assert KHAN in merged.proposal


def test_words_that_cannot_move_along_stay_in_sight() -> None:
    ours = change(POLICY, ("any complaint", "every complaint"), ("- Use", "- Be polite.\n- Use"))
    merged = merge(POLICY, ours, MOVED)
    reworded = KHAN.strip().replace("any", "every")
    assert conflicts(merged) == [("", "- Be polite.", KHAN.strip()), (KHAN.strip(), reworded, "")]


def test_a_sentence_moved_and_reworded_does_not_bring_back_what_the_other_struck_out() -> None:
    base = "Staff must sign every picture first.\n\nPupils must bring their own pens along.\n"
    ours = "Pupils must bring their own pens along.\n\nStaff must stamp every picture first.\n"
    theirs = "Staff must sign every drawing first.\n\nPupils must bring their own pens along.\n"
    merged = merge(base, ours, theirs)
    assert "picture" not in "".join(piece.result or "" for piece in merged.pieces)


def test_an_item_under_must_not_waits_for_a_person_though_ours_changed_another_sentence() -> None:
    base = "Staff must not:\n\n- share passwords\n- post names of pupils\n\nNews is posted.\n"
    theirs = base.replace("pupils\n", "pupils\n- use private phones\n")

    found = merge(base, base.replace("News is posted", "News is read out"), theirs)

    assert found.state == "clean"
    assert [(each.side, each.message) for each in found.obligations] == [
        ("theirs", "new under “must not”: “use private phones”")
    ]
    gone = merge(base, base.replace("News is posted", "News is read out"), base.replace("- share passwords\n", ""))
    assert [(each.side, each.message) for each in gone.obligations] == [
        ("theirs", "gone from under “must not”: “share passwords”")
    ]
