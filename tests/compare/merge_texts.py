"""Made-up policy texts with random edits, for the merge to prove itself on.

Every sentence has words of its own, so that it can be told of each word who wrote it and where it went.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

KINDS = ("paragraph", "list", "nested", "table", "code", "quote", "heading")
OPENINGS = ("Staff must {}", "Pupils may {}", "The headteacher {}", "Never {}", "Ask e.g. Dr. {}", "Parents ({})")


@dataclass
class Words:
    """Words that nobody used before."""

    prefix: str
    count: int = 0

    def new(self) -> str:
        self.count += 1
        return f"{self.prefix}{self.count}"

    def sentence(self, opening: str) -> list[str]:
        return [*opening.format(self.new()).split(), self.new(), "the", self.new(), "and", self.new()]


@dataclass
class Block:
    """A paragraph, list, table, code block, quotation or heading; its parts are lists of words."""

    kind: str
    parts: list[list[str]]

    def copy(self) -> Block:
        return Block(self.kind, [list(part) for part in self.parts])


@dataclass
class Layout:
    """How a text is set: which neither adds nor takes a word."""

    width: int = 0
    bullet: str = "-"

    def render(self, blocks: list[Block]) -> str:
        return "\n".join(self._block(block) for block in blocks if block.parts)

    def _block(self, block: Block) -> str:
        said = [" ".join(part) for part in block.parts]
        if block.kind == "paragraph":
            return self._wrapped(" ".join(f"{one}." for one in said))
        if block.kind == "quote":
            return f"> {' '.join(f'{one}.' for one in said)}\n"
        if block.kind == "heading":
            return f"## {said[0]}\n"
        if block.kind == "code":
            lines = "\n\n".join(said)
            return f"```\n{lines}\n```\n"
        if block.kind == "table":
            rows = "".join(f"| {' '.join(part[:2])} | {' '.join(part[2:])} |\n" for part in block.parts)
            return f"| Who | What |\n|---|---|\n{rows}"
        indent = "  " if block.kind == "nested" else ""
        items = (f"{indent * (at % 2)}{self.bullet} {one}.\n" for at, one in enumerate(said))
        return "".join(items)

    def _wrapped(self, text: str) -> str:
        if not self.width:
            return f"{text}\n"
        lines, line = [], ""
        for word in text.split():
            if line and len(line) + len(word) >= self.width:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        return "\n".join([*lines, line]) + "\n"


@st.composite
def documents(draw: st.DrawFn) -> list[Block]:
    words = Words("w")
    blocks = []
    for kind in draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5)):
        size = 1 if kind in ("heading", "code") else draw(st.integers(1, 4))
        blocks.append(Block(kind, [words.sentence(draw(st.sampled_from(OPENINGS))) for _ in range(size)]))
    return blocks


EDITS = ("reword", "reword", "cut word", "rewrite", "delete", "insert", "insert block", "delete block", "swap", "split")


@st.composite
def edited(draw: st.DrawFn, blocks: list[Block], prefix: str) -> list[Block]:
    """The document after a few edits by one side, whose new words start with the prefix."""
    words = Words(prefix)
    blocks = [block.copy() for block in blocks]
    for edit in draw(st.lists(st.sampled_from(EDITS), max_size=3)):
        if blocks:
            _edit(draw, edit, blocks, words)
    return [block for block in blocks if block.parts]


def _edit(draw: st.DrawFn, edit: str, blocks: list[Block], words: Words) -> None:
    at = draw(st.integers(0, len(blocks) - 1))
    block = blocks[at]
    if not block.parts:
        return
    place = draw(st.integers(0, len(block.parts) - 1))
    part = block.parts[place]
    if edit == "reword":
        part[draw(st.integers(1, len(part) - 1)) if len(part) > 1 else 0] = words.new()
    elif edit == "cut word" and len(part) > 3:
        del part[2]
    elif edit == "rewrite":
        part[:] = words.sentence(draw(st.sampled_from(OPENINGS)))
    elif edit == "delete":
        del block.parts[place]
    elif edit == "insert" and block.kind not in ("heading", "code"):
        block.parts.insert(place + draw(st.integers(0, 1)), words.sentence(draw(st.sampled_from(OPENINGS))))
    elif edit == "insert block":
        kind = draw(st.sampled_from(KINDS))
        blocks.insert(at, Block(kind, [words.sentence(draw(st.sampled_from(OPENINGS)))]))
    elif edit == "delete block":
        del blocks[at]
    elif edit == "swap":
        other = draw(st.integers(0, len(blocks) - 1))
        blocks[at], blocks[other] = blocks[other], blocks[at]
    elif edit == "split" and block.kind == "paragraph" and len(part) > 4:
        block.parts[place : place + 1] = [part[:3], [part[3].capitalize(), *part[4:]]]


@dataclass(frozen=True)
class Triple:
    base: str
    ours: str
    theirs: str
    blocks: tuple[list[Block], ...] = field(repr=False)


@st.composite
def triples(draw: st.DrawFn) -> Triple:
    base = draw(documents())
    ours, theirs = draw(edited(base, "o")), draw(edited(base, "t"))
    layout = Layout()
    return Triple(layout.render(base), layout.render(ours), layout.render(theirs), (base, ours, theirs))


LAYOUTS = st.builds(Layout, st.sampled_from((0, 24, 60)), st.sampled_from("-*+"))
