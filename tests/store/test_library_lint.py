from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from composer.store.library_files import load_library
from composer.store.lint import lint
from tests.store.small_library import CLAUSE, FILES, write_library

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 22)
WHOLE = CLAUSE.replace(
    'summary = "What it is for."\n',
    """summary = "What it is for."
freedom = "local-choice"
stance = "procedural"
readers = ["staff", "parents"]
topics = []
settles = []
basis = []
needs = []
nations = ["england", "wales", "scotland", "northern-ireland"]
review_by = 2027-09-01
""",
)
GOOD = WHOLE.format(title="Purpose")
SOUND = {
    "facts_toml": FILES["facts.toml"] + "expires = 2027-09-01\n",
    "law_toml": FILES["law.toml"] + 'source = "gov.uk"\n',
    "platforms_toml": FILES["platforms.toml"] + 'appendix = "images"\n',
}
USED = {
    **SOUND,
    "governance__purpose_md": GOOD,
    "governance__words_md": WHOLE.format(title="Words"),
    "risk__privacy_md": WHOLE.format(title="Privacy"),
    "risk__images_md": GOOD.replace("basis = []", 'basis = ["kcsie"]') + "Within {{reply_days}} days.\n",
}
LISTS = {
    "topics_toml": '[topic.G01]\ntitle = "Front matter"\ngroup = "Governance"\nasks = "Say who owns it."\n',
    "scenarios_toml": """\
[scenario.two-hats]
title = "A teacher is a parent here"
roles = ["teacher", "parent"]
risk = "Confusion."
asks = "Say which hat applies."
topics = ["G01"]
""",
    "processes_toml": """\
[process.absence]
title = "Absence"
helps = "Reminds."
asks = "Name the channel."
topics = ["G01"]
clause = "purpose"
words = "Purpose"
""",
}
COVERED = GOOD.replace("topics = []", 'topics = ["G01"]').replace("settles = []", 'settles = ["two-hats"]')


def findings(root: Path, **changed: str | None) -> list[tuple[str, int | None, str]]:
    write_library(root, **{**USED, **changed})
    found = lint(load_library(root), root, today=TODAY)
    return [(finding.path.relative_to(root).as_posix(), finding.line, finding.message) for finding in found]


def test_a_sound_library_has_nothing_to_mend(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("See {{ref:nowhere}}.", "{{ref:nowhere}} leads to no clause"),
        ("See {{fact:nothing}}.", "{{fact:nothing}} is not in facts.toml"),
        ("Ask {{nobody}}.", "{{nobody}} is not in values.toml"),
        ("Ask {{DSL}}.", "{{DSL}} is no placeholder"),
        ("Ask {{ twice", "{{ twice is no placeholder"),
        ("Ask }}.", "}} is no placeholder"),
        ("Ask <b>him</b>.", "raw HTML"),
        ("<!-- hidden -->", "raw HTML"),
        ("<script>x</script>", "raw HTML"),
        ("# Heading", "a heading"),
        ("Heading\n---", "a heading"),
        ("> ## Heading", "a heading"),
        ("[a](http://a.uk)", "neither https nor mailto"),
        ("[a](javascript:alert(1))", "neither https nor mailto"),
        ("[a](/etc/passwd)", "neither https nor mailto"),
        ("[a][b]\n\n[b]: data:text/html,x", "neither https nor mailto"),
        ("<file:///etc>", "neither https nor mailto"),
        ("![a](https://a.uk/a.png)", "a picture"),
        ("Since 2026 we do.", "a year in clause text, '2026'"),
        ("Call 01234 567 890 now.", "a telephone number"),
        ("Call +44 20 7946 0000.", "a telephone number"),
        ("Its minimum age is 13.", "an age"),
        ("Nobody under-16s.", "an age"),
        ("For 13-year-olds.", "an age"),
        ("You must be 13 or over.", "an age"),
    ],
)
def test_the_text_is_looked_into(tmp_path: Path, body: str, what: str) -> None:
    found = findings(tmp_path, governance__purpose_md=f"{GOOD}\nFine.\n\n{body}\n")
    assert found
    assert all(path == "governance/purpose.md" and what in message for path, _, message in found)
    assert found[0][1] == GOOD.count("\n") + 4


