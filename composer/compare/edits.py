"""The one diff model: what every face of a diff (screen, text, Markdown, HTML, Word) is drawn from.

A :class:`TextDiff` is a run of blocks, a block a run of spans. Nothing is lost on the way: the blocks' `old`
joined are the old text, their `new` the new text, and the spans of a block do the same for the block.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from composer.text import word_count

SpanKind = Literal["same", "del", "ins"]
BlockKind = Literal["same", "changed", "inserted", "deleted", "replaced", "moved-from", "moved-to", "layout"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text that is in both texts, in the old one only or in the new one only."""

    kind: SpanKind
    text: str

    @property
    def blank(self) -> bool:
        """Whether the span is white space only, which is seldom worth a mark."""
        return not self.text or self.text.isspace()


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of both texts that is told as one thing; mostly a sentence or a list item."""

    kind: BlockKind
    """`changed` has word-level spans. `replaced` is too different for that: one `del`, then one `ins`.
    `layout` reads the same: only wrapping, spaces, quote or dash styles differ, and it counts as no change.
    `moved-from` has no `new` and `moved-to` no `old`."""
    old: str
    new: str
    spans: tuple[Span, ...]
    """`same` and `del` joined are `old`; `same` and `ins` joined are `new`."""
    move: int | None = None
    """Number, from 1, shared by the two ends of a move; `None` for every other kind."""

    @property
    def is_change(self) -> bool:
        """Whether a reader would call it a change: neither `same` nor `layout`."""
        return self.kind not in ("same", "layout")


@dataclass(frozen=True)
class TextDiff:
    """The difference of two texts, in the order of the new one."""

    blocks: tuple[Block, ...]

    @cached_property
    def old(self) -> str:
        """The old text, exactly."""
        return "".join(block.old for block in self.blocks)

    @cached_property
    def new(self) -> str:
        """The new text, exactly."""
        return "".join(block.new for block in self.blocks)

    @cached_property
    def changes(self) -> tuple[int, ...]:
        """Indices of the blocks that count as one change each; a move counts once, where the text now is."""
        return tuple(at for at, block in enumerate(self.blocks) if block.is_change and block.kind != "moved-from")

    @property
    def changed(self) -> bool:
        """Whether anything but layout differs."""
        return bool(self.changes)

    @cached_property
    def layout_only(self) -> bool:
        """Whether the texts differ and yet read the same."""
        return not self.changed and any(block.kind == "layout" for block in self.blocks)

    @cached_property
    def words_added(self) -> int:
        """Words that are new; moved words are not."""
        return _words(self.blocks, "ins")

    @cached_property
    def words_removed(self) -> int:
        """Words that are gone; moved words are not."""
        return _words(self.blocks, "del")


def _words(blocks: Iterable[Block], kind: SpanKind) -> int:
    counted = ("changed", "inserted", "deleted", "replaced")
    return sum(
        word_count(span.text) for block in blocks if block.kind in counted for span in block.spans if span.kind == kind
    )


def whole(kind: BlockKind, old: str, new: str, move: int | None = None) -> Block:
    """A block told without a look at its words: all of the old text, then all of the new."""
    if kind == "same":
        return Block(kind, old, new, (Span("same", old),) if old else ())
    spans = tuple(span for span in (Span("del", old), Span("ins", new)) if span.text)
    return Block(kind, old, new, spans, move)
