"""Rules of the checks: each can be read, and none excuses its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.store.lint.findings import LintFinding
from composer.store.rule_files import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from composer.policy.library import Library


def faults(library: Library, root: Path) -> Iterator[LintFinding]:
    """Phrases that are never found, because what makes them right stands in themselves.

    Raises:
        Problem: A file of rules cannot be read; told here because most commands never look into it.
    """
    for rules in library.rules.values():
        for rule in rules:
            excuses = [f" {each.casefold()} " for each in rule.unless]
            for phrase in rule.words:
                if any(each in f" {phrase.casefold()} " for each in excuses):
                    message = f"{rule.kind}.{rule.key} never finds {phrase!r}: its own unless excuses it"
                    yield LintFinding(root / RULES, None, message)
