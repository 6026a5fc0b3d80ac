from __future__ import annotations

import difflib
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from composer import text as prose
from composer.policy.evidence import (
    ANSWERS,
    USES,
    Consultation,
    DeviceAnswer,
    Evidence,
    ProcessAnswer,
    RelatedPolicy,
    ScenarioAnswer,
    SetAside,
)
from composer.policy.policy import Decision, SchoolPolicy
from composer.policy.problems import Problem
from composer.policy.school import Profile
from composer.store.policy_file import normal, parse_policy
from composer.store.policy_toml import write_policy
from composer.store.toml_layout import chunks
from composer.store.toml_text import literal
from tests.store.small_library import POLICY

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = Path("policy.toml")
LOADED = parse_policy(POLICY.encode(), PATH)
BEFORE = LOADED.policy


def read(text: str) -> SchoolPolicy:
    return parse_policy(text.encode(), PATH).policy


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came."""
    diff = list(difflib.unified_diff(old.splitlines(), new.splitlines(), n=0))[2:]
    return [line[1:] for line in diff if line[0] == "-"], [line[1:] for line in diff if line[0] == "+"]


def decide(**decisions: Decision) -> SchoolPolicy:
    new = {name.replace("_", "-"): decision for name, decision in decisions.items()}
    return replace(BEFORE, decisions={**BEFORE.decisions, **new})


def written(after: SchoolPolicy, text: str = POLICY) -> str:
    """The new file, which reads back as ``after``, sections in order."""
    new = write_policy(text, BEFORE, after)
    assert read(new) == normal(after)
    assert list(read(new).sections) == list(after.sections)
    return new


# -- untouched ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [POLICY, "\ufeff" + POLICY, POLICY.replace("\n", "\r\n"), POLICY.rstrip("\n")])
def test_an_untouched_policy_is_the_text_itself(text: str) -> None:
    assert write_policy(text, BEFORE, BEFORE) is text
    assert write_policy(text, None, BEFORE) is text


COMMENTS = st.sampled_from(
    ["# a comment\n", "\n", "\n\n", "   \n", "# [clause.purpose]\n", '# """\n', "#\n", "\t# x\n"]
)


@st.composite
def layouts(draw: st.DrawFn) -> str:
    """The policy with comments, blank lines and blanks put in where they change nothing."""
    lines = POLICY.splitlines(keepends=True)
    inside = False
    out: list[str] = []
    for plain in lines:
        line = plain
        if not inside and draw(st.integers(0, 5)) == 0:
            out += draw(st.lists(COMMENTS, max_size=3))
        quotes = line.count('"""') + line.count("'''")
        if not inside and not quotes and " = " in line and draw(st.integers(0, 5)) == 0:
            line = draw(st.sampled_from(["  ", "\t"])) + line.replace(" = ", draw(st.sampled_from(["=", "  =  "])), 1)
        if not inside and not quotes and line.startswith("[") and draw(st.integers(0, 3)) == 0:
            line = line.replace("]\n", " ]  # here\n")
        inside ^= quotes % 2 == 1
        out.append(line)
    return "".join(out) + draw(st.sampled_from(["", "# end", "\n\n", "# end\n"]))


@given(layouts())
def test_every_layout_survives_untouched(text: str) -> None:
    assert "".join(chunk.body + chunk.gap for chunk in chunks(text)) == text
    assert write_policy(text, None, read(text)) is text


@given(layouts())
def test_in_every_layout_only_the_edited_text_differs(text: str) -> None:
    after = decide(words=replace(BEFORE.decisions["words"], text="Other words.\n"))
    gone, come = changed_lines(text, write_policy(text, BEFORE, after))
    assert gone == ['Words of our own, with a \\\\ and "quotes".', "", "- An item."]
    assert come == ["Other words."]


