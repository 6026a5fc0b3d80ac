"""What can be exported, in which formats, and the making of each: one table for the command line and the screen.

Every export is made as Markdown or as a page, and every format is a face of the page, so that they cannot say
different things.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from composer.export.stamping import numbers, stamped, with_items, with_marks
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from composer.export.exported import Exported
    from composer.export.page import Page
    from composer.export.report import Report


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file."""

    id: str
    label: str
    about: str
    """A sentence that says what it is good for."""
    suffix: str
    extra: str = ""
    """The extra of this package that brings what it needs; empty when nothing more is needed."""
    needs: str = ""
    """The package that the extra brings, and the module in it, parted by a colon."""

    @property
    def name(self) -> str:
        """The label without its ending: ``Word``."""
        return self.label.partition(" (")[0]

    @property
    def binary(self) -> bool:
        """Whether it is no text that a terminal could show."""
        return self.id in {"docx", "pdf"}


_FORMATS = (
    Format("md", "Markdown (.md)", "Plain text with marks, to keep and to compare.", ".md"),
    Format("html", "Web page (.html)", "One page for the website that needs no other file.", ".html"),
    Format(
        "docx",
        "Word (.docx)",
        "A document with headings, contents and page numbers.",
        ".docx",
        "word",
        "python-docx:docx",
    ),
    Format("pdf", "PDF (.pdf)", "Pages to print and to mail, with bookmarks.", ".pdf", "pdf", "typst:typst"),
)
FORMATS: dict[str, Format] = {each.id: each for each in _FORMATS}
"""Every format by its id, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class What:
    """Something that can be exported."""

    id: str
    label: str
    about: str
    """A sentence that says what it is."""
    ending: str
    """What the file is called after the school's name."""
    purpose: str
    """What the file says of itself."""
    since_ending: str = ""
    """As ``ending`` when it tells what changed since the approval; empty for what never does."""
    numbered: bool = False
    """Whether its headings carry the numbers of the policy."""
    in_word: str = ""
    """What it is in Word, where that is something else."""

    @property
    def compares(self) -> bool:
        """Whether it compares the policy with the model, or with the text that was approved."""
        return bool(self.since_ending)


_WHATS = (
    What(
        "policy",
        "The policy",
        "The whole policy, as governors approve it.",
        "social-media-policy",
        "The whole policy",
        numbered=True,
    ),
    What(
        "changes",
        "The changes",
        "Every change with its reason, in a report.",
        "changes-from-the-model",
        "What the policy changes, and why",
        "changes-since-approval",
        in_word="The whole policy with tracked changes; each reason is a comment.",
    ),
    What(
        "redline",
        "The redline",
        "The whole policy with every change marked.",
        "redline",
        "The whole policy with every change marked",
        "redline-since-approval",
        numbered=True,
        in_word="The whole policy with tracked changes; each reason is a comment.",
    ),
    What(
        "sentences",
        "The sentences",
        "A plain list: removed, added, changed.",
        "changed-sentences",
        "The sentences that were removed, added or changed",
        "changed-sentences-since-approval",
    ),
    What(
        "evidence",
        "The evidence",
        "How it was thought through, and with whom.",
        "evidence",
        "How the policy was thought through",
    ),
    What(
        "staff",
        "For staff",
        "A short version: the clauses marked for staff.",
        "for-staff",
        "A short version for staff",
        numbered=True,
    ),
    What(
        "parents",
        "For parents",
        "A short version for parents and carers.",
        "for-parents",
        "A short version for parents and carers",
        numbered=True,
    ),
    What(
        "pupils", "For pupils", "A short version for pupils.", "for-pupils", "A short version for pupils", numbered=True
    ),
)
WHATS: dict[str, What] = {each.id: each for each in _WHATS}
"""Everything that can be exported by its id, in the order it is shown. Each comes in every format."""

SHORT = ("staff", "parents", "pupils")
"""The short versions, which are those of an audience."""

_LISTED = frozenset({"changes", "evidence"})
"""What is looked up rather than read through, and so has a list of contents that its Markdown has not."""
_FEW_HEADINGS = 6
_MOST_NAMED = 12


# Names and formats


def file_name(slug: str, what: str, format_: str, *, since: bool = False) -> str:
    """What the file is called unless a person names it: ``ash-school-social-media-policy.docx``."""
    chosen = WHATS[what]
    ending = chosen.since_ending if since and chosen.compares else chosen.ending
    return f"{slug}-{ending}{FORMATS[format_].suffix}"


def format_of(name: str) -> str:
    """The format that a file name asks for by its ending; empty when it asks for none."""
    lowered = name.lower()
    if lowered.endswith((".markdown", ".htm")):
        return "html" if lowered.endswith(".htm") else "md"
    return next((each.id for each in FORMATS.values() if lowered.endswith(each.suffix)), "")