@pytest.mark.parametrize(
    "body",
    [
        "[a](https://a.uk/x) and <mailto:a@b.uk>.",
        "Within 24 hours, on 3 occasions, for 12 months; not over 30 days.",
        "`{{dsl}}` & {{ref:purpose}} > {{school_name}} < 3.",
        "- An item.\n- **Bold**.\n\n1. One.",
    ],
)
def test_ordinary_text_is_fine(tmp_path: Path, body: str) -> None:
    assert findings(tmp_path, governance__purpose_md=f"{GOOD}\n{body}\n") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("needs = []", 'needs = ["nowhere"]', 12, "needs names nowhere"),
        ("rev = 2\ns", 'rev = 2\nclashes = ["purpose"]\ns', 4, "names the clause itself"),
        ("rev = 2\ns", 'rev = 2\nclashes = ["images"]\ns', 4, "but images does not name purpose back"),
        ("rev = 2\ns", 'rev = 2\ninstead_of = ["x"]\ns', 4, "instead_of names x"),
        ("rev = 2\ns", 'rev = 2\ninstead_of = ["images"]\ns', 4, "but images does not name purpose back"),
        ("basis = []", 'basis = ["x"]', 11, "basis names x"),
        (
            'basis = []\nneeds = []\nnations = ["england", "wales", ',
            'basis = ["kcsie"]\nneeds = []\nnations = [',
            11,
            "kcsie, which is not the law of Scotland or Northern Ireland",
        ),
        ("rev = 2\ns", 'rev = 2\nwhen = "platform:x"\ns', 4, "when names x"),
        ("2027-09-01", "2026-11-21", 14, "to be reviewed by 2026-11-21"),
        ("topics = []\nsettles = []\n", "", 1, "leaves out topics, settles: write each"),
        ("rev = 1\ndate", "rev = 2\ndate", 3, "goes 2, 2: tell rev 1 to 2 in order"),
        ("rev = 2\ns", "rev = 3\ns", 3, "does not say what rev 3 changed"),
        ('summary = "What it is for."', f'summary = "{"x" * 111}"', 5, "111 characters"),
        ('summary = "What it is for."\n', "", 1, "no summary"),
    ],
)
def test_the_front_matter_is_looked_into(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    assert old in GOOD
    found = findings(tmp_path, governance__purpose_md=GOOD.replace(old, new, 1))
    found = [each for each in found if not each[0].startswith("models")]
    assert [(path, at) for path, at, _ in found] == [("governance/purpose.md", line)]
    assert what in found[0][2]


def test_today_is_in_time(tmp_path: Path) -> None:
    text = GOOD.replace("2027-09-01", "2026-11-22", 1)
    facts = SOUND["facts_toml"].replace("2027-09-01", "2026-11-22")
    law = SOUND["law_toml"] + "expires = 2026-11-22\n"
    assert findings(tmp_path, governance__purpose_md=text, facts_toml=facts, law_toml=law) == []


IDLE_FACT = '\n[fact.idle]\nvalue = "x"\nas_of = 2026-11-23\n'


def test_a_fact_holds_for_a_year_at_most(tmp_path: Path) -> None:
    found = findings(tmp_path, facts_toml=SOUND["facts_toml"].replace("2027-09-01", "2027-09-03"))
    assert found == [("facts.toml", 5, "the fact edition expires more than a year after its date")]


def test_the_dictionaries_are_looked_into(tmp_path: Path) -> None:
    found = findings(
        tmp_path,
        values_toml=FILES["values.toml"] + '\n[value.unused]\nquestion = "?"\n',
        facts_toml=SOUND["facts_toml"].replace("2027-09-01", "2026-11-21") + IDLE_FACT,
        law_toml=SOUND["law_toml"] + '\n[law.idle]\ntitle = "x"\nchecked = 2025-11-20\nexpires = 2026-11-21\n',
        platforms_toml='[platform.facebook]\nname = "Facebook"\nminimum_age = "none"\nappendix = "nowhere"\n',
        risk__category_toml=FILES["risk/category.toml"].replace("Boundaries.", "Ask {{nobody}}."),
    )
    assert found == [
        ("facts.toml", 5, "the fact edition expired on 2026-11-21: check it"),
        ("facts.toml", 7, "nothing uses the fact idle"),
        ("facts.toml", 7, "the fact idle has no date of expiry: a fact holds for a year at most"),
        ("facts.toml", 7, "the fact idle is called sourced and names no source"),
        ("facts.toml", 9, "the fact idle is of 2026-11-23, which is still to come"),
        ("law.toml", 7, "idle is called sourced and names no source"),
        ("law.toml", 7, "no clause rests on idle"),
        ("law.toml", 9, "idle was last checked on 2025-11-20: check it"),
        ("law.toml", 10, "idle expired on 2026-11-21: check it"),
        ("platforms.toml", 3, "none is not in facts.toml"),
        ("platforms.toml", 4, "nowhere is no clause"),
        ("risk/category.toml", 3, "{{nobody}} is not in values.toml"),
        ("values.toml", 12, "no clause asks for unused"),
    ]


def test_a_models_own_words_are_looked_into(tmp_path: Path) -> None:
    text = GOOD.replace("needs = []", 'needs = ["words"]') + "See {{ref:words}} and {{ref:nowhere}}.\n"
    found = findings(tmp_path, models__county__risk__privacy_md=text, models__county__risk__extra_md=GOOD)
    assert [(path, message) for path, _, message in found] == [
        ("models/county/risk/privacy.md", "{{ref:nowhere}} leads to no clause")
    ]


def test_a_reference_is_told_of_in_needs(tmp_path: Path) -> None:
    found = findings(tmp_path, governance__purpose_md=GOOD + "\nSee {{ref:words}}.\n")
    assert [message for _, _, message in found] == ["{{ref:words}} is not in needs: add words there"]
    told = GOOD.replace("needs = []", 'needs = ["words"]') + "\nSee {{ref:words}}.\n"
    assert findings(tmp_path, governance__purpose_md=told) == []


def test_a_fact_of_one_nation_stays_in_it(tmp_path: Path) -> None:
    facts = SOUND["facts_toml"] + 'nations = ["england"]\n'
    messages = {message for _, _, message in findings(tmp_path, facts_toml=facts)}
    assert messages == {"{{fact:edition}} does not hold in Wales, Scotland, Northern Ireland: see nations"}


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("Ask your school first.", "'your school' is a template speaking"),
        ("Schools should ask.", "'Schools should' is a template speaking"),
        ("This template helps.", "'This template' is a template speaking"),
        ("Delete as appropriate.", "'Delete as appropriate' is a template speaking"),
        ("Add name here.", "'Add name' is a template speaking"),
        ("Ask [name of lead].", "'[name of lead]' is a template speaking"),
        ("Ask ____ first.", "'____' is a template speaking"),
        ("The owner is TBC.", "'TBC' is a template speaking"),
        ("Ask the pupil/student.", "'pupil/student' is a choice never made"),
        ("He/she may ask.", "'He/she' is a choice never made"),
        (f"{'So ' * 29}on.", "a sentence of 30 words"),
        (f"- {'So ' * 29}on;\n- fine.", "a sentence of 30 words"),
    ],
)
def test_the_school_speaks_plainly_for_itself(tmp_path: Path, body: str, what: str) -> None:
    found = findings(tmp_path, governance__purpose_md=f"{GOOD}\n{body}\n")
    assert [what in message for _, _, message in found] == [True], found
    assert found[0][1] == GOOD.count("\n") + 2


