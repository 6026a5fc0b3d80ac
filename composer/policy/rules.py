"""Rules that are data: phrases that a check looks for, kept beside the library so that an LA can add to them.

A phrase is written as it is read. In it ``#`` stands for one digit, and ``*`` for up to four words of the same
sentence. Nothing else has a meaning, so a file of rules can neither run code nor take long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from composer.policy.clause import NATIONS, Nation

if TYPE_CHECKING:
    from datetime import date

    from composer.policy.school import Profile

RuleKind = Literal[
    "accepted-bracket",
    "accepted-pair",
    "acronym",
    "actor",
    "approval-field",
    "approval-pending",
    "author-note",
    "body",
    "change-agreed",
    "choice-noun",
    "colour-signal",
    "conduct-rule",
    "consulted",
    "contradiction",
    "council",
    "data-claim",
    "dismissal",
    "duty",
    "empty-label",
    "evidence",
    "fair-route",
    "form-field",
    "gagging",
    "general-context",
    "guidance",
    "harm-section",
    "hole",
    "insert-here",
    "legalese",
    "link-text",
    "name-part",
    "named-body",
    "named-policy",
    "nation-law",
    "person-noun",
    "platform",
    "public-address",
    "role-conflict",
    "role-mailbox",
    "school-type",
    "setting-noun",
    "spelling",
    "stray-link",
    "template-voice",
    "vacancy",
    "version-history",
    "well-known",
    "whistleblowing",
]
"""What a rule is for; each belongs to a check."""

RULE_KINDS: tuple[RuleKind, ...] = get_args(RuleKind)


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of ``clauses/rules/*.toml``."""

    key: str
    kind: RuleKind
    words: tuple[str, ...]
    """The phrases; at least one."""
    unless: tuple[str, ...] = ()
    """Phrases of the same sentence that make the words right."""
    exact_case: bool = False
    """Whether capital and small letters must be as written: for names that are also words, such as Bath."""
    nations: tuple[Nation, ...] = NATIONS
    """Where the words are wrong (or, for a council or body, where it is)."""
    types: tuple[str, ...] = ()
    """The kinds of school for which the words are wrong; empty means any."""
    group: str = ""
    """What belongs together: the nouns for one role, the parts of one contradiction."""
    instead: str = ""
    """What to write in its place, where that can be said."""
    severity: Literal["", "block", "warn", "info"] = ""
    """Empty: that of the check."""
    says: str = ""
    """Why it is wrong, in one plain sentence; may be empty where the check says it."""
    since: date | None = None
    """The day from which the words are wrong; None means always."""
    source: str = ""

    def holds_for(self, profile: Profile, today: date) -> bool:
        """Whether the words are wrong in such a school today."""
        return (
            profile.nation in self.nations
            and (not self.types or profile.type in self.types)
            and (self.since is None or self.since <= today)
        )
