"""One check alone on a sample school's policy: the others are not run, so that a test takes milliseconds."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from composer.checks.of_file import subject_of_file
from composer.checks.of_policy import setting_of, subject_of
from composer.checks.running import check_named, run
from tests.checks.bench import TODAY, library, session, setting

if TYPE_CHECKING:
    from composer.checks.finding import Finding
    from composer.checks.subject import Setting
    from composer.policy.policy import Draft


def found(draft: Draft, check: str) -> list[Finding]:
    """What one check finds in a policy."""
    return list(run(subject_of(session(draft), setting_of(draft, library(), TODAY)), [check_named(check)]))


def in_file(text: str, check: str) -> list[Finding]:
    """What one check finds in a plain Markdown file of the school of which only the profile is known."""
    return list(run(subject_of_file(text, _plain_setting()), [check_named(check)]))


@cache
def _plain_setting() -> Setting:
    return setting()