@given(layouts())
def test_in_every_layout_a_clause_goes_and_comes_without_a_comment_lost(text: str) -> None:
    gone_clause = replace(BEFORE, decisions={k: v for k, v in BEFORE.decisions.items() if k != "images"})
    after = replace(gone_clause, decisions={**gone_clause.decisions, "privacy": Decision("as-is")})
    new = write_policy(text, BEFORE, after)
    assert read(new) == after
    gone, come = changed_lines(text, new)
    assert [line for line in come if line.strip()] == ["[clause.privacy]", 'mode = "as-is"']
    kept = ("mode", "reason", "[clause.images", "[ clause.images")
    assert all(line.strip().startswith((*kept, "#")) or not line.strip() for line in gone)
    for own in ("# Talked about in May.", "# Standing by itself.", "# ---- evidence ----", "# Kept by the office."):
        assert own in new


# -- one change --------------------------------------------------------------------------------------------


def test_each_change_touches_its_own_lines_only() -> None:
    cases: list[tuple[SchoolPolicy, list[str], list[str]]] = [
        (
            replace(BEFORE, title="Our policy"),
            ['title = "Social media policy"      # as governors know it'],
            ['title = "Our policy"      # as governors know it'],
        ),
        (
            replace(BEFORE, values={**BEFORE.values, "dsl": "the DSL"}),
            ['dsl = "Mrs Hill"   # to be replaced by the role'],
            ['dsl = "the DSL"   # to be replaced by the role'],
        ),
        (replace(BEFORE, values={**BEFORE.values, "day": date(2026, 1, 2)}), [], ["day = 2026-01-02"]),
        (replace(BEFORE, values={"dsl": "Mrs Hill"}), ["reply_days = 3"], []),
        (
            replace(BEFORE, profile=replace(BEFORE.profile, has={"nursery": True}, platforms=("facebook",))),
            ["has_nursery = false"],
            ['platforms = ["facebook"]', "has_nursery = true"],
        ),
        (
            decide(words=replace(BEFORE.decisions["words"], decided_by="Head")),
            ['decided_by = "IT lead"             # with the head'],
            ['decided_by = "Head"             # with the head'],
        ),
        (
            decide(words=replace(BEFORE.decisions["words"], review_by=date(2027, 1, 2))),
            [],
            ["review_by = 2027-01-02"],
        ),
        (decide(words=replace(BEFORE.decisions["words"], decided_on=None)), ["decided_on = 2026-11-20"], []),
        (decide(purpose=Decision("dropped", "No.")), ['mode = "as-is"'], ['mode = "dropped"', 'reason = "No."']),
        (
            replace(BEFORE, sections={**BEFORE.sections, "risk": ("images", "club")}),
            ['clauses = ["club"]'],
            ['clauses = ["images", "club"]'],
        ),
    ]
    for after, gone, come in cases:
        assert changed_lines(POLICY, written(after)) == (gone, come)


def test_keys_come_in_their_usual_order_with_the_text_last() -> None:
    new = written(decide(words=replace(BEFORE.decisions["words"], title="Words", review_by=date(2027, 1, 2))))
    table = new[new.index("[clause.words]") : new.index("# Standing")]
    keys = [line.split(" = ")[0] for line in table.splitlines() if " = " in line]
    assert keys == ["mode", "title", "reason", "decided_by", "decided_on", "review_by", "text"]


def test_an_edited_windows_file_becomes_a_plain_one() -> None:
    windows = "\ufeff" + POLICY.replace("\n", "\r\n")
    after = replace(BEFORE, title="Our policy")
    assert write_policy(windows, BEFORE, after) == write_policy(POLICY, BEFORE, after)


def test_a_new_clause_goes_after_the_last_clause_and_before_the_evidence() -> None:
    new = written(decide(privacy=Decision("as-is"), more=Decision("dropped", "No.")))
    order = [chunk.path for chunk in chunks(new) if chunk.path]
    at = order.index(("clause", "club"))
    assert order[at + 1 : at + 3] == [("clause", "privacy"), ("clause", "more")]
    assert "Own words.'''\n\n[clause.privacy]\nmode = \"as-is\"\n\n[clause.more]\n" in new
    assert 'reason = "No."\n\n# ---- evidence ----\n' in new


