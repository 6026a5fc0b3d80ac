"""One test on a school's profile, ``key:word``: what a clause's ``when`` and an answer by profile are chosen by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from composer.policy.clause import NATIONS
from composer.policy.problems import Problem
from composer.policy.school import PHASES, TYPES, in_words
from composer.policy.slugs import check_slug
from composer.text import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.policy.library import Library
    from composer.policy.school import Profile

WHEN_KEYS = ("phase", "nation", "type", "platform", "has")
"""The words a test may start with."""

_KNOWN: Mapping[str, tuple[str, ...]] = {
    "phase": PHASES,
    "nation": NATIONS,
    "type": tuple(dict.fromkeys(word for types in TYPES.values() for word in types)),
}
_FLAG = re.compile(r"[a-z][a-z0-9_]*")


def check_when(said: str) -> str:
    """``said``, if it is one test.

    Raises:
        Problem: It is none, or asks for a word that no profile has; the mend lists what there is.
    """
    key, colon, wanted = said.partition(":")
    if key not in WHEN_KEYS or not colon:
        shown = visible(said, keep_newlines=False)
        mend = "write one of " + ", ".join(f"{word}:…" for word in WHEN_KEYS)
        raise Problem(f"{shown!r} is not one test on the school's profile", mend)
    if key in _KNOWN and wanted not in _KNOWN[key]:
        shown = visible(wanted, keep_newlines=False)
        raise Problem(f"{shown!r} is not a {key}", "choose " + " / ".join(_KNOWN[key]))
    if key == "platform":
        check_slug(wanted, "platform")
    if key == "has" and not _FLAG.fullmatch(wanted):
        shown = visible(wanted, keep_newlines=False)
        raise Problem(f"{shown!r} cannot be a flag of the profile", "for example: has:nursery")
    return said


def meets(test: str, profile: Profile, library: Library | None = None) -> str | None:
    """Why a profile meets a test, in words; None when it does not.

    Tests are ``phase:``, ``nation:``, ``type:`` and a word of the profile, ``platform:`` and a service
    the school uses, or ``has:`` and a flag such as ``nursery``.
    """
    key, _, wanted = test.partition(":")
    if key in _KNOWN:
        return f"{key} = {in_words(wanted)}" if getattr(profile, key) == wanted else None
    if key == "platform" and wanted in profile.platforms:
        platform = library.platforms.get(wanted) if library is not None else None
        return f"the school uses {platform.name if platform is not None else wanted}"
    if key == "has" and profile.has.get(wanted, False):
        return f"the school has {wanted.replace('_', ' ')}"
    return None
