"""Who approved the policy, and when it is looked at again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from composer.checks.check import Check, Hit
from composer.checks.phrases import found, in_text
from composer.policy.dictionary import in_words
from composer.policy.patterns import later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.checks.subject import Passage, PolicyLook, Setting, Subject
    from composer.policy.rules import Rule

REVIEW = "next_review"
"""The value that says when the policy is next reviewed."""

_LONGEST = timedelta(days=3 * 366)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_TERMS = {"spring": 4, "lent": 4, "hilary": 4, "summer": 8, "trinity": 8, "autumn": 12, "michaelmas": 12}
_LABEL = later(
    r"\b(?:(?P<next>(?:date\ (?:of|for)\ (?:the\ |our\ )?next\ review"
    r"|next[ _-](?:policy[ _-])?review(?:ed)?(?:[ _-]date)?|review\ due(?:\ date)?|due\ (?:for|to\ be)\ review(?:ed)?"
    r"|(?:to|will|must|should)\ (?:next\ )?be\ (?:next\ )?reviewed"
    r"|(?:look(?:ed)?\ at\ (?:it|this)|do\ so)\ again))"
    r"|review[ _-]date|review\ (?:by|on)|(?<!last\ )(?<!previous\ )(?<!last\ policy\ )(?P<plain>review))\b"
    r"(?P<after>(?:\ (?:is|due|date|in|on|by|before|no\ later\ than)\b){0,3})"
    r"(?P<gap>[\s:|*_–—-]{0,12})",
    re.IGNORECASE | re.VERBOSE,
)
_DATE = later(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?)?(?P<month>{_MONTH})\b\.?,?\ (?P<year>20\d\d)\b"
    r"|(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:20)?\d\d)\b"
    r"|(?P<iso>20\d\d-\d\d-\d\d)\b"
    r"|(?P<term>spring|summer|autumn|michaelmas|lent|hilary|trinity)(?:\ term)?,?\ (?P<of>20\d\d)\b"
    r"|(?P<alone>20\d\d)\b(?![/-])",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Due:
    """A date of review that stands in a text; ``on`` is None where the place for it is empty."""

    on: date | None
    surely: bool
    """Whether it is said to be the next one."""
    start: int
    stop: int
    passage: Passage


def _dates(passage: Passage, setting: Setting) -> tuple[_Due, ...]:  # noqa: ARG001 - the shape of remembered work
    """The dates of review that a passage names."""
    return tuple(_named(passage))


def _named(passage: Passage) -> Iterator[_Due]:
    text = passage.text
    if not any(sign in text for sign in ("eview", "EVIEW", "again")):
        return
    for label in _LABEL.finditer(text):
        surely, asks = label["next"] is not None, ":" in label["gap"] or "|" in label["gap"]
        begins = label["plain"] == "Review" and _BEGINS.search(text, max(0, label.start() - 6), label.start())
        if label["plain"] and not asks and not begins:
            continue
        said = _DATE.match(text, label.end())
        under = _date_under(text, label.start()) if said is None and "|" in label["gap"] else None
        if said is not None:
            yield _Due(_read(said), surely, label.start(), said.end(), passage)
        elif under is not None:
            yield _Due(_read(under), surely, label.start(), label.start("gap"), passage)
        elif asks and not label["plain"] and _nothing_after(text, label.start("gap")):
            yield _Due(None, surely, label.start(), label.start("gap"), passage)


_BEGINS = later(r"(?:\A|[\n.;|*])[\s*_]{0,4}\Z")


def _date_under(text: str, at: int) -> re.Match[str] | None:
    """The date in the row under a table's heading, in the column of the words that stand at a place of it."""
    first = text.rfind("\n", 0, at) + 1
    rows = text[first : first + _ROWS].split("\n")[:3]
    if len(rows) < 3 or "-" not in rows[1] or rows[1].strip("|:- \t"):
        return None
    column, cells = text.count("|", first, at), rows[2].split("|")
    return _DATE.search(cells[column]) if column < len(cells) else None