def test_a_clause_is_added_at_the_end_of_a_file_without_a_last_newline() -> None:
    text = POLICY[: POLICY.index("\n\n# ---- evidence")]
    before = read(text)
    after = replace(before, decisions={**before.decisions, "privacy": Decision("as-is")})
    new = write_policy(text, before, after)
    assert new == text + '\n\n[clause.privacy]\nmode = "as-is"\n'


def test_a_removed_clause_takes_only_its_own_comments() -> None:
    decisions = {k: v for k, v in BEFORE.decisions.items() if k != "words"}
    sections = {**BEFORE.sections, "governance": ("purpose",)}
    new = written(replace(BEFORE, decisions=decisions, sections=sections))
    gone, come = changed_lines(POLICY, new)
    assert come == []
    assert [line for line in gone if line.startswith("#")] == ["# Talked about in May."]
    assert "  # governors asked for this one here\n" in new
    assert "# Standing by itself." in new


def test_everything_can_go() -> None:
    new = written(replace(BEFORE, decisions={}, sections={}, values={}))
    assert "# ---- decisions ----" in new
    assert "# ---- evidence ----" in new
    assert write_policy(new, None, BEFORE).count("[clause.") == 4
    assert read(write_policy(new, None, BEFORE)) == BEFORE


def test_comments_stay_in_a_list_of_clauses() -> None:
    after = replace(
        decide(privacy=Decision("as-is")),
        sections={"governance": ("words", "privacy", "purpose"), "risk": ("club",)},
    )
    assert (
        'clauses = [\n  # governors asked for this one here\n  "words",\n  "privacy",\n  "purpose",  # comes first\n]\n'
    ) in written(after)


@pytest.mark.parametrize(
    "array",
    [
        '[ # all\n  "purpose", "words", # two\n]',
        '[\n    "purpose",\n\n    # last\n    "words" # w\n]',
        "[\n'purpose', # p\n'words']",
        "[\n\t'purpose',\n\t'words',\n\t# end\n]",
        '["purpose", "words"] # flat',
    ],
)
def test_lists_of_any_shape_are_rewritten_with_every_comment(array: str) -> None:
    start = POLICY.index("clauses = [") + len("clauses = ")
    text = POLICY[:start] + array + POLICY[POLICY.index("]\n", start) + 1 :]
    ids = ("purpose", "images", "words")
    after = replace(BEFORE, sections={**BEFORE.sections, "governance": ids})
    new = write_policy(text, BEFORE, after)
    assert read(new).sections["governance"] == ids
    for line in array.splitlines():
        assert line.partition("#")[2] in new


def test_a_long_list_has_one_id_a_line() -> None:
    more = {f"clause-number-{at}": Decision("as-is") for at in range(8)}
    after = replace(BEFORE, decisions={**BEFORE.decisions, **more}, sections={**BEFORE.sections, "risk": tuple(more)})
    assert 'clauses = [\n  "clause-number-0",\n  "clause-number-1",\n' in written(after)


def test_sections_are_put_in_order_with_their_comments() -> None:
    text = POLICY.replace("[section.risk]", "# The risks.\n[section.risk]")
    after = replace(BEFORE, sections={"new": (), "risk": ("club",), "governance": ("purpose", "words")})
    new = write_policy(text, BEFORE, after)
    assert list(read(new).sections) == ["new", "risk", "governance"]
    assert (
        '# ---- order ----\n\n[section.new]\nclauses = []\n\n# The risks.\n[section.risk]\nclauses = ["club"]\n\n'
        in new
    )


def test_tables_that_stand_in_each_others_way_are_still_edited() -> None:
    text = POLICY.replace('[section.risk]\nclauses = ["club"]\n\n', "") + '\n[section.risk]\nclauses = ["club"]\n'
    after = replace(
        decide(privacy=Decision("as-is"), purpose=Decision("dropped", "No.")),
        sections={"risk": ("privacy", "club"), "x": (), "governance": ("words",)},
    )
    new = write_policy(text, BEFORE, after)
    assert read(new) == after
    assert list(read(new).sections) == ["risk", "x", "governance"]
    assert "# the end\n" in new


