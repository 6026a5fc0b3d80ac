"""What people must do, and whether a change of it is told."""

import pytest

from composer.compare.diff import diff
from composer.compare.obligations import watch

ROLES = ("headteacher", "IT lead", "{{dsl}}", "{{deputy_dsl}}")


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(change.kind, change.message) for change in watch(diff(old, new), ROLES)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Staff may reply at night.", "Staff must not reply at night.", [("duty", "was “may”, is now “must not”")]),
        ("Staff must reply to it.", "Staff must not reply to it.", [("duty", "was “must”, is now “must not”")]),
        ("Staff should ask first.", "Staff shall ask first.", [("duty", "was “should”, is now “shall”")]),
        ("Staff never post names.", "Staff post names.", [("duty", "“never” is gone")]),
        ("Photos are posted of all.", "Photos are not posted of all.", [("negation", "“not” is new")]),
        ("We post with no names.", "We post with names.", [("negation", "“no” is gone")]),
        (
            "Reply within 12 hours to it.",
            "Reply within 24 hours to it.",
            [("period", "was “12 hours”, is now “24 hours”")],
        ),
        (
            "We keep it for one year here.",
            "We keep it for two years here.",
            [("period", "was “one year”, is now “two years”")],
        ),
        ("Pupils over 13 may join it.", "Pupils over 16 may join it.", [("number", "was “13”, is now “16”")]),
        (
            "Tell the headteacher at once.",
            "Tell the IT lead at once.",
            [("role", "was “headteacher”, is now “IT lead”")],
        ),
        ("Ask {{dsl}} about it.", "Ask {{deputy_dsl}} about it.", [("role", "was “{{dsl}}”, is now “{{deputy_dsl}}”")]),
        (
            "Staff must log it and pupils may post it.",
            "Staff may log it and pupils must post it.",
            [("duty", "was “must”, is now “may”"), ("duty", "was “may”, is now “must”")],
        ),
        (
            "We tell you.",
            "We tell you, unless a child may not be safe.",
            [("negation", "“unless” is new"), ("negation", "“not” is new")],
        ),
        (
            "Ask if it may be true.",
            "Ask if it may\nnot be true.",
            [("duty", "“may” is gone"), ("negation", "“not” is new")],
        ),
        ("Names may be known.", "Names may not be knowingly given.", [("duty", "was “may”, is now “may not”")]),
        ("Pupils may be shown.", "Pupils may not be shown.", [("duty", "was “may”, is now “may not”")]),
        ("Pupils may be well.", "Pupils must not be well.", [("duty", "was “may”, is now “must not”")]),
        (
            "Staff are expected to ask us.",
            "Staff are required to ask us.",
            [("duty", "was “are expected to”, is now “are required to”")],
        ),
        ("Staff always ask first.", "Staff usually ask first.", [("limit", "was “always”, is now “usually”")]),
        ("Only staff post pictures.", "Staff post pictures here.", [("limit", "“Only” is gone")]),
        ("Keep at least two copies.", "Keep at most two copies.", [("limit", "was “at least”, is now “at most”")]),
        ("We keep up to two of them.", "We keep at least two of them.", [("limit", "was “up to”, is now “at least”")]),
        ("All pages are checked.", "Some pages are checked.", [("limit", "“Some” is new")]),
        (
            "Tell the police immediately if so.",
            "Tell the police as soon as possible if so.",
            [("limit", "was “immediately”, is now “as soon as”")],
        ),
        ("Ask before you post it.", "Ask after you post it.", [("choice", "was “before”, is now “after”")]),
        ("Ask within two days.", "Ask after two days.", [("choice", "was “within”, is now “after”")]),
        ("Ask the parent and the pupil.", "Ask the parent or the pupil.", [("choice", "was “and”, is now “or”")]),
        ("Pupils over 16 join it.", "Pupils under 16 join it.", [("choice", "was “over”, is now “under”")]),
        ("The page is checked daily.", "The page is checked weekly.", [("period", "was “daily”, is now “weekly”")]),
        (
            "We check it once a term here.",
            "We check it twice a\nyear here.",
            [("period", "was “once a term”, is now “twice a year”")],
        ),
        ("Consent is required here.", "Consent is optional here.", [("duty", "was “required”, is now “optional”")]),
        ("Filming is prohibited.", "Filming is allowed.", [("duty", "was “prohibited”, is now “allowed”")]),
        ("Pupils under thirteen ask.", "Pupils under sixteen ask.", [("number", "was “thirteen”, is now “sixteen”")]),
        ("It is no longer kept by us.", "It is kept by us.", [("negation", "“no longer” is gone")]),
    ],
)
def test_a_change_of_obligation_is_told_in_words(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert told(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Staff must ask the head.", "Staff must first ask the head."),
        ("It may change with a plan.", "It may change with {{fact:under-16-plan}}."),
        ("It ends in {{no_days}} here.", "It ends in {{may_days}} here."),
        ("1. Ask.\n2. Wait.\n3. Tell.\n", "1. Ask.\n3. Wait.\n4. Tell.\n"),
        ("Staff can't post it.", "Staff cannot post it."),
        ("The rule starts in May for all.", "The rule starts in May for everyone."),
        ("The rule starts in June for all.", "The rule starts in May for all."),
        ("Ask Will about the new page.", "Ask Sam about the new page."),
        ("Staff must\nask. They may post.", "Staff must ask.\nThey may post."),
        ("Staff must not share what they see.", "Staff must  not share what they see."),
        ("Note the mustard and the canopy here.", "Note the mayor and the willow here."),
        ("The page lists 12 clubs.\nStaff must ask first.", "Staff must ask first.\nThe page lists 12 clubs."),
        ("Staff ask the parent first.", "Staff ask the parent and the pupil first."),
        ("Staff ask the office.", "Staff ask the office before they post."),
        ("Every page is checked.", "Each page is checked."),
        ("Keep no more than two copies.", "Keep at\nmost two copies."),
        ("We tell the police at once.", "We tell the police immediately."),
        ("It wİthin ends.", "It after ends."),
    ],
)
def test_other_changes_are_not_told(old: str, new: str) -> None:
    assert told(old, new) == []


