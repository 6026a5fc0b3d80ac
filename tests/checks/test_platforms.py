"""Services that are gone, minimum ages, and pages that match the accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from composer.checks.families.ages import minimum_ages
from composer.checks.families.platforms import dead_platforms
from composer.checks.of_file import subject_of_file
from composer.policy.policy import Decision
from tests.checks.bench import (
    PLAIN,
    Seeded,
    found,
    in_file,
    school,
    session,
    setting,
    with_local,
    with_policy,
    with_profile,
    with_text,
    words,
)

SEEDED = {
    "dead-platform": Seeded(
        words="Musical.ly",
        file="# Apps\n\nPupils use Snapchat and Musical.ly at home.\n",
        line=3,
    ),
    "minimum-age": Seeded(
        words="16+",
        policy=lambda: with_text("whatsapp", "- **Decision:** We do not use it.\n- **Age:** WhatsApp is 16+.\n"),
        at="whatsapp",
        line=2,
    ),
    "platform-appendix": Seeded(
        policy=lambda: with_profile(platforms=("facebook", "whatsapp", "tiktok")),
        at="tiktok",
    ),
}


# -- services that are gone --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sites such as MySpace and Bebo are blocked.", ["MySpace", "Bebo"]),
        ("Children use Google+, Yik Yak and Ask.fm.", ["Google+", "Yik Yak", "Ask.fm"]),
        ("Formspring and Omegle are blocked.", ["Formspring", "Omegle"]),
        ("Videos on Vine and Periscope can upset.", ["Vine", "Periscope"]),
        ("We post on Twitter.", ["Twitter"]),
        ("Staff call parents on Skype.", ["Skype"]),
        ("- BeBo\n- Instagram\n", ["BeBo"]),
        ("An account on Vine needs leave.", ["Vine"]),
        ("X is for news, and some of us still read Twitter, which we like.", ["Twitter"]),
    ],
)
def test_a_service_that_is_gone_is_found(text: str, said: list[str]) -> None:
    assert words(in_file(text, "dead-platform")) == said


@pytest.mark.parametrize(
    "text",
    [
        "We have left X (formerly Twitter).",
        "We have left X, formerly Twitter.",
        "X/Twitter is not used.",
        "Twitter/X is not used.",
        "Twitter (now X) is not used.",
        "X (Twitter) is not used.",
        "The service was known as Twitter.",
        "Many families used Bebo before it closed.",
        "A tweet or a retweet is a post like any other.",
        "The school stands at the end of Vine Street, and posts its news online.",
        "The vine grows over the periscope of the toy submarine.",
        "We read about the Vine and the fig tree.",
        "Look at https://twitter.com/oakfield for our last post.",
        "See https://www.oakfield.example/Twitter/news for more.",
        "We post on X.",
        "The skyped call, the bebop band and the musical were fun.",
    ],
)
def test_history_words_and_addresses_are_no_fault(text: str) -> None:
    assert in_file(text, "dead-platform") == []


def test_the_mend_gives_the_name_of_today() -> None:
    (finding,) = in_file("We post on Twitter.", "dead-platform")
    assert (finding.severity, finding.mend, finding.message) == ("warn", "Write X", "“Twitter” is a former name of X")


# -- minimum ages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("WhatsApp 16+", ["16+"]),
        ("You must be 16 to use WhatsApp.", ["must be 16"]),
        ("The minimum age for WhatsApp is 16.", ["minimum age for WhatsApp is 16"]),
        ("Snapchat has a minimum age of 16.", ["minimum age of 16"]),
        ("Facebook, Instagram and WhatsApp are for people aged 11 and over.", ["11 and over"]),
        ("Facebook 13+, WhatsApp 16+.", ["16+"]),
        ("You must be 13 to use Facebook, and LinkedIn is 13+.", ["13+"]),
        ("WhatsApp is for over 16s only.", ["over 16s"]),
        ("WhatsApp is legally for over-16s.", ["over-16s"]),
        ("Children over 11 may use Instagram.", ["over 11"]),
        ("WhatsApp: age 16.", ["age 16"]),
        ("Age limits: TikTok (13), WhatsApp (16).", ["16"]),
        ("| Service | Age |\n|---|---|\n| TikTok | 13 |\n| WhatsApp | 16 |\n", ["16"]),
        ("# WhatsApp\n\nThe minimum age is 16.\n", ["minimum age is 16"]),
        ("The minimum age of most services is 13; WhatsApp's is 16.", ["16"]),
        ("Twitter is 16+.", ["16+"]),
        ("X is 16+.", ["16+"]),
    ],
)
def test_a_wrong_age_is_found(text: str, said: list[str]) -> None:
    assert sorted(set(words(in_file(text, "minimum-age")))) == sorted(said)


@pytest.mark.parametrize(
    "text",
    [
        "WhatsApp 13+",
        "Under 13s may not use Facebook.",
        "Facebook is for over 12s.",
        "LinkedIn is 16+.",
        "You must be 13 to use Facebook, and 16+ for LinkedIn.",
        "TikTok is 13+, and going live is 18+.",
        "Messages on TikTok are 16+.",
        "The plan would bar under-16s from TikTok, Snapchat and YouTube.",
        "Pupils under 16 may not use Instagram in school.",
        "Our Instagram account is for the sixth form (16+).",
        "72% of children aged 8 to 12 use WhatsApp.",
        "WhatsApp messages are answered within 16 hours.",
        "We post 15+ times a week on Facebook, over 20 minutes each.",
        "Pupil X is over 16.",
        "YouTube Kids is for children under 12.",
        "Instagram is 12+ in the App Store.",
        "Facebook has 14+ settings to check.",
        "Roblox has a rating of 7+.",
        "Telegram is 16+.",
        "WhatsApp was 16+ until 2024.",
        "In Year 9 (age 14) we talk about Snapchat, about friendship and about how to ask for help when it matters.",
        "Facebook's own rules set a minimum age: {{fact:facebook-minimum-age}}.",
    ],
)
def test_a_right_age_and_other_numbers_are_no_fault(text: str) -> None:
    assert in_file(text, "minimum-age") == []


def test_a_wrong_age_stands_in_the_way_and_names_the_fact() -> None:
    (finding,) = found(with_text("whatsapp", "WhatsApp is 16+.\n"), "minimum-age")
    assert finding.severity == "block"
    assert finding.message == (
        "“16+” is given for WhatsApp, and the library has 13, or younger on an account that a parent manages"
        " (as of 1 May 2026)"
    )
    assert finding.mend == "Write {{fact:whatsapp-minimum-age}}, which carries its date"
    assert in_file("WhatsApp is 16+.", "minimum-age")[0].mend == "Write 13, and the day it was checked"


def test_an_age_of_the_school_s_own_below_the_service_s_is_only_questioned() -> None:
    assert [each.severity for each in in_file("Children over 11 may use Instagram.", "minimum-age")] == ["warn"]


def test_a_fact_that_is_out_of_date_is_told_once_a_service() -> None:
    late = date(2027, 6, 1)
    before = found(school(), "minimum-age")
    told = found(school(), "minimum-age", today=late)
    assert before == []
    assert [each.severity for each in told] == ["warn", "warn"]
    assert words(told) == ["{{fact:facebook-minimum-age}}", "{{fact:whatsapp-minimum-age}}"]
    again = with_text("purpose", "{{fact:facebook-minimum-age}} and {{fact:facebook-minimum-age}}.\n")
    assert len(found(again, "minimum-age", today=late)) == 2


@pytest.mark.parametrize(
    ("text", "today"), [("Facebook is 13+.", date(2027, 6, 1)), ("WhatsApp is 13+.", date(2027, 4, 1))]
)
def test_a_right_age_written_out_is_questioned_when_its_fact_is_old_or_has_expired(text: str, today: date) -> None:
    (finding,) = in_file(text, "minimum-age", today=today)
    assert (finding.severity, finding.place.words) == ("warn", "13+")


# -- a page for each account -------------------------------------------------------------------------------


def test_an_account_without_a_page_is_found_at_the_school() -> None:
    (finding,) = found(with_profile(platforms=("facebook", "whatsapp", "tiktok")), "platform-appendix")
    assert (finding.place.kind, finding.place.id, finding.severity) == ("school", "tiktok", "warn")
    assert finding.message == "The school uses TikTok, and no page of the policy says how"


def test_a_page_for_a_service_that_the_profile_does_not_list_is_found_at_the_page() -> None:
    (finding,) = found(with_profile(platforms=("facebook",)), "platform-appendix")
    assert (finding.place.kind, finding.place.id, finding.place.words) == ("title", "whatsapp", "WhatsApp")


def test_another_page_for_the_same_service_will_do() -> None:
    draft = school("brackenhope-primary")
    section = "platform-appendices"
    kept = tuple("x-as-broadcast" if each == "x-twitter" else each for each in draft.policy.sections[section])
    decisions = dict(draft.policy.decisions) | {"x-as-broadcast": Decision("as-is")}
    decisions["x-twitter"] = replace(decisions["x-twitter"], mode="dropped", reason="We post there.")
    sections = {**draft.policy.sections, section: kept}
    assert found(with_policy(draft, decisions=decisions, sections=sections), "platform-appendix") == []


def test_a_page_of_the_school_s_own_will_do() -> None:
    draft = with_profile(platforms=("facebook", "whatsapp", "tiktok"))
    own = with_local("our-tiktok", "How we use TikTok", "Adults post there.\n", "platform-appendices", draft)
    assert found(own, "platform-appendix") == []


def test_a_file_has_no_profile_of_accounts() -> None:
    assert in_file("# TikTok\n\nWe use it.\n", "platform-appendix", replace(PLAIN, platforms=("facebook",))) == []


@pytest.mark.parametrize(
    "slug", ["oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary"]
)
def test_the_sample_schools_are_right(slug: str) -> None:
    assert [each for each in session(school(slug)).findings().open if each.check in SEEDED] == []


@pytest.mark.parametrize("line", ["X ", "WhatsApp 16+ ", "Vine account ", "age ", "under 16 ", "minimum age "])
def test_a_page_of_one_repeated_line_is_read(line: str) -> None:
    subject = subject_of_file(line * (64_000 // len(line)), setting())
    assert all(hit.stop <= 64_000 for hit in minimum_ages(subject))
    assert all(hit.stop <= 64_000 for each in subject.passages for hit in dead_platforms(each, subject.setting))
