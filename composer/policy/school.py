"""A school: what its profile may say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from composer.policy.clause import NATIONS, Nation
from composer.policy.problems import Problem
from composer.text import first_hostile

if TYPE_CHECKING:
    from collections.abc import Mapping

Phase = Literal["nursery", "primary", "middle", "secondary", "all-through", "16-plus"]
PHASES: tuple[Phase, ...] = get_args(Phase)

TYPES: dict[Nation, tuple[str, ...]] = {
    "england": (
        "community",
        "voluntary-controlled",
        "voluntary-aided",
        "foundation",
        "academy",
        "free-school",
        "community-special",
        "foundation-special",
        "academy-special",
        "pupil-referral-unit",
        "independent",
    ),
    "wales": (
        "community",
        "voluntary-controlled",
        "voluntary-aided",
        "foundation",
        "community-special",
        "pupil-referral-unit",
        "independent",
    ),
    "scotland": ("education-authority", "grant-aided", "independent"),
    "northern-ireland": (
        "controlled",
        "catholic-maintained",
        "controlled-integrated",
        "grant-maintained-integrated",
        "irish-medium",
        "voluntary-grammar",
        "special",
        "independent",
    ),
}
"""The kinds of school each nation has; the type decides the employer, the HR route and the nouns."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the program knows about a school."""

    name: str
    phase: Phase
    nation: Nation
    type: str
    also_known_as: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    """Other schools, councils and bodies that the policy names on purpose."""
    platforms: tuple[str, ...] = ()
    """Ids of the services on which the school has an account."""
    has: Mapping[str, bool] = field(default_factory=dict)
    """``has_nursery = true`` in the file is ``has["nursery"]`` here."""


def check_profile(name: str, phase: str, nation: str, type_: str) -> Profile:
    """A profile from what a person typed.

    Raises:
        Problem: A part is missing or is not one of the known words; the message lists them.
    """
    said = " ".join(name.split())
    if not said:
        raise Problem("the school has no name", "give its full name")
    if len(said) > 120:
        raise Problem(f"the school's name has {len(said)} characters", "use at most 120")
    hostile = first_hostile(said)
    if hostile is not None:
        raise Problem(f"the school's name holds {hostile[1]}", "take it out")
    return Profile(said, check_phase(phase), check_nation(nation), check_type(type_, check_nation(nation)))


def check_phase(said: str) -> Phase:
    """One of ``PHASES``."""
    for phase in PHASES:
        if phase == said:
            return phase
    raise Problem(f"{said!r} is not a phase", "choose " + " / ".join(PHASES))


def check_nation(said: str) -> Nation:
    """One of ``NATIONS``."""
    for nation in NATIONS:
        if nation == said:
            return nation
    raise Problem(f"{said!r} is not a nation", "choose " + " / ".join(NATIONS))


def check_type(said: str, nation: Nation) -> str:
    """One of the nation's ``TYPES``."""
    if said not in TYPES[nation]:
        raise Problem(f"{said!r} is not a type of school in {in_words(nation)}", "choose " + " / ".join(TYPES[nation]))
    return said


def in_words(word: str) -> str:
    """``northern-ireland`` as ``Northern Ireland``; phases and types keep their small letters."""
    spoken = word.replace("-", " ")
    return spoken.title() if word in NATIONS else spoken
