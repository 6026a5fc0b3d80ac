"""The consultation: who was asked, how, when and what changed because of it; groups not asked stand at the top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from composer.policy.consulting import Group, groups_of
from composer.policy.dictionary import in_words
from composer.policy.evidence import Consultation
from composer.text import visible
from composer.tui.widgets.evidence_page import EvidencePage, Part, Row, hint, labelled

if TYPE_CHECKING:
    from composer.policy.standing import Named
    from composer.tui.dialogs.answer_form import AnswerForm

_DAY = 12
"""Columns of a date with its space."""
NOTHING = """Nobody is recorded as having been asked about this policy.

n adds whom the school asked: pupils, staff, parents, governors; how, when, and what changed because of it."""


class ConsultationPage(EvidencePage):
    """The groups that should be asked and were not, then the school's log, latest first."""

    label = "Consultation"
    nothing = NOTHING
    none_open = "Every group that should be asked was. f lists the whole log again."
    no_clause = "An entry of the log belongs to no clause."
    enter_answers = True
    about = (
        "This is whom the school asked about the policy, how, when, and what changed because of it. ! stands before a "
        "group that should be asked and was not; a there writes down that it was. n adds an entry, a or enter opens "
        "the one stood on for change, d takes it out and u brings it back. A date is written as 2026-10-03. The log "
        "is kept in policy.toml, under [consultation.…]."
    )

    def everything(self) -> tuple[Row, ...]:
        """A row a group that is missing, then a row an entry."""
        consulted, log = self.session.consulted(), self.session.policy.evidence.consultations
        if not log and not consulted.missing:
            return ()
        missing = (Row(f"group {each.id}", _missing_line(each), open=True, of=each) for each in consulted.missing)
        latest_first = sorted(log.items(), key=lambda pair: pair[1].on.toordinal() if pair[1].on else 0, reverse=True)
        entries = (Row(key, _entry_line(entry), open=False, of=entry) for key, entry in latest_first)
        return (*missing, *entries)

    def tally(self) -> str:
        """``5 entries · not asked: pupils and staff``."""
        number = len(self.session.policy.evidence.consultations)
        missing = self.session.consulted().missing_told
        said = f"{number} {'entry' if number == 1 else 'entries'}"
        return f"{said} · not asked: {missing}" if missing else f"{said} · every group that should be asked was"

    def told(self, row: Row) -> Content:
        """The entry, or that a group is missing."""
        if isinstance(row.of, Group):
            title = visible(row.of.title)
            words: list[Part] = [
                (f"Not asked: {title}", "bold"),
                "\n",
                ("! no entry names them", "bold $accent"),
            ]
            words.append(f"\nNothing in the log says what {title} thought of this policy.")
            words.append(hint("a or enter writes down that they were asked, and what they said."))
            return Content.assemble(*words)
        entry = _entry(row)
        parts: list[Part] = [(visible(" ".join(entry.who.split())), "bold")]
        parts += labelled(
            (
                ("When", in_words(entry.on) if entry.on is not None else "no date is recorded"),
                ("How", entry.how or "not recorded"),
                ("Changed because of it", entry.changed or "nothing is recorded"),
                ("Group", self._groups(entry)),
            )
        )
        parts.append(hint(f"a or enter changes it · d takes it out · n adds another ({row.key})"))
        return Content.assemble(*parts)

    def _groups(self, entry: Consultation) -> str:
        groups = self.session.library.groups
        belongs = tuple(groups[each].title for each in groups_of(entry, groups))
        return in_words(belongs) if belongs else "none of the library's; choose one where it belongs to one"

    def clauses_of(self, row: Row) -> tuple[str, tuple[Named, ...]]:  # noqa: ARG002 (the same for every row)
        """An entry belongs to no clause."""
        return "", ()

    def form(self, row: Row | None) -> AnswerForm:
        """The form for the entry stood on; on a missing group, or none, for a new one."""
        from composer.tui.dialogs.consultation_form import ConsultationForm

        if row is None or isinstance(row.of, Group):
            group = row.of if row is not None and isinstance(row.of, Group) else None
            return ConsultationForm(self.session, who=group.title if group is not None else "")
        return ConsultationForm(self.session, row.key, _entry(row))


def _entry(row: Row) -> Consultation:
    assert isinstance(row.of, Consultation)  # noqa: S101 - everything() made it
    return row.of


def _missing_line(group: Group) -> Content:
    return Content.assemble((f"{'! not asked':<{_DAY}} ", "bold $warning"), visible(group.title, keep_newlines=False))


def _entry_line(entry: Consultation) -> Content:
    day = entry.on.isoformat() if entry.on is not None else "no date"
    changed = ("  changed something", "$success") if entry.changed else ("  no change recorded", "$quiet")
    return Content.assemble((f"{'✓ ' + day:<{_DAY}} ", "$success"), visible(" ".join(entry.who.split())), changed)
