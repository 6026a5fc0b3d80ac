"""Sentences in the shapes in which published policies have them: what has to be found, and what is right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.policy.school import Profile
from tests.checks.bench import PLAIN, in_file, words

ACADEMY = replace(PLAIN, name="Brookvale Academy", phase="secondary", type="academy", also_known_as=())
INFANTS = replace(PLAIN, name="Millbrook Infant School", also_known_as=())
COLLEGE = replace(PLAIN, name="Harlow Down College", phase="16-plus", type="academy", also_known_as=())
FAITH = replace(PLAIN, name="St Cuthbert's RC Primary School", also_known_as=())
WELSH = Profile("Ysgol Gynradd Cwm Derwen", "primary", "wales", "community")


@pytest.mark.parametrize(
    ("check", "text", "said", "profile"),
    [
        ("other-school", "Millbrook Junior School shares it.", "Millbrook Junior School", INFANTS),
        ("other-school", "Staff of Our Lady of Lourdes School agree.", "Our Lady of Lourdes School", PLAIN),
        ("other-school", "It was given by Lancaster Girls' Grammar School.", "Lancaster Girls' Grammar School", PLAIN),
        ("other-school", "Here at Hillview, we believe in kindness.", "Hillview", PLAIN),
        ("other-school", "At St. Jude's we lock phones away.", "St. Jude's", PLAIN),
        ("other-school", "Thanks to Kendal Boys’ School.", "Kendal Boys’ School", PLAIN),
        ("other-school", "© Example Council 2017", "Example Council", PLAIN),
        ("other-school", "See www.cwmderwen.cymru/ysgol-y-bryn-policy.pdf", "ysgol-y-bryn", WELSH),
        ("other-council", "It is the policy of the Cleveland LA.", "Cleveland LA", PLAIN),
        ("unfilled-blank", "Staff at INSERT SCHOOL NAME will help.", "INSERT SCHOOL NAME", PLAIN),
        ("unfilled-blank", "It goes to the deputy, < name >.", "< name >", PLAIN),
        ("unfilled-blank", "It is at www.facebook.com/yourschoolname for all.", "yourschoolname", PLAIN),
        ("unfilled-blank", "Records are kept for … years.", "…", PLAIN),
        ("unfilled-blank", "Records are kept for ... school days.", "...", PLAIN),
        ("unfilled-blank", "[This is only for schools with a pool.]", "[This is only for schools with a pool.]", PLAIN),
        ("author-note", "(School to include details of its own system)", "(School to include", PLAIN),
        ("author-note", "Academies will need to substitute “Trust”.", "will need to substitute", PLAIN),
        ("template-voice", "Schools may adapt it.", "Schools may adapt", PLAIN),
        ("hole", "The personal use of social media by does not harm us.", "by does not", PLAIN),
        ("hole", "Staff at should not accept requests.", "Staff at should", PLAIN),
        ("hole", "As a school, recognises that it is here to stay.", "As a school, recognises", PLAIN),
        ("hole", "Governors of have approved it.", "Governors of have", PLAIN),
        ("hole", "Report it through 's website.", "through 's", PLAIN),
        ("setting-noun", "The Company will recover costs.", "The Company", ACADEMY),
        ("setting-noun", "The Trust will decide.", "The Trust", PLAIN),
        ("setting-noun", "Everybody who works at the centre agrees.", "works at the centre", PLAIN),
        ("person-noun", "The College's Principal leads. The headteacher signs.", "headteacher", COLLEGE),
        ("gagging", "Employees must not criticise the Academy in any way.", "must not criticise the Academy", ACADEMY),
        ("gagging", "Nothing negative may be said about us.", "Nothing negative may be said", PLAIN),
        ("wrong-school-type", "The governing body may take disciplinary action.", None, ACADEMY),
        ("minimum-age", "They must be 13 to have TikTok, and 16 to use WhatsApp.", "16", PLAIN),
        ("minimum-age", "Minimum ages: Facebook 13, WhatsApp 16, YouTube 13.", "16", PLAIN),
        ("vacant-role", "Designated Teacher: TBC", "Designated Teacher: TBC", PLAIN),
        ("personal-data", "Ask Mrs Catrin Howells-Pryce.", "Mrs Catrin Howells-Pryce", PLAIN),
    ],
)
def test_what_a_careful_reader_would_strike_out_is_found(
    check: str, text: str, said: str | None, profile: Profile
) -> None:
    found = words(in_file(f"# Policy\n\n{text}\n", check, profile))
    assert len(found) == 1
    assert said in (None, found[0])


@pytest.mark.parametrize(
    ("check", "text", "profile"),
    [
        ("other-school", "Staff at St. Cuthberts Primary School agree.", FAITH),
        ("other-school", "The University of Leeds School of Education asked us.", PLAIN),
        ("other-school", "At Oakfield we care. At Christmas we sing. At Key Stage 2 we ask. At School we play.", PLAIN),
        ("other-school", "Millbrook Infants and Millbrook School agree.", INFANTS),
        ("other-school", "Staff at INSERT SCHOOL NAME will help.", PLAIN),
        ("other-school", "See policies/ysgol-gynradd-cwm-derwen-polisi.pdf", WELSH),
        ("unfilled-blank", "So they wait … and after years of it … go on... for days.", PLAIN),
        ("unfilled-blank", "Comment [JS1]: is it right?", PLAIN),
        ("unfilled-blank", "Post it (*delete this line if not wanted*).", PLAIN),
        ("author-note", "We want the school to include everyone.", PLAIN),
        ("hole", "The name that it goes by does not matter. It is the trust that and only that.", PLAIN),
        ("setting-noun", "We earn the trust of families. The NHS nurse of the Trust calls.", PLAIN),
        ("setting-noun", "The Trust will decide.", ACADEMY),
        ("setting-noun", "Children are at the centre of all we do.", PLAIN),
        ("minimum-age", "TikTok, Snapchat and Roblox (they are 13+, 13+ and 13+).", PLAIN),
        ("minimum-age", "We asked ten classes, and Years 5 and 6 to use YouTube; 12 to 15 do.", PLAIN),
        ("personal-data", "Write to xxxx@xxxx.sch.uk for more.", PLAIN),
        ("undefined-term", "The lead is TBC, the number is XXX, and the check is a CRB.", PLAIN),
        ("link", "![Our logo](images/logo.png)", PLAIN),
    ],
)
def test_what_is_right_or_told_by_another_check_is_let_be(check: str, text: str, profile: Profile) -> None:
    assert words(in_file(f"# Policy\n\n{text}\n", check, profile)) == []


def test_ages_in_a_row_belong_to_the_services_in_their_order() -> None:
    found = in_file("I do not use TikTok, Snapchat or WhatsApp (they are 13+, 13+ and 16+).\n", "minimum-age")
    assert [finding.message.split(",")[0] for finding in found] == ["“16+” is given for WhatsApp"]


@pytest.mark.parametrize("verbs", ["view, copy, print or save", "keep or share"])
def test_a_ban_on_keeping_intimate_pictures_beside_a_screenshot_of_text_is_enough(verbs: str) -> None:
    text = f"1. Take a screenshot only of text.\n2. Never {verbs} a nude or intimate image of a child.\n"
    assert in_file(text, "evidence-advice") == []
    assert in_file("1. Take a screenshot.\n2. Never share a nude image, but save it.\n", "evidence-advice") != []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Adopted: June 2024. Review: June 2027.", ""),
        ("Approved by the Corporation, June 2025. Review December 2027.", ""),
        ("Last review: June 2019. Next review: Michaelmas 2024.", "block"),
        ("We looked at this in August 2025 and will do so again in August 2026.", "block"),
        ("| Approved by | Date | Next review |\n|---|---|---|\n| Board | 14 March 2025 | March 2026 |", "block"),
        ("| Next review | Approved by |\n|---|---|\n| March 2027 | Board |", ""),
        ("Review date: 31/09/2027", "warn"),
        ("We changed it after our review in March 2024.", "warn"),
    ],
)
def test_a_date_of_review_in_more_shapes(text: str, severity: str) -> None:
    found = in_file(f"# Policy\n\n{text}\n", "review-date")
    assert [finding.severity for finding in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Agreed by the Board of Governors in June 2026.", []),
        ("The Governing Body of Oakfield Primary School has adopted this policy.", []),
        ("Approved by the Governing Body of the School: ______", ["Approved by"]),
        ("Each account is agreed by the headteacher.", [""]),
    ],
)
def test_who_approved_it_in_more_shapes(text: str, said: list[str]) -> None:
    assert words(in_file(f"# Policy\n\n{text}\n", "approver")) == said