def test_a_choice_of_words_in_a_link_is_no_choice(tmp_path: Path) -> None:
    body = "See [the list](https://a.uk/pupil/student) or <https://a.uk/one/two>, `x/y`, and 1/2.\n"
    assert findings(tmp_path, governance__purpose_md=f"{GOOD}\n{body}") == []


HARD = "Organisational accountability necessitates comprehensive institutional documentation procedures. " * 6


def test_what_parents_read_is_easy_to_read(tmp_path: Path) -> None:
    found = findings(tmp_path, governance__purpose_md=f"{GOOD}\n{HARD}\n")
    assert [(path, at) for path, at, _ in found] == [("governance/purpose.md", GOOD.count("\n") - 1)]
    assert "parents or pupils read this" in found[0][2]
    for_staff = GOOD.replace('readers = ["staff", "parents"]', 'readers = ["staff"]')
    assert findings(tmp_path, governance__purpose_md=f"{for_staff}\n{HARD}\n") == []


def test_words_that_change_with_the_school_are_placeholders(tmp_path: Path) -> None:
    pupil = '\n[value.pupil]\nquestion = "?"\ndefault = "pupil"\nstands_for = ["pupil", "pupils"]\n'
    text = GOOD.replace('title = "Purpose"', 'title = "What pupils may do"') + "\nA Pupil may ask {{pupil}}.\n"
    found = findings(tmp_path, values_toml=FILES["values.toml"] + pupil, governance__purpose_md=text)
    assert [message for _, _, message in found] == [
        "the title says 'pupils', which changes with the school: find a title without it",
        "'Pupil' changes with the school: write {{pupil}}",
    ]


