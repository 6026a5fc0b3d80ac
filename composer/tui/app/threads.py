"""What runs in a thread of its own, and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def attempt(act: Callable[[], T]) -> T | Problem:
    """What an act gives, or what went wrong: an error in a thread of its own must not end the program."""
    from composer.store.disk import why

    try:
        return act()
    except Problem as problem:
        return problem
    except OSError as error:
        return Problem(*why(error))
    except Exception as error:  # noqa: BLE001 - the wall between a fault in one act and everything else
        return Problem(f"this is a mistake in the program ({type(error).__name__})", "please report it")
