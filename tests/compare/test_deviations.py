"""A whole policy against its model: what is adapted, dropped, added, undecided and moved."""

from hypothesis import given
from hypothesis import strategies as st

from composer.compare.deviations import ModelPlace, PolicyClause, State, compare, counts

MODEL = [ModelPlace(name, "one" if name in "abc" else "two", name.upper()) for name in "abcdef"]
SECTIONS = {place.id: place.section for place in MODEL}


def clause(
    name: str,
    state: State = "as-is",
    *,
    section: str = "",
    text: str | None = None,
    in_model: bool = True,
    reason: str = "",
) -> PolicyClause:
    base = None if state in ("local", "undecided") else f"Staff must read clause {name} first.\n"
    return PolicyClause(name, section or SECTIONS[name], name.upper(), state, base, text, in_model, reason)


def kinds(names: list[PolicyClause]) -> dict[str, tuple[str, bool]]:
    return {entry.id: (entry.kind, entry.moved) for entry in compare(MODEL, names).entries}


def test_a_policy_taken_as_it_is_does_not_deviate() -> None:
    found = compare(MODEL, [clause(name) for name in "abcdef"])
    assert found.deviations == ()
    assert counts(found) == {"as-is": 6, "adapted": 0, "dropped": 0, "added": 0, "undecided": 0, "moved": 0}


def test_every_state_gets_its_kind_words_and_diff() -> None:
    found = compare(
        MODEL,
        [
            clause("a"),
            clause("b", "adapted", text="Staff may read clause b first.\n", reason="We trust them."),
            clause("c", "dropped", reason="Not here."),
            clause("x", "local", section="one", text="Our own words here.\n", in_model=False),
            clause("y", "adapted", section="two", text="Staff must read clause y twice.\n", in_model=False),
            clause("z", section="two", in_model=False),
            clause("d", "adapted", text="Staff must read\nclause d first.\n"),
            clause("e", "undecided"),
            clause("f"),
        ],
    )
    told = [(entry.id, entry.kind, entry.words_added, entry.words_removed) for entry in found.entries]
    assert told == [
        ("a", "as-is", 0, 0),
        ("b", "adapted", 1, 1),
        ("c", "dropped", 0, 6),
        ("x", "added", 4, 0),
        ("y", "added", 1, 1),
        ("z", "added", 6, 0),
        ("d", "adapted", 0, 0),
        ("e", "undecided", 0, 0),
        ("f", "as-is", 0, 0),
    ]
    assert (found.words_added, found.words_removed) == (12, 8)
    by_id = {entry.id: entry for entry in found.entries}
    assert by_id["b"].reason == "We trust them."
    assert (by_id["b"].diff, by_id["y"].diff, by_id["d"].diff) != (None, None, None)
    assert by_id["d"].diff is not None
    assert by_id["d"].diff.layout_only
    assert all(by_id[name].diff is None for name in "acxzef")
    assert [entry.id for entry in found.only({"added", "dropped"})] == ["c", "x", "y", "z"]
    assert counts(found)["added"] == 3
    assert {entry.id: entry.origin for entry in found.entries if entry.origin} == {
        "x": "the school's own",
        "y": "the library's clause, adapted by the school; the model does not have it",
        "z": "the library's words; the model does not have this clause",
    }


def test_one_clause_moved_is_one_clause_told() -> None:
    found = kinds([clause(name) for name in "bcdefa"])
    assert [name for name, (_, moved) in found.items() if moved] == ["a"]


def test_a_move_is_told_in_words() -> None:
    found = {entry.id: entry for entry in compare(MODEL, [clause(name) for name in "acbdef"]).entries}
    moved = [entry for entry in found.values() if entry.moved]
    assert len(moved) == 1
    assert moved[0].moved_note in ("after “A” in the model", "after “B” in the model")
    first = compare(MODEL, [clause("b"), clause("c"), clause("a"), clause("d"), clause("e"), clause("f")]).only(
        {"moved"}
    )
    assert [(entry.id, entry.moved_note) for entry in first] == [("a", "first in its section in the model")]


def test_a_section_that_moved_as_a_whole_is_told_once_and_its_clauses_have_not_moved() -> None:
    found = compare(MODEL, [clause(name) for name in "defabc"])
    assert found.deviations == ()
    assert found.sections_moved in (("one",), ("two",))
    assert counts(found)["moved"] == 0


def test_in_a_section_that_moved_a_clause_may_have_moved_too() -> None:
    found = compare(MODEL, [clause(name) for name in "dfeabc"])
    assert len(found.sections_moved) == 1
    moved = [entry for entry in found.entries if entry.moved]
    assert [entry.moved_note for entry in moved] in (["after “E” in the model"], ["after “D” in the model"])


def test_sections_in_the_models_order_have_not_moved_whatever_their_clauses_did() -> None:
    ours = [clause("b"), clause("a"), clause("e", section="one"), clause("c"), clause("d"), clause("f")]
    assert compare(MODEL, ours).sections_moved == ()
    without = compare(MODEL, [clause(name) for name in "def"])
    assert without.sections_moved == ()


def test_another_section_is_a_move_even_in_order() -> None:
    ours = [clause("a"), clause("b"), clause("c", section="two"), clause("d"), clause("e"), clause("f")]
    moved = compare(MODEL, ours).only({"moved"})
    assert [(entry.id, entry.moved_note) for entry in moved] == [("c", "after “B” in “one” in the model")]


def test_dropped_added_and_undecided_clauses_move_nothing() -> None:
    ours = [
        clause("f", "dropped"),
        clause("x", "local", section="one", text="Hi.", in_model=False),
        clause("e", "undecided"),
    ]
    found = kinds([*ours, *(clause(name) for name in "abcd")])
    assert not any(moved for _, moved in found.values())


def test_a_clause_the_policy_does_not_name_is_undecided_at_its_place() -> None:
    found = compare(MODEL, [clause("b"), clause("c"), clause("f")])
    assert [(entry.id, entry.kind) for entry in found.entries] == [
        ("a", "undecided"),
        ("b", "as-is"),
        ("c", "as-is"),
        ("d", "undecided"),
        ("e", "undecided"),
        ("f", "as-is"),
    ]


@given(st.permutations("abcdef"))
def test_moves_are_as_few_as_explain_the_order(order: list[str]) -> None:
    model = [ModelPlace(name, "one", name) for name in "abcdef"]
    found = compare(model, [clause(name, section="one") for name in order])
    moved = {entry.id for entry in found.entries if entry.moved}
    stayed = [name for name in order if name not in moved]
    assert stayed == sorted(stayed)
    longest = max(
        len(run)
        for bits in range(64)
        if (run := [name for at, name in enumerate(order) if bits >> at & 1]) == sorted(run)
    )
    assert len(stayed) == longest
