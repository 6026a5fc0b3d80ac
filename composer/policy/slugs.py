"""Names that become file names: slugs of schools and ids of clauses."""

from __future__ import annotations

import re
import unicodedata

from composer.policy.problems import Problem

LONGEST = 64
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEVICES = frozenset({"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)})
_NO_ACCENT_TO_DROP = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)


def check_slug(text: str, what: str = "slug") -> str:
    """The text itself, if it is a name that is safe as a file name on every system.

    Raises:
        Problem: It is not; ``what`` says in the message what it was to be.
    """
    shown = ascii(text if len(text) <= LONGEST else text[:LONGEST] + "...")
    if len(text) > LONGEST:
        raise Problem(f"the {what} {shown} has {len(text)} characters", f"use at most {LONGEST}")
    if not _SLUG.fullmatch(text):
        suggestion = slug_from(text, "")
        example = f", such as {suggestion}" if suggestion else ""
        raise Problem(f"{shown} cannot be a {what}", f"use a-z, 0-9 and single hyphens{example}")
    if text in _DEVICES:
        raise Problem(f"{shown} cannot be a {what}: Windows keeps the name for a device", f"use {text}-1, say")
    return text


def slug_from(name: str, otherwise: str = "school") -> str:
    """A slug to suggest for a name: ``St Mary's C of E Primary`` gives ``st-marys-c-of-e-primary``.

    A name without one usable letter or digit gives ``otherwise``.
    """
    # Cut before normalising: a hostile name may be long, and some letters expand eighteenfold.
    lowered = name[: 4 * LONGEST].lower().translate(_NO_ACCENT_TO_DROP).replace("&", " and ")
    plain = unicodedata.normalize("NFKD", lowered)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "'’‘`.")
    slug = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))
    if len(slug) > LONGEST:
        cut = slug[: LONGEST + 1].rpartition("-")[0] or slug
        slug = cut[:LONGEST]
    if slug in _DEVICES:
        slug = f"{slug}-1"
    return slug or otherwise
