"""What the screen says of findings: a row, what stands behind it, counts and signs. Other people's words are text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from composer.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from composer.checks.answered import Findings
    from composer.checks.finding import Finding, Severity
    from composer.policy.evidence import SetAside

SHORT: dict[Severity, str] = {"block": "fix", "warn": "look", "info": "note"}
"""The severity in a row."""
COUNTED: dict[Severity, str] = {"block": "to fix", "warn": "to look at", "info": "to note"}
"""The severity after a number."""
LOOKS: dict[Severity, str] = {"block": "bold $error", "warn": "bold $warning", "info": "bold $primary"}
ASIDE_SIGN = "○"
WHERE = {
    "title": "title",
    "intro": "intro",
    "value": "value",
    "school": "school",
    "scenario": "scenario",
    "process": "process",
    "device": "device",
    "consultation": "asked",
    "related": "related",
    "approval": "approval",
    "policy": "policy",
    "file": "file",
}
"""The place in a row, where it has no number."""
WIDEST_PLACE = 8
MOST_WORDS = 160
"""Characters of the words at fault that are shown behind a row."""
TOO_MANY = 99
"""From here on a clause's count is told as more than it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row: a finding that is open, or one that was set aside with its answer."""

    finding: Finding
    answer: SetAside | None = None
    before: SetAside | None = None
    """The answer that an open finding had while its text was another one."""
    unnamed: bool = False
    """Whether that answer is about this very text, and names nobody where somebody must be named."""


def listed(found: Findings, only: Severity | None, *, aside: bool) -> tuple[Listed, ...]:
    """The rows in the order of the policy; those set aside come last."""
    before, unnamed = found.before, found.unnamed
    rows = [Listed(each, before=before.get(each.key), unnamed=each.key in unnamed) for each in found.open]
    if aside:
        rows += [Listed(each, answer) for each, answer in found.aside]
    return tuple(row for row in rows if only is None or row.finding.severity == only)


def clause_of(finding: Finding) -> str:
    """The clause that a finding is in; empty for one that is in none."""
    return finding.place.id if finding.place.kind in {"clause", "title"} else ""


def has_a_place(finding: Finding) -> bool:
    """Whether some pane or screen shows where it is."""
    return finding.place.kind not in {"school", "policy", "file"} and not (
        finding.place.kind == "title" and not finding.place.id
    )


def worst(findings: Iterable[Finding]) -> Severity:
    """The heaviest severity among findings, of which there is one at least."""
    there = {finding.severity for finding in findings}
    return next(severity for severity in COUNTED if severity in there)


def signed(findings: Sequence[Finding]) -> str:
    """What stands beside a clause: ``✗2`` where one of two is to fix, ``!1``; nothing for what is only to note."""
    from composer.checks.finding import SEVERITY_SIGNS

    heavy = [finding for finding in findings if finding.severity != "info"]
    if not heavy:
        return ""
    return f"{SEVERITY_SIGNS[worst(heavy)]}{len(heavy) if len(heavy) <= TOO_MANY else f'>{TOO_MANY}'}"


def tally(findings: Iterable[Finding]) -> str:
    """``1 to fix · 2 to look at``; empty where there are none."""
    many = [finding.severity for finding in findings]
    return " · ".join(f"{many.count(severity)} {words}" for severity, words in COUNTED.items() if severity in many)


def heading_told(found: Sequence[Finding], at: str) -> tuple[str, str]:
    """What a clause's heading says of its findings, and the look: how many, or the one a person went to (``at``)."""
    if not found:
        return "", ""
    from composer.checks.finding import SEVERITY_SIGNS

    here = next((each for each in found if each.key == at), None)
    if here is None:
        heaviest = worst(found)
        return f"{SEVERITY_SIGNS[heaviest]} {tally(found)}: ] goes to the words, F5 lists all", LOOKS[heaviest]
    return f"{SEVERITY_SIGNS[here.severity]} {_said(here.message)} · a mends it · x sets it aside", LOOKS[here.severity]