# -- round trips -------------------------------------------------------------------------------------------

PIECES = [*"ab \t\n\"'\\{}#=é’—😀", '"""', "'''", "\\u001b", "[x]", "\u200b"]
SAID = st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map("".join)
SAID = SAID.filter(lambda said: prose.first_hostile(said) is None)
LINE = SAID.map(lambda said: " ".join(said.split()))
TEXT = SAID.filter(lambda said: bool(said.strip()))
DAY = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
SHORT = st.sampled_from([None, (), ("parents",), ("staff", "pupils")])
DECISION = st.one_of(
    st.builds(Decision, st.just("as-is"), SAID, LINE, DAY, DAY, LINE, short=SHORT),
    st.builds(Decision, st.just("adapted"), SAID, LINE, DAY, DAY, LINE, TEXT, SHORT),
    st.builds(Decision, st.just("dropped"), SAID, LINE, DAY, DAY, LINE, SAID, SHORT),
    st.builds(Decision, st.just("local"), SAID, LINE, DAY, DAY, LINE.filter(bool), TEXT, SHORT),
)
IDS = ["purpose", "words", "images", "club", "privacy", "new-1"]


SLUGS = st.sampled_from(["own-child", "streamed-play", "conduct", "2026-parents", "other-school-3f09ac12-2"])
NAMED = st.lists(SLUGS, unique=True, max_size=3).map(tuple)
ONE = LINE.filter(bool)
EVIDENCE = st.builds(
    Evidence,
    st.dictionaries(
        SLUGS,
        st.builds(ScenarioAnswer, st.sampled_from(ANSWERS), st.just(("purpose", "long-gone")), TEXT)
        | st.builds(ScenarioAnswer, st.just("open"), NAMED, SAID),
        max_size=3,
    ),
    st.dictionaries(
        SLUGS, st.builds(ProcessAnswer, st.sampled_from(USES), SAID, SAID, SAID, SAID, SAID, SAID), max_size=3
    ),
    st.dictionaries(SLUGS, st.builds(Consultation, ONE, SAID, DAY, SAID, st.just("") | SLUGS), max_size=3),
    st.dictionaries(SLUGS, st.builds(RelatedPolicy, ONE, SAID, DAY), max_size=3),
    st.dictionaries(SLUGS, st.builds(DeviceAnswer, NAMED, TEXT, SAID), max_size=3),
    st.dictionaries(
        SLUGS,
        st.builds(SetAside, st.just("other-school"), st.just("clause"), LINE, SAID, TEXT, LINE, DAY),
        max_size=3,
    ),
)


@st.composite
def policies(draw: st.DrawFn) -> SchoolPolicy:
    decisions = draw(st.dictionaries(st.sampled_from(IDS), DECISION, max_size=6))
    listed = draw(st.permutations(sorted(decisions)))
    cut = draw(st.integers(0, len(listed)))
    sections = {"governance": tuple(listed[:cut]), "risk": tuple(listed[cut:]), "extra": ()}
    keep = draw(st.permutations(list(sections)))
    one = LINE.filter(bool)
    values: Mapping[str, str | int | date | tuple[str, ...]] = draw(
        st.dictionaries(
            st.sampled_from(["dsl", "reply_days", "channels", "day"]),
            TEXT | st.integers(-(2**62), 2**62) | st.dates() | st.lists(one, min_size=1, max_size=9).map(tuple),
        )
    )
    profile = Profile(
        draw(one)[:120].strip() or "x",
        draw(st.sampled_from(["primary", "secondary"])),
        "wales",
        "foundation",
        tuple(draw(st.lists(one, max_size=3))),
        tuple(draw(st.lists(one, max_size=2))),
        tuple(draw(st.lists(st.sampled_from(["facebook", "x"]), unique=True))),
        draw(st.dictionaries(st.sampled_from(["nursery", "sixth_form"]), st.booleans())),
    )
    placed = {key: sections[key] for key in keep}
    return SchoolPolicy(draw(one), "county", profile, values, placed, decisions, evidence=draw(EVIDENCE))


