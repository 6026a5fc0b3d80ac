"""A template's voice, its author's notes and the choices it leaves are heard, and only they."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.checks.families.voice import slash_choice
from composer.checks.subject import Passage
from composer.policy.rules import Rule
from tests.checks.bench import Seeded, found, in_file, school, setting, with_policy, with_text, words

SEEDED = {
    "slash-choice": Seeded(
        words="pupils/students",
        policy=lambda: with_text("purpose", "We say why.\n\nIt is for all pupils/students here.\n"),
        at="purpose",
        line=3,
    ),
    "template-voice": Seeded(
        words="your school",
        policy=lambda: with_text("purpose", "This policy tells how your school uses social media.\n"),
        at="purpose",
        line=1,
    ),
    "author-note": Seeded(
        words="Settings should add",
        policy=lambda: with_text("purpose", "We say why.\n\n*Settings should add their expectations here.*\n"),
        at="purpose",
        line=3,
    ),
}
SAMPLES = ("oakfield-primary", "fenmoor-academy", "ysgol-maes-yr-ehedydd", "brackenhope-primary")


@pytest.mark.parametrize("slug", SAMPLES)
@pytest.mark.parametrize("check", sorted(SEEDED))
def test_the_sample_schools_speak_for_themselves(slug: str, check: str) -> None:
    assert found(school(slug), check) == []


# -- the template's voice ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Your School must tell parents.", "Your School"),
        ("This is **your** school and its way.", "your** school"),
        ("It tells of your school’s approach.", "your school’s"),
        ("Before it is adopted, you should consult all staff.", "you should consult"),
        ("You should adapt it.", "You should adapt"),
        ("You may wish to amend what follows.", "You may wish to amend"),
        ("Schools should keep a list.", "Schools should"),
        ("Schools may wish to keep a list.", "Schools may wish"),
        ("Settings should keep a list.", "Settings should"),
        ("This template is free to use.", "This template"),
        ("This model policy is for all.", "This model policy"),
        ("Adapt this to your needs.", "Adapt this"),
    ],
)
def test_a_template_s_voice_is_heard(text: str, said: str) -> None:
    assert said in words(in_file(text, "template-voice"))


@pytest.mark.parametrize(
    "text",
    [
        "Our school tells you, and you should ask. You should talk with your child.",
        "You may wish to talk to your child about it, and you should consult your doctor or your GP.",
        "Use only your school email and your school account; bring your school bag.",
        "We depart from the county's model policy here, as the model policy has one page for all.",
        "This page follows the model policy of the county, and its policy template for letters.",
        "The guidance says that schools should have a plan. By law, schools should keep it.",
        "Privacy settings should be checked each term. Settings should be private by default.",
        "Write `your school` so.\n\n```\nThis template\n```\n",
        "Other schools should ask us before they use our picture.",
        "# Template letter\n\nThis template letter is for consent.\n",
    ],
)
def test_who_speaks_to_a_reader_is_no_template(text: str) -> None:
    assert words(in_file(text, "template-voice")) == []


def test_a_title_that_says_template_is_told_and_a_heading_below_it_is_not() -> None:
    text = "# Online Safety Policy Template\n\n## Template for letters\n\nThe policy template is the county's.\n"
    findings = in_file(text, "template-voice")
    assert [(each.place.words, each.place.line, each.place.kind) for each in findings] == [
        ("Policy Template", 1, "title")
    ]
    titled = with_policy(school(), title="Model policy for social media")
    assert [each.place.id for each in found(titled, "template-voice")] == [""]


def test_the_mend_says_what_the_school_would_say() -> None:
    assert in_file("Ask your school.\n", "template-voice")[0].mend == "Write “our school”"


# -- author's notes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Guidance note: say who leads.", "Guidance note:"),
        ("*[Guidance notes for headteachers]*", "[Guidance"),
        ("Note to author: say who leads.", "Note to author"),
        ("**Drafting note** say who leads.", "Drafting note"),
        ("Delete this section if you have no nursery.", "Delete this section"),
        ("(Delete before publishing)", "Delete before publishing"),
        ("This section should include the names.", "This section should include"),
        ("[Optional] We post on Fridays.", "[Optional"),
        ("Consider adding a list of accounts.", "Consider adding"),
        ("For schools with a nursery:", "For schools with"),
        ("- For schools with a sixth form, say so.", "For schools with"),
        ("Change the text in red.", "text in red"),
        ("Error! Reference source not found.", "Error! Reference source not found"),
        ("Click or tap here to enter text.", "Click or tap here to enter text"),
        ("The school <!-- which one? --> posts.", "<!-- which one? -->"),
        ("The <span style='color:red'>school</span> posts.", "<span style='color:red'>"),
        ('The <font color="#ff0000">school</font> posts.', '<font color="#ff0000">'),
        ("The school Commented [AB1]: which posts.", "Commented [AB1]"),
        ("The school {>>which one?<<} posts.", "{>>"),
        ("The school {++never++} posts.", "{++never++}"),
        ("TODO ask the governors.", "TODO"),
        ("Amend as appropriate: we post daily.", "Amend as appropriate"),
    ],
)
def test_an_author_s_note_is_found(text: str, said: str) -> None:
    findings = in_file(text, "author-note")
    assert said in words(findings) or any(each.startswith(said) for each in words(findings)), words(findings)
    assert findings[0].severity == "block"


def test_a_note_that_points_to_a_template_asks_for_a_look_and_does_not_block() -> None:
    finding = in_file("See Appendix 3 for a template.\n", "author-note")[0]
    assert (finding.place.words, finding.severity) == ("Appendix 3 for a template", "warn")


@pytest.mark.parametrize(
    "text",
    [
        "We follow the county's guidance note on images; its guidance notes are on the website.",
        "Please delete this photo, or this post; we delete this message for you. Delete the app.",
        "Consider adding alt text to a picture, and consider adding a caption.",
        "There is advice for schools with a nursery, and the form asks for a number (optional).",
        "This section should be read with section 4. This policy should be read by all.",
        "Posters have white text in red boxes for contrast.",
        "Read the comment below, and comment [with care].",
        "Say what to do, and do it. We do not click here.",
        "A <b>bold</b> and <br/> word, and `<!-- code -->`.",
        "<!-- markdownlint-disable MD013 -->\n",
        "The colour of the badge is <span lang='cy'>coch</span>.",
    ],
)
def test_what_is_said_to_readers_is_no_author_s_note(text: str) -> None:
    assert words(in_file(text, "author-note")) == []


def test_a_note_in_brackets_is_told_once_and_not_as_a_blank_too() -> None:
    text = "[Optional] We post on Fridays. [Guidance note: say who.]\n"
    assert words(in_file(text, "unfilled-blank")) == []


# -- choices -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("All pupils/students agree.", "pupils/students"),
        ("The Headteacher/Principal decides.", "Headteacher/Principal"),
        ("The head teacher / principal decides.", "head teacher / principal"),
        ("It is decided by the head/manager.", "head/manager"),
        ("The Governors/Trustees meet.", "Governors/Trustees"),
        ("The governing body/board of trustees meets.", "governing body/board of trustees"),
        ("All pupils/students/learners agree.", "pupils/students/learners"),
        ("The pupils'/students' work.", "pupils'/students"),
        ("The pupil's/student's work.", "pupil's/student's"),
        ("Our **school**/**academy** posts.", "school**/**academy"),
        ("The SENCO/ALNCo helps.", "SENCO/ALNCo"),
    ],
)
def test_a_choice_left_open_is_found(text: str, choice: str) -> None:
    assert words(in_file(text, "slash-choice")) == [choice]


@pytest.mark.parametrize(
    "text",
    [
        "Parents/carers and/or a parent/carer; he/she brings his/her form, s/he says.",
        "In 2025/26 we are there 24/7; the form says N/A, and on 1/2/2026 it was black/white.",
        "See https://example.org/pupils/students and www.example.org/school/academy and /shared/pupils/students.",
        "It lies in policies/pupils/students.docx and `pupils/students`.",
        "Children/young people, staff/pupils, DSL/headteacher and home/school are no choice.",
        "Teachers and pupils. Students too.",
        "On iOS/Android, on/off, X/Twitter.",
    ],
)
def test_a_slash_that_is_normal_is_let_be(text: str) -> None:
    assert words(in_file(text, "slash-choice")) == []


def test_a_pair_that_is_accepted_is_no_choice_although_both_are_nouns_for_the_same() -> None:
    families = Rule("families", "person-noun", ("parents", "carers", "guardians"), group="family")
    plain = setting()
    held_against = replace(plain, rules={**plain.rules, "person-noun": (families,)})
    passage = Passage("file", "", "All parents/carers, and our carers / guardians.")
    assert [passage.text[hit.start : hit.stop] for hit in slash_choice(passage, held_against)] == ["carers / guardians"]