def test_new_and_dropped_sentences_tell_their_duties_and_periods_only() -> None:
    keep = "We post good news.\n"
    assert told(keep, f"{keep}The headteacher must check 3 pages each term within two days.\n") == [
        ("duty", "“must” is new"),
        ("period", "“each term” is new"),
        ("period", "“two days” is new"),
    ]
    assert told(f"{keep}Staff may never post.\n", keep) == [("duty", "“may never” is gone")]


def test_a_new_sentence_tells_no_limits_and_a_limit_of_one_sort_becomes_none_of_another() -> None:
    keep = "We post good news.\n"
    assert told(keep, f"{keep}\nOnly the office and some of us read it at least in part.\n") == []
    assert [message for _, message in told("Staff always ask us first.", "Staff ask only us first.")] == [
        "“always” is gone",
        "“only” is new",
    ]


def test_a_replaced_sentence_tells_only_what_differs() -> None:
    old = "Staff must keep all passwords in the office safe.\n"
    new = "Everyone who leaves must hand over accounts within 2 days.\n"
    assert told(old, new) == [("period", "“2 days” is new")]


def test_a_change_names_its_block() -> None:
    change = diff("We post news.\nStaff may reply to it.\n", "We post news.\nStaff must reply to it.\n")
    (found,) = watch(change)
    assert change.blocks[found.block].kind == "changed"
    assert (found.old, found.new) == ("may", "must")


def test_one_negation_word_does_not_become_another() -> None:
    said = [
        change.message
        for change in watch(diff("Phones are not used in lessons.", "Phones are used except in lessons."))
    ]
    assert said == ["“not” is gone", "“except” is new"]


def test_a_negation_that_only_changes_place_in_its_sentence_is_not_told_twice() -> None:
    old = "We do not share names, and we post pictures of the day."
    assert [
        c for c in watch(diff(old, "Names we do not share, and we post pictures of the day.")) if c.kind == "negation"
    ] == []


def test_a_number_in_words_is_a_number() -> None:
    old = "Every account has at least two named adults, and one of them is a teacher."
    new = "Every account has at least three named adults, and either of them is a teacher."
    assert [(c.kind, c.message) for c in watch(diff(old, new))] == [("number", "was “two”, is now “three”")]


def test_how_sections_are_numbered_is_no_obligation() -> None:
    old = (
        "- [1.3 Whom this covers](#13-whom-this-covers)\n\n### 1.3 Whom this covers\n\n"
        "See section 2.4 (Comments), and answer within 3 days.\n"
    )
    new = old.replace("1.3", "1.2").replace("#13-", "#12-").replace("2.4", "2.5")

    assert watch(diff(old, new)) == ()
    assert [each.message for each in watch(diff(old, new.replace("3 days", "5 days")))] == [
        "was “3 days”, is now “5 days”"
    ]


LIST = (
    "Staff must not:\n\n- share passwords\n- post names of pupils\n\n"
    "Staff may:\n\n- take a picture of the cakes at the fair\n"
)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("- post names", "- use private phones\n- post names", "new under “must not”: “use private phones”"),
        ("- share passwords\n", "", "gone from under “must not”: “share passwords”"),
        ("- share passwords", "- ring at night", "changed under “must not”: “ring at night”"),
        ("at the fair\n", "at the fair\n- write to us\n", "new under “may”: “write to us”"),
    ],
)
def test_an_item_under_a_lead_in_that_binds_is_told(old: str, new: str, expected: str) -> None:
    assert told(LIST, LIST.replace(old, new)) == [("duty", expected)]


def test_an_item_that_goes_from_one_lead_in_to_another_is_told() -> None:
    item = "- take a picture of the cakes at the fair\n"
    now = LIST.replace(item, "").replace("- share passwords\n", f"- share passwords\n{item}") + "- write to us\n"

    assert ("duty", f"was under “may”, is now under “must not”: “{item[2:].strip()}”") in told(LIST, now)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We post:\n\n- cakes\n", "We post:\n\n- cakes\n- songs\n"),
        ("Staff must not:\n\n- shout\n", "Staff must not:\n\n- shout\n\nWe post news.\n\n- cakes\n"),
        ("Staff must not:\n\n- shout\n- run\n", "Staff must not:\n\n* shout\n* run\n"),
        ("Staff must:\n\n1. ask us\n2. log it\n", "Staff must:\n\n1. log it\n2. ask us\n"),
        ("Staff must not:\n\n- shout at the children\n- run\n", "Staff must not:\n\n- run\n- shout at the children\n"),
    ],
)
def test_items_elsewhere_or_in_another_order_are_not(old: str, new: str) -> None:
    assert told(old, new) == []


def test_a_list_that_comes_with_its_lead_in_is_told_once() -> None:
    assert told("We post.\n", "We post.\n\nStaff must not:\n\n- shout\n- run\n") == [("duty", "“must not” is new")]


def test_how_often_and_on_which_day_is_a_period() -> None:
    assert told("We look at it every year here.", "We look at it every term here.") == [
        ("period", "was “every year”, is now “every term”")
    ]
    assert told("It goes to her the same day.", "It goes to her the same week.") == [
        ("period", "was “the same day”, is now “the same week”")
    ]