@given(policies())
def test_any_policy_survives_a_new_file(policy: SchoolPolicy) -> None:
    text = write_policy(None, None, policy)
    assert read(text) == normal(policy)
    assert write_policy(text, None, read(text)) is text


@settings(max_examples=30)
@given(policies(), policies())
def test_any_decisions_survive_being_written_into_a_file(first: SchoolPolicy, second: SchoolPolicy) -> None:
    before, text = BEFORE, POLICY
    for after in (first, second):
        text = write_policy(text, before, after)
        before = read(text)
        assert before == normal(after)
        assert list(before.sections) == list(after.sections)
    for own in ("# Kept by the office.", "# ---- order ----", "# ---- decisions ----", "# ---- evidence ----"):
        assert own in text


@settings(max_examples=20)
@given(policies(), policies())
def test_text_comes_out_the_same_however_one_got_there(first: SchoolPolicy, second: SchoolPolicy) -> None:
    assert write_policy(POLICY, BEFORE, first) == write_policy(POLICY, None, first)
    text = write_policy(None, None, first)
    there = write_policy(text, first, second)
    assert read(write_policy(there, second, first)) == normal(first)


@given(st.text().filter(lambda said: not any(0xD800 <= ord(char) < 0xE000 for char in said)))
def test_any_text_is_a_literal_in_both_libraries(said: str) -> None:
    assert tomllib.loads(f"x = {literal(said)}")["x"] == said
    assert str(tomlkit.value(literal(said))) == said


# -- evidence ----------------------------------------------------------------------------------------------


def told(**parts: Mapping[str, object]) -> SchoolPolicy:
    return replace(BEFORE, evidence=replace(BEFORE.evidence, **parts))  # type: ignore[arg-type]


def test_each_change_of_the_evidence_touches_its_own_lines_only() -> None:
    parents, conduct = BEFORE.evidence.consultations["2026-parents"], BEFORE.evidence.related["conduct"]
    cases: list[tuple[SchoolPolicy, list[str], list[str]]] = [
        (told(related={"conduct": replace(conduct, where="Staff room")}), [], ['where = "Staff room"']),
        (told(related={"conduct": replace(conduct, reviewed=None)}), ["reviewed = 2026-01-12"], []),
        (
            told(consultations={"2026-parents": replace(parents, who="families", group="parents", how="A survey")}),
            ['who = "parents"'],
            ['who = "families"', 'group = "parents"', 'how = "A survey"'],
        ),
        (
            told(scenarios={"own-child": ScenarioAnswer("settled", ("purpose", "club"), "Both.")}),
            [],
            ["[scenario.own-child]", 'answer = "settled"', 'clauses = ["purpose", "club"]', 'because = "Both."', ""],
        ),
        (told(devices={"lost": DeviceAnswer(("club",))}), [], ["[device.lost]", 'measures = ["club"]', ""]),
        (
            told(set_aside={"a-1": SetAside("a", "clause", "purpose", "St Ash", "Ours.", "Head", date(2026, 11, 22))}),
            [],
            [
                *("[finding.a-1]", 'check = "a"', 'kind = "clause"', 'place = "purpose"', 'words = "St Ash"'),
                *('reason = "Ours."', 'by = "Head"', "on = 2026-11-22"),
            ],
        ),
    ]
    for after, gone, come in cases:
        removed, added = changed_lines(POLICY, written(after))
        assert removed == gone
        assert [line for line in added if line] == [line for line in come if line]


