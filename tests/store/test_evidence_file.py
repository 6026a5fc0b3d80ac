"""The lists beside the clauses and the evidence of a school: read strictly, kept byte for byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.policy.consulting import Group
from composer.policy.devices import Risk
from composer.policy.evidence import (
    Consultation,
    DeviceAnswer,
    Evidence,
    ProcessAnswer,
    RelatedPolicy,
    ScenarioAnswer,
    SetAside,
)
from composer.policy.policy import Decision
from composer.policy.problems import Problem
from composer.policy.scenarios import Process, Scenario, Topic
from composer.store.evidence_file import fallen_in
from composer.store.library_files import load_library
from composer.store.lock_file import parse_lock
from composer.store.policy_file import normal, parse_policy
from composer.store.policy_toml import write_policy
from composer.store.school_files import open_school, rebuild_lock, save_school
from composer.store.workspace import Workspace
from tests.store.small_library import POLICY, write_library

if TYPE_CHECKING:
    from composer.policy.library import Library
    from composer.policy.policy import Draft
    from composer.store.school_files import OpenPolicy

PATH = Path("policy.toml")
TOPICS = """\
[topic.G01]
title = "Front matter"
group = "Governance"
asks = \"\"\"
Owner, version,
approval.\"\"\"
"""
SCENARIOS = """\
[scenario.own-child]
title = "A parent on the staff"
roles = ["employee", "parent"]
risk = "Confidences."
asks = "What she may say."
topics = ["G01"]

[scenario.streamed-play]
title = "A parent streams the play"
roles = ["parent", "publisher"]
risk = "Children who must not be seen."
asks = "Where a camera may stand."
"""
PROCESSES = """\
[process.absence]
title = "Absence"
helps = "A pinned reminder."
asks = "The channel."
topics = ["G01"]
clause = "purpose"
words = "asks {{dsl}}"

[process.absence.fills]
who_posts = "dsl"
"""
FILLS = {"who_posts": "dsl"}
LISTS = {"topics.toml": TOPICS, "scenarios.toml": SCENARIOS, "processes.toml": PROCESSES}
EVIDENCE = """
# What we thought about in May.
[scenario.own-child]
answer = "settled"
clauses = ["purpose", "club"]   # the club is ours

[scenario.streamed-play]
answer = "does-not-apply"
because = "We have no stage."

[process.absence]
channel = "The absence line"
social_media = "A pinned reminder"
other_route = "A text for Mrs Ash"

[device.phone-lost]
measures = ["purpose"]
owner = "the office"