def missing(format_: str) -> Problem | None:
    """What has to be installed before this format can be written; None when nothing has."""
    chosen = FORMATS[format_]
    package, _, module = chosen.needs.partition(":")
    if not module or find_spec(module) is not None:
        return None
    return Problem(f"{chosen.name} files need the package {package}", f"pip install 'policy-composer[{chosen.extra}]'")


# Making


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made."""

    data: bytes
    """Its bytes; the same policy gives the same ones."""
    told: str = ""
    """What whoever makes it should know of it, in words; mostly nothing."""


def make(view: Exported, what: str, format_: str, *, since: bool = False) -> Made:
    """An export as a file.

    Args:
        view: The policy.
        what: A key of ``WHATS``.
        format_: A key of ``FORMATS``.
        since: Whether it tells what changed since the approval, where ``what`` compares.

    Raises:
        Problem: It cannot be made: no approval to compare with, no clause marked for the audience, or the format
            needs a package that is not there.
    """
    trouble = missing(format_)
    if trouble is not None:
        raise trouble
    made = shown(view, what, format_, since=since)
    if isinstance(made, str):
        return Made(made.encode("utf-8"))
    if format_ == "docx":
        from composer.export.word import page_docx

        return Made(page_docx(made))
    if format_ == "pdf":
        from composer.export.pdf import by_name, page_pdf

        return Made(page_pdf(made), _named(by_name(made)))
    from composer.export.web import page_html

    return Made(page_html(made).encode("utf-8"))


def _named(by_name: Mapping[str, str]) -> str:
    """Which characters a PDF shows by name, and where they are themselves."""
    if not by_name:
        return ""
    names = list(by_name.values())
    if len(names) > _MOST_NAMED:
        names[_MOST_NAMED:] = [f"and {len(names) - _MOST_NAMED} more"]
    return f"shown by name because the PDF's letters lack them: {', '.join(names)}; Word and HTML have them"


def shown(view: Exported, what: str, format_: str, *, since: bool = False) -> str | Page:
    """What an export says: its Markdown, or the page that its other formats are faces of.

    Raises:
        Problem: As ``make``, but for packages that are not there.
    """
    tracked = what == "changes" and format_ == "docx"
    if what == "redline" or tracked:
        from composer.export.redline import policy_redline

        page = stamped(policy_redline(view, since=since), view, WHATS[what].purpose, is_policy=True)
        if format_ != "md":
            return page
        from composer.export.critic import page_critic

        return page_critic(page)
    markdown = _markdown(view, what, since=since)
    if format_ == "md":
        return markdown
    from composer.export.reading import page_of

    chosen = WHATS[what]
    page = page_of(
        markdown, numbered=chosen.numbered, ids=numbers(view) if chosen.numbered else {}, struck=what == "changes"
    )
    if what == "changes":
        report = report_of(view, since=since)
        page = with_items(with_marks(page, report.about.against), report)
    if what in _LISTED:
        page = replace(page, contents=sum(block.kind == "heading" for block in page.blocks) > _FEW_HEADINGS)
    return stamped(page, view, chosen.purpose, is_policy=what == "policy")


def _markdown(view: Exported, what: str, *, since: bool) -> str:
    match what:
        case "policy":
            from composer.export.markdown import published

            return published(view.document(), view.standing())
        case "changes":
            from composer.export.changes_markdown import markdown

            return markdown(report_of(view, since=since))
        case "sentences":
            from composer.export.sentences import sentences_markdown

            return sentences_markdown(view, since=since)
        case "evidence":
            return _evidence(view)
        case _:
            from composer.export.short import short_markdown

            return short_markdown(view, what)


def report_of(
    view: Exported, *, since: bool = False, only: tuple[str, ...] | None = None, clause: str | None = None
) -> Report:
    """The policy beside its model, or since the last approval; narrowed to some kinds or one clause.

    Raises:
        Problem: It was never approved, or the record of its approval is damaged.
    """
    from composer.export.report import ALL_KINDS, About, Report

    document, outline = view.document(), view.outline()
    if not since:
        about = About.of(document, outline)
        return Report(view.comparison(), about, only or ALL_KINDS, clause, view.roles, view.plain_reader())
    from composer.policy.document import plainly

    found = view.since_approval()
    assert view.approval is not None  # noqa: S101 - there would be nothing to compare with
    about = About.since_approval(document, outline, view.approval)
    return Report(found, about, only or ALL_KINDS, clause, view.role_words, plainly)


def _evidence(view: Exported) -> str:
    from composer.export.evidence import Aside, evidence_markdown

    asides = [Aside(what, where, said.reason, said.by, said.on) for what, where, said in view.asides()]
    return evidence_markdown(view, asides)