def test_new_tables_of_the_evidence_go_after_the_last_of_their_kind() -> None:
    after = told(
        scenarios={"own-child": ScenarioAnswer("open")},
        set_aside={"a-1": SetAside("a", "clause", "purpose", "", "Ours.")},
        consultations={**BEFORE.evidence.consultations, "2026-staff": Consultation("staff")},
    )
    order = [chunk.path for chunk in chunks(written(after)) if chunk.path]
    assert order[-5:] == [
        ("related-policy", "conduct"),
        ("scenario", "own-child"),
        ("consultation", "2026-parents"),
        ("consultation", "2026-staff"),
        ("finding", "a-1"),
    ]


def test_an_answer_that_goes_takes_only_its_own_comments() -> None:
    new = written(told(related={}))
    assert changed_lines(POLICY, new)[0] == [
        "[related-policy.conduct]",
        'title = "Conduct"',
        "reviewed = 2026-01-12",
        "",
    ]
    assert "# ---- evidence ----" in new
    assert "# the end" in new


def test_a_process_that_did_not_say_it_is_used_says_so_once_it_changes() -> None:
    text = POLICY + '\n[process.absence]\nchannel = "The line"   # answered from seven\n'
    before = read(text)
    assert before.evidence.processes == {"absence": ProcessAnswer("yes", "The line")}
    for answer in (ProcessAnswer("yes"), ProcessAnswer("no", "The line"), ProcessAnswer("yes", "The app")):
        after = replace(before, evidence=replace(before.evidence, processes={"absence": answer}))
        new = write_policy(text, before, after)
        assert read(new) == after
        assert f'use = "{answer.use}"' in new


@settings(max_examples=25)
@given(layouts(), EVIDENCE)
def test_in_every_layout_evidence_comes_and_goes_without_another_line_touched(text: str, evidence: Evidence) -> None:
    new = write_policy(text, BEFORE, replace(BEFORE, evidence=evidence))
    assert read(new) == normal(replace(BEFORE, evidence=evidence))
    kept = Counter(text[: text.index("# ---- evidence ----")].splitlines())
    assert kept <= Counter(new.splitlines())
    assert read(write_policy(new, None, BEFORE)) == BEFORE


# -- what cannot be written --------------------------------------------------------------------------------


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\u202e", "\u2028", "\x85"])
def test_a_hostile_character_is_never_written(hostile: str) -> None:
    with pytest.raises(Problem, match=r"text holds U\+"):
        write_policy(POLICY, BEFORE, decide(words=Decision("adapted", text=f"a{hostile}b\n")))
    with pytest.raises(Problem, match=r"title holds U\+"):
        write_policy(None, None, replace(BEFORE, title=f"a{hostile}b"))


@pytest.mark.parametrize(
    "after",
    [
        decide(words=Decision("adapted")),
        replace(BEFORE, sections={"governance": ("nowhere",)}),
        replace(BEFORE, title=""),
        replace(BEFORE, model="../x"),
        decide(Purpose=Decision("as-is")),
        told(scenarios={"own-child": ScenarioAnswer("settled")}),
        told(scenarios={"own-child": ScenarioAnswer("does-not-apply")}),
        told(scenarios={"Own": ScenarioAnswer("open")}),
        told(consultations={"a": Consultation("two\nlines")}),
        told(related={"a": RelatedPolicy("")}),
        told(devices={"a": DeviceAnswer()}),
        told(set_aside={"a-1": SetAside("a", "clause", "", "", "")}),
    ],
)
def test_what_would_not_be_read_again_is_not_written(after: SchoolPolicy) -> None:
    for text, before in ((POLICY, BEFORE), (None, None)):
        with pytest.raises(Problem):
            write_policy(text, before, after)


def test_a_writer_that_goes_wrong_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from composer.store import toml_edit

    def careless(*_: object) -> str:
        return '[values]\ndsl = "Mrs Hill"\nreply_days = 4\n'

    monkeypatch.setattr(toml_edit, "_with_key", careless)
    with pytest.raises(Problem, match="reads differently"):
        write_policy(POLICY, BEFORE, replace(BEFORE, values={"dsl": "the DSL", "reply_days": 3}))
