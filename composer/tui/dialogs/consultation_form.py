"""Writing down who was asked about the policy, how, when, and what changed because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Static

from composer.policy import answering
from composer.policy.consulting import groups_of
from composer.policy.dictionary import in_words, read_date
from composer.policy.evidence import Consultation
from composer.policy.problems import Problem
from composer.policy.slugs import slug_from
from composer.tui.dialogs.answer_form import AnswerForm
from composer.tui.dialogs.choosing import Changed, OneOf, TextField

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from composer.policy.policy import Draft
    from composer.session import Session

BY_WORDS = "by-words"
_LONGEST_KEY = 48
"""Characters of a key, so that there is room for a number after it."""


class ConsultationForm(AnswerForm):
    """A new entry, or one that is there."""

    about = (
        "Write down whom the school asked, how and how many answered, on which day, and what changed in the policy "
        "because of it. The group is read from the words; choose one where they do not say it. A date is written as "
        "2026-10-03. ctrl+s keeps the entry as one step, which u takes back."
    )

    def __init__(self, session: Session, key: str = "", entry: Consultation | None = None, *, who: str = "") -> None:
        super().__init__(session, "An entry of the consultation" if entry is not None else "Whom did the school ask?")
        self._key = key
        self._before = entry
        self._who = who

    def fields(self) -> ComposeResult:
        """Who, how, when, what changed, and the group."""
        entry = self._before or Consultation(self._who)
        day = entry.on.isoformat() if entry.on is not None else ""
        yield TextField("Who was asked", entry.who, example="parents and carers", id="who")
        yield TextField("How, and how many answered", entry.how, example="a survey, 61 replies", id="how")
        yield TextField("When", day, example="2026-10-03", id="on")
        yield TextField("What changed because of it", entry.changed, example="Dates come first now.", id="changed")
        yield Static(Content("Which group they belong to"), classes="question")
        groups = self.session.library.groups
        ways = [(BY_WORDS, self._by_words(entry.who)), *((key, each.title) for key, each in groups.items())]
        yield OneOf(ways, entry.group if entry.group in groups else BY_WORDS, id="group")

    def _by_words(self, who: str) -> str:
        groups = self.session.library.groups
        found = tuple(groups[each].title for each in groups_of(Consultation(who), groups))
        return f"as the words say: {in_words(found) if found else 'none of these'}"

    def _said(self, name: str) -> str:
        return self.query_one(f"#{name}", TextField).said

    @on(Changed)
    def _named(self) -> None:
        self.query_one(OneOf).say(BY_WORDS, self._by_words(self._said("who")))

    def _answer(self) -> Consultation:
        if not self._said("who"):
            raise Problem("nothing says who was asked", "name them, such as parents")
        day = self._said("on")
        on = read_date("when they were asked", day) if day else None
        if on is not None and on > self.session.today:
            raise Problem(
                f"{in_words(on)} is still to come", "give the day on which they were asked, or leave it empty"
            )
        group = self.query_one(OneOf).chosen
        return Consultation(
            self._said("who"), self._said("how"), on, self._said("changed"), "" if group == BY_WORDS else group
        )

    def _its_key(self, entry: Consultation) -> str:
        """The key it has, else one made of the year and whom it was: ``2026-parents``."""
        if self._key:
            return self._key
        year = (entry.on or self.session.today).year
        first = slug_from(f"{year} {entry.who}", f"{year}-asked")[:_LONGEST_KEY].rstrip("-")
        there = self.session.policy.evidence.consultations
        key, number = first, 2
        while key in there:
            key, number = f"{first}-{number}", number + 1
        return key

    def tried(self) -> Draft:
        """The draft with this entry."""
        entry = self._answer()
        return answering.note_consultation(self.session.draft, self.session.library, self._its_key(entry), entry)

    def keep(self) -> str:
        """Note the entry."""
        entry = self._answer()
        self.key = self._its_key(entry)
        self.answering.consultation(self.key, entry)
        return f"Noted: {entry.who}. u takes it back."