_ROWS = 1000
"""Characters of a table that are looked at for the row under its heading."""


def _nothing_after(text: str, start: int) -> bool:
    """Whether the rest of the line, or of the cell after the first bar, holds no word."""
    line = text[start : start + _ENOUGH].split("\n", 1)[0]
    cell = line.lstrip(" :*_").removeprefix("|").split("|")[0]
    return not any(char.isalnum() for char in cell)


def _read(said: re.Match[str]) -> date | None:
    """The day that was written; the last day of a month, term or year of which no day is given."""
    try:
        if said["iso"]:
            return date.fromisoformat(said["iso"])
        if said["month"]:
            month = _MONTHS.index(said["month"][:3].lower()) + 1
            return date(int(said["year"]), month, int(said["day"])) if said["day"] else _last(int(said["year"]), month)
        if said["d"]:
            return date(int(said["y"]) % 100 + 2000, int(said["m"]), int(said["d"]))
    except ValueError:
        return None
    if said["term"]:
        return _last(int(said["of"]), _TERMS[said["term"].lower()])
    return _last(int(said["alone"]), 12)


def _last(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def review_date(subject: Subject) -> Iterator[Hit]:
    """A date of review that is missing, gone by or too far away, and clauses that wait for theirs."""
    if subject.policy is None:
        yield from _in_file(subject)
        return
    yield from _of_value(subject, subject.policy)
    for due in _every(subject):
        if due.on is not None and due.passage.kind != "value":
            yield from _judged(due, subject.setting.today)
    yield from _of_clauses(subject, subject.policy)


def _every(subject: Subject) -> tuple[_Due, ...]:
    return tuple(due for each in subject.passages if each.kind != "value" for due in subject.of(_dates, each))


def _in_file(subject: Subject) -> Iterator[Hit]:
    every = _every(subject)
    dated = [due for due in every if due.on is not None]
    named = [due for due in dated if due.surely] or dated
    if named:
        # A table of earlier versions has earlier dates: the last of them is the one that counts.
        yield from _judged(max(named, key=lambda due: due.on or date.min), subject.setting.today)
        return
    for due in every[:1]:
        said = due.passage.text[due.start : due.stop].strip()
        wrong = "names no day of the calendar" if any(char.isdigit() for char in said) else "has no date after it"
        yield Hit(f"“{said}” {wrong}", due.start, due.stop, _WRITE_IT, severity="warn", passage=due.passage)
    if not every:
        message = "Nothing says on what date this is next reviewed"
        yield Hit(message, mend=_WRITE_IT, severity="warn", kind="file", name=_WHOLE_FILE)


_WRITE_IT = "Write the date of the next review, at most three years away"


_WHOLE_FILE = "the whole file"


def _judged(due: _Due, today: date) -> Iterator[Hit]:
    if due.on is None:
        return
    if due.on < today:
        message, severity = f"the review that was due by {in_words(due.on)} is overdue", None
    elif due.on > today + _LONGEST:
        message, severity = f"the next review is more than three years away, on {in_words(due.on)}", "warn"
    else:
        return
    yield Hit(message[0].upper() + message[1:], due.start, due.stop, passage=due.passage, severity=severity)  # type: ignore[arg-type]


def _of_value(subject: Subject, policy: PolicyLook) -> Iterator[Hit]:
    due, today = policy.draft.policy.values.get(REVIEW), subject.setting.today
    if not isinstance(due, date):
        if REVIEW in subject.setting.library.values:
            yield Hit(
                "The policy does not say when it is next reviewed",
                severity="warn",
                kind="value",
                id=REVIEW,
                name=f"the value {REVIEW}",
                mend=f"Set {REVIEW} to the day that the school has agreed on",
            )
        return
    passage = next((each for each in subject.passages if each.kind == "value" and each.id == REVIEW), None)
    if passage is None:
        return
    approval = policy.approval
    if approval is not None and due <= approval.on:
        message = f"The next review was due on {in_words(due)}, and the policy was approved after that"
        yield Hit(message, 0, len(passage.text), passage=passage, severity=None if due < today else "warn")
    else:
        yield from _judged(_Due(due, surely=True, start=0, stop=len(passage.text), passage=passage), today)


def _of_clauses(subject: Subject, policy: PolicyLook) -> Iterator[Hit]:
    for clause_id, decision in policy.draft.policy.decisions.items():
        if decision.review_by is None or decision.review_by >= subject.setting.today:
            continue
        passage = subject.clause(clause_id)
        yield Hit(
            f"This clause was to be looked at again by {in_words(decision.review_by)}",
            severity="warn",
            passage=passage,
            kind="clause",
            id=clause_id,
            name=policy.draft.title(clause_id),
            mend="Look at it again and give it a new date, or take the date away",
        )


KEEPERS = {
    "policy_owner": "Nobody is named who keeps the policy up to date",
    "link_governor": "Nobody is named who keeps an eye on the policy for those who approve it",
}
"""The values without which nobody looks after the policy, each with what is told when it is empty."""

_SAID = later(
    r"\b(?:approved|ratified|adopted)\ (?:by|on|in|at)\b[^\n.]{0,80}?"
    r"(?:[0-9]|govern|trustee|board|committee|council|authority|head\ ?teacher|principal)"
    r"|\bagreed\ by\b[^\n.]{0,40}?(?:govern|trustee|board\b)"
    r"|\b(?:govern\w{2,4}|body|trustees|board|committee)\b[^\n.]{0,60}?\b(?:approved|ratified|adopted)\ (?:this|it)\b",
    re.IGNORECASE | re.VERBOSE,
)
_DRAFT = later(r"\bdraft\b", re.IGNORECASE)
_STATUS = later(r"^[\s|>*_-]{0,12}status[\s*_]{0,4}[:|][\s*_|]{0,6}(draft)\b", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of approval in a passage: which are empty, and whether one is filled."""

    empty: tuple[tuple[int, int], ...] = ()
    filled: bool = False


_WHO = (
    r"(?:(?:the|our|full|local)\s){0,3}(?:govern(?:ors|ing\s(?:body|board))|trustees|board|committee)\b"
    r"(?:\sof\s[^:|\n]{1,40})?"
)
"""Who approves, told between the field's name and its colon: “Approved by the governing body: ”."""


@lru_cache(maxsize=8)
def _field_line(labels: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(label).replace("\\ ", r"[\s_-]") for label in sorted(labels, key=len, reverse=True))
    return re.compile(
        r"^(?:[^\n|]{0,80}\|){0,6}[^\S\n]{0,8}[>*_#+-]{0,4}[^\S\n]{0,4}[*_]{0,3}"
        rf"(?P<label>{either})(?:\s\([^)\n]{{0,60}}\)|\s{_WHO})?[\s*_]{{0,6}}[:|](?P<rest>[^\n]*)$",
        re.IGNORECASE | re.MULTILINE,
    )


def _fields(passage: Passage, setting: Setting) -> _Fields:
    rules = setting.rules.get("approval-field", ())
    text, empty, filled = passage.text, [], False
    if not rules or (":" not in text and "|" not in text):
        return _Fields((), _SAID.search(text) is not None)
    pending = setting.rules.get("approval-pending", ())
    people = {words for rule in rules if rule.group == "people" for words in rule.words}
    for line in _field_line(tuple(words for rule in rules for words in rule.words)).finditer(text):
        rest = line["rest"].strip(" *")
        heads_a_column = "|" in line[0] and "|" not in rest
        said = any(char.isalnum() for char in rest.split("|")[0])
        if heads_a_column or said or (not rest.strip() and _goes_on_below(text, line, pending)):
            filled = filled or line["label"].lower() not in people
        else:
            empty.append((line.start("label"), line.end("label")))
    return _Fields(tuple(empty), filled or _SAID.search(text) is not None)


def _goes_on_below(text: str, line: re.Match[str], pending: tuple[Rule, ...]) -> bool:
    """Whether what the field holds stands alone on the next line that is not blank."""
    if "|" in line[0]:
        return False
    below = text[line.end() : line.end() + _ENOUGH].lstrip().split("\n", 1)[0]
    if not 0 < len(below.split()) <= _SHORT or in_text(below, pending):
        return False
    return below[0].isalnum() and ":" not in below and below[-1] != "."


_ENOUGH = 200
"""Characters after a label in which what belongs to it begins."""
_SHORT = 8
"""Words of a line that may be a name or a date, and no sentence of the policy."""


def approver(subject: Subject) -> Iterator[Hit]:
    """Fields of approval that are empty, a text that calls itself a draft, and a policy without keeper or approval."""
    yield from _pending(subject)
    if subject.policy is not None:
        yield from _keepers(subject, subject.policy)
        return
    at_all = False
    for passage in subject.passages:
        fields = subject.of(_fields, passage)
        at_all = at_all or fields.filled or bool(fields.empty)
        for start, stop in fields.empty:
            said = passage.text[start:stop]
            yield Hit(f"“{said}” has nothing after it", start, stop, "Fill it in", "block", passage)
    for passage in _empty_headings(subject):
        at_all = True
        message = f"There is nothing under “{passage.text}”"
        yield Hit(message, 0, len(passage.text), "Fill it in", "block", passage)
    if not at_all:
        yield Hit("Nothing says who approved this, or when", kind="file", name=_WHOLE_FILE)


def _empty_headings(subject: Subject) -> Iterator[Passage]:
    labels = {words for rule in subject.setting.rules.get("approval-field", ()) for words in rule.words}
    for passage, after in zip(subject.passages, [*subject.passages[1:], None], strict=False):
        said = passage.text.strip(" *_:#").lower()
        if passage.kind == "title" and said in labels and (after is None or after.kind == "title"):
            yield passage


def _pending(subject: Subject) -> Iterator[Hit]:
    """What says of itself that nobody has agreed to it yet."""
    titles = (each for each in subject.passages if each.kind == "title")
    title = next(titles, None)
    said = _DRAFT.search(title.text) if title is not None else None
    if said is not None:
        yield Hit("The title says that this is a draft", said.start(), said.end(), passage=title)
    for passage in subject.passages:
        if passage.kind == "file" or passage.state in {"adapted", "local"}:
            for each in subject.of(found, passage).get("approval-pending", ()):
                words = passage.text[each.start : each.stop]
                yield Hit(f"“{words}” says that nobody has approved it yet", each.start, each.stop, passage=passage)
            status = _STATUS.search(passage.text) if passage.kind == "file" else None
            if status is not None:
                yield Hit("The status is still “draft”", *status.span(1), passage=passage)


def _keepers(subject: Subject, policy: PolicyLook) -> Iterator[Hit]:
    for name, message in KEEPERS.items():
        if subject.setting.answers.get(name) == "":
            mend = f"Answer the question about {name}"
            yield Hit(message, mend=mend, kind="value", id=name, name=f"the value {name}")
    if policy.approval is None:
        yield Hit(
            "No approval is recorded yet",
            mend="Have it approved, and record body, meeting and minute reference",
            severity="info",
            kind="approval",
            name="the approval",
        )


CHECKS = (
    Check(
        "approver",
        19,
        "Who approved it",
        "warn",
        "A policy binds people because a body that may do so has agreed to it, and its readers can see which and when.",
        "Say who approved it and when, once they have",
        whole=approver,
    ),
    Check(
        "review-date",
        18,
        "The date of the next review",
        "block",
        "Platforms, law and the school change: a date that has passed makes readers doubt the rest.",
        "Hold the review, and write the date of the next one, at most three years away",
        whole=review_date,
    ),
)
