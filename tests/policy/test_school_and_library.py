"""Profiles, the library's look-ups, and problems in one line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from composer.policy.clause import NATIONS
from composer.policy.library import unknown
from composer.policy.problems import Problem, Refusal
from composer.policy.school import PHASES, TYPES, check_profile, in_words

if TYPE_CHECKING:
    from composer.policy.library import Library, Model


class TestProblem:
    @pytest.mark.parametrize(
        ("problem", "line"),
        [
            (Problem("it broke"), "it broke"),
            (Problem("it broke", "mend it"), "it broke; mend it"),
            (Problem("it broke", "mend it", path=Path("a/b.toml")), "a/b.toml: it broke; mend it"),
            (Problem("it broke", "mend it", path=Path("a/b.toml"), line=7), "a/b.toml:7: it broke; mend it"),
            (Refusal("two\nlines", "and\r\nmore"), "two lines; and more"),
        ],
    )
    def test_place_what_and_mend_in_one_line(self, problem: Problem, line: str) -> None:
        assert str(problem) == line
        assert len(str(problem).splitlines()) == 1

    def test_a_refusal_is_a_problem(self) -> None:
        assert issubclass(Refusal, Problem)


class TestUnknown:
    def test_the_nearest_is_named(self) -> None:
        assert str(unknown("clause", "purpse", ["purpose", "risk"])) == (
            "there is no clause 'purpse'; did you mean purpose?"
        )

    def test_else_the_few_there_are(self) -> None:
        assert str(unknown("section", "zzz", ["a", "b"])) == "there is no section 'zzz'; there are: a, b"

    def test_else_the_command_that_lists_them(self) -> None:
        many = [f"number-{n}" for n in range(20)]
        assert str(unknown("clause", "zzz", many)).endswith("; list them with: policy-composer clauses")
        assert str(unknown("value", "zzz", many)) == "there is no value 'zzz'"
        assert str(unknown("section", "zzz", [])) == "there is no section 'zzz'"

    def test_what_was_typed_cannot_act_on_the_terminal(self) -> None:
        said = str(unknown("clause", "\x1b[2J\u202e", ["a"]))
        assert said.isprintable()


class TestLibrary:
    def test_look_ups(self, library: Library, model: Model) -> None:
        assert library.clause("purpose").title == "Purpose"
        assert library.model("county-model") is model
        assert [clause.id for clause in library.in_category("platform-appendices")] == ["facebook", "other-services"]
        with pytest.raises(Problem, match=r"there is no clause 'purpos'; did you mean purpose\?"):
            library.clause("purpos")
        with pytest.raises(Problem, match=r"there is no model 'county'; did you mean county-model\?"):
            library.model("county")

    def test_it_is_in_the_order_of_its_categories(self, library: Library) -> None:
        ranks = [library.categories[clause.category].order for clause in library.clauses.values()]
        assert ranks == sorted(ranks)

    def test_a_models_own_words_are_laid_over_it(self, library: Library, model: Model) -> None:
        ours = replace(library.clauses["purpose"], body="The county's own.\n")
        extra = replace(ours, id="a-county-clause")
        under = library.under(replace(model, overlay={"purpose": ours, "a-county-clause": extra}))

        assert under.clauses["purpose"].body == "The county's own.\n"
        assert list(under.clauses)[:2] == ["a-county-clause", "cymraeg"]
        assert library.clauses["purpose"].body != "The county's own.\n"
        assert library.under(model) is library

    def test_a_model_knows_its_sections(self, model: Model) -> None:
        section = model.section_of("comments-open")
        assert section is not None
        assert section.id == "positive-use"
        assert model.section_of("comments-closed") is None
        assert model.clause_ids[:3] == ("purpose", "safeguarding-first", "celebrating-achievement")


class TestProfile:
    def test_every_known_combination_is_taken(self) -> None:
        for nation in NATIONS:
            for phase in PHASES:
                for type_ in TYPES[nation]:
                    profile = check_profile("A  school ", phase, nation, type_)
                    assert (profile.name, profile.phase, profile.nation, profile.type) == (
                        "A school", phase, nation, type_,
                    )  # fmt: skip

    @pytest.mark.parametrize(
        ("parts", "said"),
        [
            ((" ", "primary", "england", "community"), "the school has no name; give its full name"),
            (("x" * 121, "primary", "england", "community"), "the school's name has 121 characters; use at most 120"),
            (("S", "infant", "england", "community"), "'infant' is not a phase; choose nursery / primary"),
            (("S", "primary", "France", "community"), "'France' is not a nation; choose england / wales"),
            (("S", "primary", "wales", "academy"), "'academy' is not a type of school in Wales; choose community"),
            (("a\x1bb", "primary", "wales", "community"), "the school's name holds U.001B ESCAPE; take it out"),
        ],
    )
    def test_anything_else_is_refused_with_what_there_is(self, parts: tuple[str, str, str, str], said: str) -> None:
        with pytest.raises(Problem, match=f"^{said}"):
            check_profile(*parts)

    def test_only_nations_take_capitals(self) -> None:
        assert in_words("northern-ireland") == "Northern Ireland"
        assert in_words("all-through") == "all through"