def heading(found: Findings, only: Severity | None) -> str:
    """The list's title: ``7 findings F5 · 2 set aside``; ``2 of 7 findings F5 · to fix``."""
    many = len(found.open)
    said = f"{many or 'No'} finding{'s' if many != 1 else ''} F5"
    if only is not None:
        said = f"{len(found.of(only))} of {said} · {COUNTED[only]}"
    return said + (f" · {len(found.aside)} set aside" if found.aside else "")


def row_told(row: Listed, numbers: Mapping[str, str]) -> Content:
    """Sign, severity, place and message in one line; ``numbers`` are those that clauses print with."""
    from composer.checks.finding import SEVERITY_SIGNS

    finding = row.finding
    where = numbers.get(clause_of(finding)) or WHERE.get(finding.place.kind, "")
    message = _said(finding.message)
    if row.answer is not None:
        said, look = f"{ASIDE_SIGN} {'aside':<5}", "$quiet"
    else:
        said, look = f"{SEVERITY_SIGNS[finding.severity]} {SHORT[finding.severity]:<5}", LOOKS[finding.severity]
        message = f"again: {message}" if row.before is not None else message
    return Content.assemble((f"{said} ", look), (f"{where:<{WIDEST_PLACE}} ", "$quiet"), message)


def told(row: Listed) -> Content:
    """All there is to say of one finding: message, place and words, why it matters, what mends it, which keys."""
    from composer.checks.finding import SEVERITY_IN_WORDS, SEVERITY_SIGNS
    from composer.checks.running import check_named

    finding, place = row.finding, row.finding.place
    parts: list[str | tuple[str, str]] = [(_said(finding.message), "bold")]
    line = f", line {place.line}" if place.line and place.kind in {"clause", "intro"} else ""
    words = _plain(place.words)
    words = words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS]}…"
    where = f"{_plain(place.name) or WHERE.get(place.kind, '')}{line}"
    parts += [("\nWhere: ", "bold"), where] if where else []
    parts += [(f"{': ' if where else ''}“{words}”", "$accent")] if words else []
    if row.answer is not None:
        parts += [("\nSet aside", "bold"), f"{_by(row.answer)}: {_plain(row.answer.reason)}"]
    elif row.before is not None:
        parts += [("\nSet aside before", "bold"), f"{_by(row.before)}: {_plain(row.before.reason)}"]
        why = "It takes the name of whoever decides it" if row.unnamed else "Its text has changed since"
        parts.append(f"\n{why}, so it is asked again.")
    parts += [("\nWhy: ", "bold"), check_named(finding.check).why, ("\nMend: ", "bold"), _plain(finding.mend)]
    keys = ["enter goes there"] if has_a_place(finding) else []
    keys.append("x asks it again" if row.answer is not None else "x sets it aside")
    stands = f"{SEVERITY_SIGNS[finding.severity]} {SEVERITY_IN_WORDS[finding.severity]}"
    said = [stands if row.answer is None else f"{ASIDE_SIGN} set aside", *keys]
    parts.append((f"\n{' · '.join(said)}", "$quiet"))
    return Content.assemble(*parts)


def nothing_told(found: Findings, only: Severity | None, checked: str) -> Content:
    """What an empty list says; ``checked`` is what was looked at."""
    if only is not None and found.open:
        return Content(f"Nothing is {COUNTED[only]}. f lists the other findings.")
    if found.aside:
        many = len(found.aside)
        is_are, them = ("is", "it") if many == 1 else ("are", "them")
        return Content(f"Nothing is open; {many} {is_are} set aside: t lists {them} with the reasons.\n\n{checked}")
    return Content(f"Nothing found.\n\n{checked}")


def _by(answer: SetAside) -> str:
    by = f" by {_plain(answer.by)}" if answer.by else ""
    return f"{by} on {answer.on.day} {answer.on:%B %Y}" if answer.on is not None else by


def _said(message: str) -> str:
    words = _plain(message)
    return words[:1].upper() + words[1:]


def _plain(words: str) -> str:
    return visible(" ".join(words.split()), keep_newlines=False)
