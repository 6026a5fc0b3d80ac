"""Runs of words as HTML: the one place where text from a page becomes markup."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from composer.export.page import Words
from composer.export.prose import printed
from composer.export.shape import link_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.export.page import Block

SIGNS = {"ins": "+", "del": "−"}
_SPOKEN = {"ins": ("inserted: ", " end of insertion"), "del": ("deleted: ", " end of deletion")}


def safe(text: str) -> str:
    """Text that means itself, between tags and in a quoted attribute; what nobody can see is shown by name."""
    return escape(printed(text), quote=True)


class Speech:
    """Writes runs of words.

    Args:
        names: What may be linked to on this page.
    """

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def heading(self, block: Block) -> str:
        """A heading with its number, which is new or gone with the rest."""
        if not block.number:
            return self.words(block.words, block.mark)
        if block.mark != "same":
            return self.words((Words(f"{block.number} "), *block.words), block.mark)
        return f'<span class="number">{safe(block.number)}</span> {self.words(block.words)}'

    def entry(self, block: Block) -> str:
        """A heading as a list of contents names it: in two columns, and without links of its own."""
        number = f'<span class="number">{safe(block.number)}</span> ' if block.number else ""
        return f"{number}<span>{self.words(block.words, block.mark, links=False)}</span>"

    def words(self, words: Iterable[Words], whole: str = "same", *, code: bool = False, links: bool = True) -> str:
        """Runs of words with their marks, links and styles.

        Args:
            words: The runs.
            whole: The mark of the block they make up; it goes before their own.
            code: Whether they stand in a block of code, where a line feed is one and no run is marked as code.
            links: Whether links are live.
        """
        marked = groupby(words, key=lambda each: each.mark if whole == "same" else whole)
        return "".join(self._marked(mark, list(runs), code=code, links=links) for mark, runs in marked)

    def _marked(self, mark: str, runs: Sequence[Words], *, code: bool, links: bool) -> str:
        said = "".join(
            self._linked(link if links else "", list(same), code=code)
            for link, same in groupby(runs, key=lambda each: each.link)
        )
        if mark == "same" or not said:
            return said
        before, after = (f'<span class="unseen">{words}</span>' for words in _SPOKEN[mark])
        # The table of changes writes its own sign before words that are gone.
        sign = (
            ""
            if runs[0].text.startswith(SIGNS[mark])
            else f'<span class="sign" aria-hidden="true">{SIGNS[mark]}</span>'
        )
        return f"<{mark}>{before}{sign}{said}{after}</{mark}>"

    def _linked(self, link: str, runs: Sequence[Words], *, code: bool) -> str:
        said = "".join(_styled(run, code=code) for run in runs)
        to = link_to(link, self.names)
        if not to:
            return said
        # On paper the address of a link is wanted, unless it is what the link reads as.
        told = to.startswith("#") or "".join(run.text for run in runs) in {to, to.removeprefix("mailto:")}
        return f'<a href="{safe(to)}">{said}</a>' if told else f'<a class="away" href="{safe(to)}">{said}</a>'


def _styled(run: Words, *, code: bool) -> str:
    said = safe(run.text)
    if not code:
        said = said.replace("\n", "<br>")
        if run.code:
            said = f"<code>{said}</code>"
    if run.italic:
        said = f"<em>{said}</em>"
    return f"<strong>{said}</strong>" if run.bold else said
