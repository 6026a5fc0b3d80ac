"""The lists beside the clauses and the evidence of a school: read strictly, kept byte for byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.policy.evidence import Consultation, Evidence, ProcessAnswer, RelatedPolicy, ScenarioAnswer
from composer.policy.policy import Decision
from composer.policy.problems import Problem
from composer.policy.scenarios import Process, Scenario, Topic
from composer.store.evidence_file import fallen_in
from composer.store.library_files import load_library
from composer.store.policy_file import normal, parse_policy
from composer.store.policy_toml import write_policy
from composer.store.school_files import open_school, rebuild_lock, save_school
from composer.store.workspace import Workspace
from tests.store.small_library import POLICY, write_library

if TYPE_CHECKING:
    from composer.policy.library import Library

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
"""
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
"""
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
            "absence", "Absence", "A pinned reminder.", "The channel.", ("G01",), "purpose", "asks {{dsl}}"
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
    ],
)
def test_what_is_wrong_is_told_with_its_line(library: Library, old: str, new: str, line: str, what: str) -> None:
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


def test_saving_a_drop_keeps_the_evidence_as_it_stands(library: Library, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, tmp_path, tmp_path / "schools", bundled=False)
    path = workspace.schools / "ash" / "policy.toml"
    path.parent.mkdir(parents=True)
    path.write_text(WHOLE, encoding="utf-8")
    opened = rebuild_lock(open_school(workspace, "ash", library), library)
    before = opened.draft.policy
    dropped = replace(before.decisions["club"], mode="dropped", reason="It closed.")
    sections = {**before.sections, "risk": ()}
    # Even a draft that has lost the answers leaves those of the file alone.
    policy = replace(before, decisions={**before.decisions, "club": dropped}, sections=sections, evidence=Evidence())
    saved = save_school(opened, replace(opened.draft, policy=policy))
    assert EVIDENCE in path.read_text(encoding="utf-8")
    assert saved.draft.policy.evidence == before.evidence
    again = open_school(workspace, "ash", library)
    assert again.draft.policy == saved.draft.policy
    assert [problem.what for problem in fallen_in(again, library)] == [
        "own-child is open again because “The club” was dropped"
    ]


def test_a_new_file_holds_the_evidence_too(library: Library) -> None:
    policy = parse_policy(WHOLE.encode(), PATH, library).policy
    text = write_policy(None, None, policy)
    assert parse_policy(text.encode(), PATH, library).policy == normal(policy)
    assert text.index("[clause.club]") < text.index("[related-policy.conduct]") < text.index("[scenario.own-child]")


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
