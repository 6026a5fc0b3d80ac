"""Ids for what comes in: readable, lasting, and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.slugs import LONGEST, slug_from

if TYPE_CHECKING:
    from collections.abc import Container

LONGEST_ID = 48
"""Characters of an id that is made of a title."""


def id_of(title: str, taken: Container[str], *, otherwise: str, suffix: str = "") -> str:
    """An id made of a title's words.

    Args:
        title: What it is called.
        taken: Ids that it may not be.
        otherwise: What to make it of where the title has no letter.
        suffix: What tells it from a taken one before a number does.
    """
    slug = slug_from(title, otherwise)
    if len(slug) > LONGEST_ID:
        slug = slug[: LONGEST_ID + 1].rpartition("-")[0] or slug[:LONGEST_ID]
    if slug not in taken:
        return slug
    told_apart = f"{slug}-{suffix}"[:LONGEST].rstrip("-") if suffix else slug
    found, count = told_apart, 1
    while found in taken:
        count += 1
        found = f"{told_apart[: LONGEST - 4].rstrip('-')}-{count}"
    return found