[finding.other-school-3f09ac12]
check = "other-school"
kind = "clause"
place = "purpose"
words = "St Ash"
reason = "We share a minibus."
by = "Head"
on = 2026-11-22
"""
ASIDE = SetAside("other-school", "clause", "purpose", "St Ash", "We share a minibus.", "Head", date(2026, 11, 22))
WHOLE = POLICY.replace("# the end\n", 'how = "A survey"\n') + EVIDENCE


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = write_library(tmp_path_factory.mktemp("clauses"))
    for name, text in LISTS.items():
        (found / name).write_text(text, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def library(root: Path) -> Library:
    return load_library(root)


def test_the_lists_are_read_whole(library: Library) -> None:
    assert library.topics == {"G01": Topic("G01", "Front matter", "Governance", "Owner, version, approval.")}
    assert list(library.scenarios) == ["own-child", "streamed-play"]
    assert library.scenarios["own-child"] == Scenario(
        "own-child", "A parent on the staff", ("employee", "parent"), "Confidences.", "What she may say.", ("G01",)
    )
    assert library.processes == {
        "absence": Process(
            "absence", "Absence", "A pinned reminder.", "The channel.", ("G01",), "purpose", "asks {{dsl}}", FILLS
        )
    }


def test_a_library_without_the_lists_is_a_library(tmp_path: Path) -> None:
    old = load_library(write_library(tmp_path))
    assert (len(old.topics), len(old.scenarios), len(old.processes)) == (0, 0, 0)


def test_a_list_is_not_opened_before_somebody_looks_into_it(tmp_path: Path) -> None:
    root = write_library(tmp_path)
    (root / "scenarios.toml").write_text("nonsense", encoding="utf-8")
    library = load_library(root)
    with pytest.raises(Problem, match=r"scenarios\.toml:1: this is not TOML"):
        len(library.scenarios)


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "what"),
    [
        ("topics.toml", "[topic.G01]", "[topic.g01]", 1, "capital letter and two digits"),
        ("topics.toml", "[topic.G01]", "[topics.G01]", 1, "did you mean topic"),
        ("topics.toml", 'group = "Governance"', 'groups = "x"', 3, "did you mean group"),
        ("topics.toml", 'group = "Governance"', "", 1, "has no group"),
        ("topics.toml", "Owner, version,\napproval.", " ", 4, "asks is empty"),
        ("topics.toml", "Front", "\x1b[2J", 2, "U\\+001B"),
        ("scenarios.toml", "[scenario.own-child]", "[scenario.Own]", 1, "cannot be a scenario"),
        ("scenarios.toml", 'roles = ["employee", "parent"]', "roles = []", 3, "names no roles"),
        ("scenarios.toml", 'roles = ["employee", "parent"]\n', "", 1, "names no roles"),
        ("scenarios.toml", 'risk = "Confidences."', "risk = 1", 4, "risk is a text"),
        ("scenarios.toml", 'topics = ["G01"]', 'topics = ["G1"]', 6, "cannot be a topic"),
        ("scenarios.toml", 'topics = ["G01"]', 'topics = ["G01", "G01"]', 6, "twice"),
        ("scenarios.toml", 'asks = "Where', 'ask = "Where', 12, "did you mean asks"),
        ("processes.toml", 'clause = "purpose"', 'clause = "../x"', 6, "cannot be a clause"),
        ("processes.toml", 'helps = "A pinned reminder."', "helps = true", 3, "helps is a text"),
        ("processes.toml", 'title = "Absence"', 'title = ""', 2, "title is empty"),
        ("processes.toml", "who_posts =", "who_post =", 10, "did you mean who_posts"),
        ("processes.toml", "who_posts =", "use =", 10, "there is no key 'use'"),
        ("processes.toml", '"dsl"', '"DSL"', 9, "cannot be the name of a value"),
        ("processes.toml", '"dsl"', "3", 10, "who_posts is a text"),
    ],
)
def test_what_is_wrong_in_a_list_is_told_with_its_line(
    tmp_path: Path, name: str, old: str, new: str, line: int, what: str
) -> None:
    root = write_library(tmp_path)
    assert old in LISTS[name]
    (root / name).write_text(LISTS[name].replace(old, new, 1), encoding="utf-8")
    library = load_library(root)
    with pytest.raises(Problem, match=what) as caught:
        [len(each) for each in (library.topics, library.scenarios, library.processes)]
    assert caught.value.line == line
    assert caught.value.path == root / name
    assert "\x1b" not in str(caught.value)


def test_the_evidence_is_read_whole(library: Library) -> None:
    assert parse_policy(WHOLE.encode(), PATH, library).policy.evidence == Evidence(
        {
            "own-child": ScenarioAnswer("settled", ("purpose", "club")),
            "streamed-play": ScenarioAnswer("does-not-apply", (), "We have no stage."),
        },
        {"absence": ProcessAnswer("yes", "The absence line", "A pinned reminder", other_route="A text for Mrs Ash")},
        {"2026-parents": Consultation("parents", "A survey", date(2026, 10, 3))},
        {"conduct": RelatedPolicy("Conduct", reviewed=date(2026, 1, 12))},
        {"phone-lost": DeviceAnswer(("purpose",), "the office")},
        {"other-school-3f09ac12": ASIDE},
    )


def line_of(said: str) -> int:
    return next(at for at, line in enumerate(WHOLE.split("\n"), 1) if line.startswith(said))


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("[scenario.own-child]", "[scenario.own-chlid]", "[scenario.own-child]", "did you mean own-child"),
        ("[scenario.own-child]", "[scenario.Own]", "[scenario.own-child]", "cannot be a scenario"),
        ('answer = "settled"', 'answer = "setled"', "answer", "choose settled / does-not-apply / open"),
        ('answer = "settled"\n', "", "[scenario.own-child]", "has no answer"),
        ('clauses = ["purpose", "club"]', "clauses = []", "answer", "settled by no clause"),
        ('clauses = ["purpose", "club"]', "", "answer", 'add clauses = \\["…"\\]'),
        ('clauses = ["purpose", "club"]', 'clauses = "purpose"', 'clauses = ["purpose", "club"]', "list of texts"),
        ('clauses = ["purpose", "club"]', 'clauses = ["Club"]', 'clauses = ["purpose", "club"]', "cannot be a clause"),
        ('clauses = ["purpose", "club"]', 'clauses = ["club", "club"]', 'clauses = ["purpose", "club"]', "twice"),
        ('because = "We have no stage."', "", 'answer = "does-not-apply"', "does not apply, and nothing says why"),
        ('because = "We have no stage."', 'because = "  "', 'answer = "does-not-apply"', "nothing says why"),
        ('because = "We have no stage."', 'becuase = "x"', "because", "did you mean because"),
        ('because = "We have no stage."', 'because = "a\u202eb"', "because", "because holds U\\+202E"),
        ("[process.absence]", "[process.abscence]", "[process.absence]", "did you mean absence"),
        ('channel = "The absence line"\n', "", "[process.absence]", "has no use"),
        ('channel = "The absence line"', 'use = "perhaps"', "channel", "choose yes / no / later"),
        ('channel = "The absence line"', 'chanel = "x"', "channel", "did you mean channel"),
        ("on = 2026-10-03", 'on = "in May"', "on = 2026-10-03", "on is a date"),
        ("on = 2026-10-03", "on = 2026-13-03", "on = 2026-10-03", "not TOML"),
        ("on = 2026-10-03", "on = 2026-10-03T10:00:00", "on = 2026-10-03", "not a date with a time"),
        ('who = "parents"', "", "[consultation.2026-parents]", "has no who"),
        ("reviewed = 2026-01-12", "reviewd = 2026-01-12", "reviewed", "did you mean reviewed"),
        ("reviewed = 2026-01-12", "reviewed = true", "reviewed", "is a date"),
        ('title = "Conduct"', "title = 1", 'title = "Conduct"', "title is a text"),
        ('who = "parents"', 'who = "parents"\ngroup = "Parents"', "on = 2026-10-03", "cannot be a group"),
        ('measures = ["purpose"]\nowner = "the office"', "", "[device.phone-lost]", "nothing is said about the risk"),
        ('measures = ["purpose"]', "measures = [1]", "measures", "list of texts"),
        ('owner = "the office"', 'ower = "the office"', "owner", "did you mean owner"),
        ("[device.phone-lost]", "[device.Phone]", "[device.phone-lost]", "cannot be a risk"),
        ("[finding.other-school-3f09ac12]", "[finding.x_y]", "[finding.other-school-3f09ac12]", "cannot be a finding"),
        ('check = "other-school"\n', "", "[finding.other-school-3f09ac12]", "has no check"),
        ('kind = "clause"\n', "", "[finding.other-school-3f09ac12]", "has no kind"),
        ('reason = "We share a minibus."', 'reason = " "', 'check = "other-school"', "nothing says why"),
        ('reason = "We share a minibus."\n', "", 'check = "other-school"', "nothing says why"),
        ("on = 2026-11-22", 'on = "now"', "on = 2026-11-22", "on is a date"),
        ('by = "Head"', "by = true", 'by = "Head"', "by is a text"),
        (
            "[scenario.own-child]\n",
            "[scenario]\nx = {answer = 'open'}\n[scenario.own-child]\n",
            "answer",
            "inside another",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(library: Library, old: str, new: str, line: str, what: str) -> None:
    wrong_at_line(library, old, new, line, what)


def test_a_finding_set_aside_without_a_name_is_read(library: Library) -> None:
    data = WHOLE.replace('by = "Head"\non = 2026-11-22\n', "").encode()
    aside = parse_policy(data, PATH, library).policy.evidence.set_aside
    assert aside == {"other-school-3f09ac12": replace(ASIDE, by="", on=None)}


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("[device.phone-lost]", "[device.phone-lots]", "[device.phone-lost]", "there is no risk 'phone-lots'; did you"),
        ('who = "parents"', 'who = "p"\ngroup = "parnets"', "on = 2026-10-03", "no group 'parnets'; did you mean par"),
    ],
)
def test_risks_and_groups_are_those_of_the_library(library: Library, old: str, new: str, line: str, what: str) -> None:
    parse_policy(WHOLE.replace(old, new, 1).encode(), PATH, library)
    listed = replace(
        library,
        devices={"phone-lost": Risk("phone-lost", "A phone is lost")},
        groups={"parents": Group("parents", "parents", ())},
    )
    wrong_at_line(listed, old, new, line, what)


def wrong_at_line(library: Library, old: str, new: str, line: str, what: str) -> None:
    assert old in WHOLE
    with pytest.raises(Problem, match=what) as caught:
        parse_policy(WHOLE.replace(old, new, 1).encode(), PATH, library)
    assert caught.value.line == line_of(line)
    assert caught.value.path == PATH
    assert "\n" not in str(caught.value)


def test_ids_pass_where_the_library_has_no_lists(tmp_path: Path) -> None:
    old = load_library(write_library(tmp_path))
    data = WHOLE.replace("[scenario.own-child]", "[scenario.of-old]").encode()
    assert "of-old" in parse_policy(data, PATH, old).policy.evidence.scenarios


def test_an_answer_may_name_a_clause_that_is_not_there(library: Library) -> None:
    data = WHOLE.replace('["purpose", "club"]', '["images", "privacy", "long-gone"]').encode()
    answer = parse_policy(data, PATH, library).policy.evidence.scenarios["own-child"]
    assert answer.clauses == ("images", "privacy", "long-gone")


def test_where_an_answer_fell_out_is_told_with_its_line(library: Library, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, tmp_path, tmp_path / "schools", bundled=False)
    path = workspace.schools / "ash" / "policy.toml"
    path.parent.mkdir(parents=True)
    path.write_text(WHOLE.replace('["purpose", "club"]', '["club", "images", "long-gone"]'), encoding="utf-8")
    (problem,) = fallen_in(open_school(workspace, "ash", library), library)
    assert problem.line == line_of('clauses = ["purpose", "club"]')
    assert str(problem).endswith(
        "own-child is open again because “Images” was dropped and there is no clause long-gone any more; "
        'name other clauses, or write answer = "open"'
    )
    path.write_text(WHOLE, encoding="utf-8")
    assert not list(fallen_in(open_school(workspace, "ash", library), library))


def open_ash(tmp_path: Path, library: Library, text: str = WHOLE) -> OpenPolicy:
    """A school with this policy and a whole lock, in which nothing is pinned."""
    workspace = Workspace(tmp_path, tmp_path, tmp_path / "schools", bundled=False)
    path = workspace.schools / "ash" / "policy.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace('answer = "settled"', 'answer = "open"'), encoding="utf-8")
    rebuild_lock(open_school(workspace, "ash", library), library)
    path.write_text(text, encoding="utf-8")
    return open_school(workspace, "ash", library)


def with_decision(opened: OpenPolicy, clause_id: str, **changed: object) -> Draft:
    before = opened.draft.policy
    decision = replace(before.decisions[clause_id], **changed)  # type: ignore[arg-type]
    policy = replace(before, decisions={**before.decisions, clause_id: decision})
    return replace(opened.draft, policy=policy)


def test_saving_a_drop_keeps_the_evidence_as_it_stands(library: Library, tmp_path: Path) -> None:
    opened = open_ash(tmp_path, library)
    saved = save_school(opened, with_decision(opened, "club", mode="dropped", reason="It closed."))
    assert EVIDENCE in opened.path.read_text(encoding="utf-8")
    assert saved.draft.policy.evidence == opened.draft.policy.evidence
    again = open_school(Workspace(tmp_path, tmp_path, tmp_path / "schools", bundled=False), "ash", library)
    assert again.draft == saved.draft
    assert [problem.what for problem in fallen_in(again, library)] == [
        "own-child is open again because “The club” was dropped"
    ]


def test_saving_pins_what_a_hand_written_answer_is_settled_on(library: Library, tmp_path: Path) -> None:
    opened = open_ash(tmp_path, library)
    assert opened.draft.lock.settled == {}
    before = opened.lock_path.read_bytes()
    list(fallen_in(opened, library))
    assert opened.lock_path.read_bytes() == before

    first = save_school(opened, with_decision(opened, "words", text="Other words.\n", reason="Why."))
    pins = first.draft.lock.settled["own-child"]
    assert list(first.draft.lock.settled) == ["own-child"]
    assert set(pins) == {"purpose", "club"}
    assert parse_lock(first.lock_path.read_text("utf-8"), first.lock_path) == first.draft.lock

    changed = save_school(first, with_decision(first, "club", text="The club meets on Mondays.\n"))
    assert changed.draft.lock.settled["own-child"] == pins
    (problem,) = fallen_in(changed, library)
    assert str(problem).endswith(
        "own-child is open again because “The club” has changed since this was answered; "
        "if it still holds: policy-composer answer-scenario ash own-child --settled-by purpose club"
    )
    assert changed.text.split("\n")[(problem.line or 0) - 1].startswith('clauses = ["purpose", "club"]')


def test_a_pin_goes_when_its_clause_is_named_no_more(library: Library, tmp_path: Path) -> None:
    opened = open_ash(tmp_path, library)
    saved = save_school(opened, opened.draft)
    one = replace(saved.draft.policy.evidence.scenarios["own-child"], clauses=("club",))
    for scenarios, left in (({"own-child": one}, {"own-child": ["club"]}), ({}, {})):
        evidence = replace(saved.draft.policy.evidence, scenarios=scenarios)
        saved = save_school(saved, replace(saved.draft, policy=replace(saved.draft.policy, evidence=evidence)))
        assert {key: list(pins) for key, pins in saved.draft.lock.settled.items()} == left


def test_saving_again_what_was_saved_writes_nothing(library: Library, tmp_path: Path) -> None:
    opened = open_ash(tmp_path, library)
    saved = save_school(opened, opened.draft)
    stamp = saved.lock_path.stat().st_mtime_ns
    assert save_school(saved, saved.draft).lock_hash == saved.lock_hash
    assert saved.lock_path.stat().st_mtime_ns == stamp
    assert saved.path.read_text("utf-8") == WHOLE


def test_a_lock_that_is_rebuilt_is_pinned_anew(library: Library, tmp_path: Path) -> None:
    opened = open_ash(tmp_path, library)
    saved = save_school(opened, opened.draft)
    changed = save_school(saved, with_decision(saved, "club", text="The club meets on Mondays.\n"))
    assert list(fallen_in(changed, library))
    changed.lock_path.unlink()
    workspace = Workspace(tmp_path, tmp_path, tmp_path / "schools", bundled=False)
    rebuilt = rebuild_lock(open_school(workspace, "ash", library), library)
    assert set(rebuilt.draft.lock.settled["own-child"]) == {"purpose", "club"}
    assert not list(fallen_in(open_school(workspace, "ash", library), library))


def test_a_new_file_holds_the_evidence_too(library: Library) -> None:
    policy = parse_policy(WHOLE.encode(), PATH, library).policy
    text = write_policy(None, None, policy)
    assert parse_policy(text.encode(), PATH, library).policy == normal(policy)
    assert text.index("[clause.club]") < text.index("[related-policy.conduct]") < text.index("[scenario.own-child]")


def test_what_is_blank_around_a_text_is_not_written(library: Library) -> None:
    policy = parse_policy(WHOLE.encode(), PATH, library).policy
    answer = ScenarioAnswer("open", because=" In May.\r\nOr June.\n ")
    evidence = replace(policy.evidence, scenarios={"own-child": answer}, related={})
    read = parse_policy(write_policy(WHOLE, policy, replace(policy, evidence=evidence)).encode(), PATH, library).policy
    assert read.evidence.scenarios == {"own-child": ScenarioAnswer("open", because="In May.\nOr June.")}
    assert normal(policy).evidence is policy.evidence


def test_an_edited_file_whose_evidence_changed_on_the_way_is_refused(library: Library) -> None:
    from composer.store import policy_toml

    policy = parse_policy(WHOLE.encode(), PATH, library).policy
    after = replace(policy, decisions={**policy.decisions, "privacy": Decision("as-is")})
    original = policy_toml._edited
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            policy_toml, "_edited", lambda *given: original(*given).replace("We have no stage", "We have a stage")
        )
        with pytest.raises(Problem, match="reads differently"):
            write_policy(WHOLE, policy, after)


def test_a_list_that_lost_an_entry_keeps_nobody_out_who_answered_it_before(library: Library, tmp_path: Path) -> None:
    opened = open_ash(tmp_path, library)
    saved = save_school(opened, with_decision(opened, "words", text="Other words.\n", reason="Why."))
    without = {key: each for key, each in library.scenarios.items() if key != "own-child"}
    later = replace(library, scenarios=without, processes={"other": Process("other", "Other")})
    text = saved.text.replace("[process.absence]", '[process.absence]\ntitle = "Absence"')
    read = parse_policy(text.encode(), PATH, later, lock=saved.draft.lock).policy.evidence
    assert "own-child" in read.scenarios
    assert "absence" in read.processes
    with pytest.raises(Problem, match="there is no scenario 'own-child'"):
        parse_policy(text.encode(), PATH, later, lock=replace(saved.draft.lock, settled={}))
    with pytest.raises(Problem, match="there is no process 'absence'"):
        parse_policy(saved.text.encode(), PATH, later, lock=saved.draft.lock)