def test_a_sound_library_with_lists_has_nothing_to_mend(tmp_path: Path) -> None:
    assert findings(tmp_path, governance__purpose_md=COVERED, **LISTS) == []


def test_gaps_are_found_where_the_lists_are(tmp_path: Path) -> None:
    wrong = LISTS["processes_toml"].replace("Purpose", "lost property") + (
        '\n[process.trips]\ntitle = "Trips"\nhelps = "x"\nasks = "x"\ntopics = []\nclause = "nowhere"\nwords = "x"\n'
    )
    found = findings(
        tmp_path,
        topics_toml=LISTS["topics_toml"],
        scenarios_toml=LISTS["scenarios_toml"].replace("G01", "G02"),
        processes_toml=wrong,
        platforms_toml='[platform.facebook]\nname = "Facebook"\n\n[platform.bebo]\nname = "Bebo"\nstatus = "closed"\n',
        governance__words_md=GOOD.replace("topics = []", 'topics = ["G03"]').replace(
            "settles = []", 'settles = ["nothing"]'
        ),
    )
    assert found == [
        ("governance/words.md", 9, "topics names G03, which is not in topics.toml"),
        ("governance/words.md", 10, "settles names nothing, which is not in scenarios.toml"),
        ("platforms.toml", 1, "Facebook is in use and has no appendix"),
        ("processes.toml", 7, "the text of purpose does not say 'lost property'"),
        ("processes.toml", 14, "nowhere is no clause: trips has none"),
        ("scenarios.toml", 1, "no clause settles two-hats"),
        ("scenarios.toml", 6, "G02 is not in topics.toml"),
        ("topics.toml", 1, "no clause covers G01, Front matter"),
    ]


def test_the_page_of_a_service_that_the_plan_names_tells_of_it(tmp_path: Path) -> None:
    plan = '\n[fact.under-16-plan]\nvalue = "a plan"\nas_of = 2026-09-01\nsource = "gov.uk"\nexpires = 2027-09-01\n'
    facts, named = SOUND["facts_toml"] + plan, SOUND["platforms_toml"] + 'plan = "named"\n'
    images = USED["risk__images_md"] + "It may change with {{fact:under-16-plan}}.\n"
    privacy = USED["risk__privacy_md"] + "It may change with {{fact:under-16-plan}}.\n"
    assert findings(tmp_path, facts_toml=facts, platforms_toml=named, risk__images_md=images) == []
    found = findings(
        tmp_path,
        facts_toml=facts,
        platforms_toml=named,
        risk__images_md=USED["risk__images_md"],
        risk__privacy_md=privacy,
    )
    assert found == [
        ("platforms.toml", 4, "Facebook is named in the plan, and images lacks {{fact:under-16-plan}}"),
    ]


def test_clauses_that_need_each_other_in_a_circle(tmp_path: Path) -> None:
    found = findings(
        tmp_path,
        governance__purpose_md=GOOD.replace("needs = []", 'needs = ["words"]'),
        governance__words_md=GOOD.replace("needs = []", 'needs = ["images"]'),
        risk__images_md=USED["risk__images_md"].replace("needs = []", 'needs = ["purpose"]'),
        models__county__model_toml=FILES["models/county/model.toml"].replace('"privacy"', '"privacy", "images"'),
    )
    assert found == [("risk/images.md", 12, "needs goes round in a circle: images → purpose → words → images")]


def test_a_model_is_whole_in_itself(tmp_path: Path) -> None:
    either = 'rev = 2\nclashes = ["{0}"]\ninstead_of = ["{0}"]\ns'
    found = findings(
        tmp_path,
        governance__purpose_md=GOOD.replace("rev = 2\ns", either.format("words"), 1),
        governance__words_md=GOOD.replace("rev = 2\ns", either.format("purpose"), 1).replace(
            "needs = []", 'needs = ["images"]'
        ),
        risk__images_md=USED["risk__images_md"],
        models__county__risk__privacy_md=GOOD.replace('"england", "wales", ', ""),
        models__county__model_toml=FILES["models/county/model.toml"].replace(
            "\n\n[section", '\nnations = ["england"]\nintro = "Ask {{nobody}}."\n\n[section', 1
        ),
    )
    assert found == [
        ("models/county/model.toml", 6, "{{nobody}} is not in values.toml"),
        ("models/county/model.toml", 10, "the model has both purpose and words: a policy has one of them"),
        ("models/county/model.toml", 10, "the model lacks images, which words needs"),
        ("models/county/model.toml", 14, "privacy is not for every nation of the model"),
    ]
