"""Order: a clause's place from the model, moves, numbers and letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.policy import decisions
from composer.policy.outline import OutlineSection, letter, outline, place_in_model
from composer.policy.problems import Refusal

if TYPE_CHECKING:
    from composer.policy.library import Library, Model
    from composer.policy.policy import Draft

DAY = date(2026, 11, 22)
IDS = st.lists(st.sampled_from("abcdefgh"), unique=True)


def pick(draft: Draft, library: Library, model: Model, *clause_ids: str) -> Draft:
    for clause_id in clause_ids:
        draft = decisions.pick(draft, library, model, clause_id, by="IT lead", on=DAY)
    return draft


def orders(draft: Draft) -> dict[str, tuple[str, ...]]:
    return dict(draft.policy.sections)


def numbers(sections: tuple[OutlineSection, ...]) -> dict[str, str]:
    return {clause.id: clause.number for section in sections for clause in section.clauses}


class TestPlaceInModel:
    @given(IDS, IDS, st.sampled_from("abcdefgh"))
    def test_nothing_else_moves_and_nothing_is_lost(self, order: list[str], model: list[str], new: str) -> None:
        placed = place_in_model(order, model, new)

        assert [i for i in placed if i != new] == [i for i in order if i != new]
        assert placed.count(new) == 1
        assert place_in_model(placed, model, new) == placed

    @given(IDS, IDS, st.sampled_from("abcdefgh"))
    def test_it_follows_the_nearest_earlier_one_or_precedes_the_nearest_later(
        self, order: list[str], model: list[str], new: str
    ) -> None:
        if new in order:
            return
        placed = place_in_model(order, model, new)
        at = placed.index(new)
        before = [i for i in model[: model.index(new)] if i in order] if new in model else []
        after = [i for i in model[model.index(new) + 1 :] if i in order] if new in model else []
        if before:
            assert placed[at - 1] == before[-1]
        elif after:
            assert placed[at + 1] == after[0]
        else:
            assert at == len(placed) - 1

    @given(st.permutations("abcdef"), st.integers(0, 6))
    def test_any_sequence_of_picks_gives_the_models_order(self, picked: list[str], length: int) -> None:
        order: tuple[str, ...] = ()
        for clause_id in picked[:length]:
            order = place_in_model(order, "abcdef", clause_id)

        assert order == tuple(sorted(picked[:length]))


class TestMove:
    @pytest.mark.parametrize(
        ("where", "expected"),
        [
            (
                {"before": "celebrating-achievement"},
                ("comments-open", "celebrating-achievement", "register-of-accounts"),
            ),
            (
                {"after": "celebrating-achievement"},
                ("celebrating-achievement", "comments-open", "register-of-accounts"),
            ),
        ],
    )
    def test_inside_a_section(self, decided: Draft, where: dict[str, str], expected: tuple[str, ...]) -> None:
        assert decisions.move(decided, "comments-open", **where).policy.sections["positive-use"][:3] == expected

    def test_into_another_section(self, decided: Draft) -> None:
        moved = decisions.move(decided, "comments-open", before="safeguarding-first")

        assert moved.policy.sections["governance"] == ("purpose", "comments-open", "safeguarding-first")
        assert "comments-open" not in moved.policy.sections["positive-use"]
        assert (moved.policy.decisions, moved.lock) == (decided.policy.decisions, decided.lock)

    @pytest.mark.parametrize(
        ("clause_id", "where", "said"),
        [
            ("purpose", {"before": "purpose"}, "purpose cannot move beside itself"),
            ("purpose", {}, "name one of them"),
            ("purpose", {"before": "facebook", "after": "facebook"}, "name one of them"),
            ("other-services", {"before": "purpose"}, "other-services is not in the policy's order; pick it first"),
            ("purpose", {"after": "other-services"}, "other-services is not in the policy's order"),
            ("purpose", {"before": "safeguarding-first"}, "purpose is already there"),
            ("safeguarding-first", {"after": "purpose"}, "safeguarding-first is already there"),
        ],
    )
    def test_refusals(self, decided: Draft, clause_id: str, where: dict[str, str], said: str) -> None:
        with pytest.raises(Refusal, match=said):
            decisions.move(decided, clause_id, **where)


class TestMoveByOne:
    @pytest.fixture
    def draft(self, decided: Draft, library: Library, model: Model) -> Draft:
        return pick(decided, library, model, "other-services", "nursery-devices")

    @pytest.fixture
    def sections(self, draft: Draft, library: Library, model: Model) -> tuple[OutlineSection, ...]:
        return outline(draft, library, model)

    @pytest.mark.parametrize(
        ("clause_id", "step", "section", "expected"),
        [
            ("safeguarding-first", -1, "governance", ("safeguarding-first", "purpose")),
            ("purpose", 1, "governance", ("safeguarding-first", "purpose")),
            ("nursery-devices", -1, "positive-use", (..., "former-pupils", "nursery-devices")),
            ("former-pupils", 1, "risk", ("former-pupils", "nursery-devices")),
            ("celebrating-achievement", -1, "governance", ("purpose", "safeguarding-first", "celebrating-achievement")),
            ("safeguarding-first", 1, "positive-use", ("safeguarding-first", "celebrating-achievement", ...)),
            ("other-services", -1, "platform-appendices", ("other-services", "facebook")),
        ],
    )
    def test_past_its_neighbour_or_over_the_border(
        self,
        draft: Draft,
        sections: tuple[OutlineSection, ...],
        clause_id: str,
        step: int,
        section: str,
        expected: tuple[object, ...],
    ) -> None:
        found = decisions.move_by_one(draft, sections, clause_id, step).policy.sections[section]

        if expected[0] is ...:
            assert found[-2:] == expected[1:]
        elif expected[-1] is ...:
            assert found[:2] == expected[:-1]
        else:
            assert found == expected

    @pytest.mark.parametrize(
        ("clause_id", "step", "said"),
        [
            ("purpose", -1, "purpose is already at the top"),
            ("nursery-devices", 1, "nursery-devices is already at the end"),
            ("facebook", -1, "facebook is already at the top"),
            ("other-services", 1, "other-services is already at the end"),
            ("comments-closed", 1, "comments-closed has no place yet; pick or adapt it first"),
        ],
    )
    def test_it_stops_at_the_edges_and_appendices_stay_apart(
        self, draft: Draft, sections: tuple[OutlineSection, ...], clause_id: str, step: int, said: str
    ) -> None:
        with pytest.raises(Refusal, match=said):
            decisions.move_by_one(draft, sections, clause_id, step)

    @given(data=st.data())
    def test_there_and_back_is_the_same_order(
        self, decided: Draft, library: Library, model: Model, data: st.DataObject
    ) -> None:
        draft = pick(decided, library, model, "other-services", "nursery-devices")
        for clause_id in data.draw(st.lists(st.sampled_from(list(draft.policy.decisions)), max_size=8)):
            step = data.draw(st.sampled_from([-1, 1]))
            before = orders(draft)
            try:
                moved = decisions.move_by_one(draft, outline(draft, library, model), clause_id, step)
            except Refusal:
                continue
            back = decisions.move_by_one(moved, outline(moved, library, model), clause_id, -step)
            assert orders(back) == before
            assert orders(moved) != before
            assert list(moved.policy.sections) == list(before)
            draft = moved


class TestNumbers:
    def test_undecided_and_dropped_clauses_stand_in_their_places_unnumbered(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        sections = outline(decided, library, model)

        assert numbers(sections) == {
            "purpose": "1.1",
            "safeguarding-first": "1.2",
            "celebrating-achievement": "2.1",
            "register-of-accounts": "2.2",
            "class-livestreams": "",
            "comments-open": "2.3",
            "former-pupils": "2.4",
            "facebook": "A",
            "other-services": "",
        }
        assert [section.number for section in sections] == ["1", "2", ""]
        states = {clause.id: clause.state for section in sections for clause in section.clauses}
        assert (states["class-livestreams"], states["other-services"]) == ("dropped", "undecided")
        assert not next(c for s in sections for c in s.clauses if c.id == "former-pupils").in_model

    def test_a_section_with_nothing_printed_takes_no_number(
        self, new_draft: Draft, library: Library, model: Model
    ) -> None:
        sections = outline(pick(new_draft, library, model, "comments-open"), library, model)

        assert [(section.head.id, section.number) for section in sections] == [
            ("governance", ""),
            ("positive-use", "1"),
            ("platform-appendices", ""),
        ]
        assert numbers(sections)["comments-open"] == "1.1"

    def test_appendices_come_last_wherever_the_file_has_them(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        reversed_sections = dict(reversed(list(decided.policy.sections.items())))
        sections = outline(replace(decided, policy=replace(decided.policy, sections=reversed_sections)), library, model)

        assert [section.head.id for section in sections] == ["positive-use", "governance", "platform-appendices"]

    def test_letters_run_on_past_z(self) -> None:
        assert [letter(count) for count in (1, 2, 26, 27, 52, 53, 702, 703)] == [
            "A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
        ]  # fmt: skip

    @given(st.integers(1, 100_000))
    def test_letters_are_in_order(self, count: int) -> None:
        one, two = letter(count), letter(count + 1)
        assert (len(one), one) < (len(two), two)


def test_sections_the_model_lacks_come_in_the_order_of_their_categories(
    new_draft: Draft, library: Library, model: Model
) -> None:
    small = replace(model, sections=model.sections[1:2])
    draft = decisions.start(new_draft.policy.profile, small, library)
    picked = pick(draft, library, small, "other-services", "nursery-devices", "purpose", "comments-open")

    assert list(picked.policy.sections) == ["positive-use", "governance", "risk", "platform-appendices"]
    assert numbers(outline(picked, library, small))["purpose"] == "2.1"


class TestTheModelMovedOn:
    def test_a_new_section_shows_in_the_models_place_with_its_own_title(
        self, new_draft: Draft, library: Library, model: Model
    ) -> None:
        first = replace(model.sections[1], id="new", title="New section")
        newer = replace(model, sections=(model.sections[0], first, model.sections[2]))
        policy = replace(new_draft.policy, sections={"governance": (), "platform-appendices": ()})
        sections = outline(replace(new_draft, policy=policy), library, newer)

        assert [section.head.title for section in sections] == ["About this policy", "New section", "Appendices"]
        assert len(sections[1].clauses) == 4

    def test_a_decision_that_the_order_forgot_still_prints(
        self, decided: Draft, library: Library, model: Model
    ) -> None:
        forgotten = replace(decided, policy=replace(decided.policy, sections={"governance": ()}))
        found = numbers(outline(forgotten, library, model))

        assert {i for i, number in found.items() if number} == {
            i for i, decision in decided.policy.decisions.items() if decision.printed
        }
