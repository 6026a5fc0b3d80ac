"""What a paragraph of a Word document says: its runs, through tracked changes, fields, controls and text boxes.

Tracked changes are read as accepted. Of a field the result is kept and the instruction is not; what is left out of
the text (deleted and hidden words, lists of contents, pictures and the like) is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from composer.imports.word.colours import highlight_of
from composer.imports.word.signs import sign_of
from composer.imports.word.text import Span, address
from composer.imports.word.told import chosen, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.imports.word.drawings import Drawings
    from composer.imports.word.package import Relation
    from composer.imports.word.package_xml import Node
    from composer.imports.word.styles import Style, Styles
    from composer.imports.word.told import Told

_SILENT = frozenset(
    (
        "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:tblPr", "w:delInstrText", "w:footnoteRef", "w:endnoteRef", "w:rt",
        "w:annotationRef", "w:separator", "w:continuationSeparator", "w:smartTagPr", "w:customXmlPr", "w:fldData",
        "w:ffData", "w:commentRangeStart", "w:commentRangeEnd", "w:softHyphen",
    )
)  # fmt: skip
_ASIDE_FIELDS = {
    **dict.fromkeys(("TOC", "TOA", "INDEX"), "contents list"),
    **dict.fromkeys(("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"), "page number"),
}
_MOVED = "moved"
_PLAIN = Span("")
CONTROL = "unfilled control"
"""The colour of a highlight that is no colour: the hint in a control that nobody filled in."""


@dataclass(frozen=True, slots=True)
class _Within:
    """What surrounds a run."""

    link: str = ""
    control: bool = False
    gone: str = ""
    """``deleted words``; ``moved`` for words that stand elsewhere now; empty for words that are there."""


@dataclass(slots=True)
class _Field:
    outer: str
    """What is said of the field around this one."""
    outer_link: str
    aside: str = "field code"
    """As what its words are told; empty where they are kept."""
    link: str = ""
    instruction: list[str] = field(default_factory=list)
    shows: bool = False


class Runs:
    """Reads paragraphs one after another; a field may begin in one and end in another."""

    def __init__(self, styles: Styles, relations: dict[str, Relation], told: Told, drawings: Drawings) -> None:
        self._styles = styles
        self._relations = relations
        self._told = told
        self._drawings = drawings
        self._fields: list[_Field] = []
        self._said: list[tuple[Span, list[str]]] = []
        """How words look, and all the words in a row that look so."""
        self._boxes: list[Node] = []
        self._style: Style
        self._where = ""
        self._aside = ""
        self.unfilled = False
        """Whether the paragraphs stand in a control that nobody filled in."""
        self._reads: dict[str, Callable[[Node, _Within, Span], None]] = {
            "w:r": self._run,
            "w:t": self._words,
            "w:delText": self._words,
            "w:tab": self._tab,
            "w:ptab": self._tab,
            "w:br": self._break,
            "w:cr": self._break,
            "w:noBreakHyphen": self._hyphen,
            "w:sym": self._sign,
            "w:instrText": self._instruction,
            "w:fldChar": self._field_mark,
            "w:drawing": self._drawing,
            "w:pict": self._drawing,
            "w:object": self._drawing,
            "w:footnoteReference": self._note,
            "w:endnoteReference": self._note,
            "w:commentReference": self._note,
            "w:del": self._deleted,
            "w:moveFrom": self._deleted,
            "w:ins": self._inserted,
            "w:moveTo": self._inserted,
            "w:hyperlink": self._hyperlink,
            "w:fldSimple": self._simple_field,
            "w:sdt": self._control,
            "mc:AlternateContent": self._alternate,
            "m:oMath": self._equation,
        }

    def read(self, paragraphs: list[Node], style: Style, where: str, aside: str = "") -> tuple[list[Span], list[Node]]:
        """The spans of paragraphs that are one, and the contents of the text boxes in them.

        Args:
            paragraphs: More than one where a tracked change takes the marks between them away.
            style: The style of the last of them.
            where: Where a person finds them.
            aside: As what their words are told instead, such as ``contents list``; empty to keep them.
        """
        self._said, self._boxes = [], []
        self._style, self._where, self._aside = style, where, aside
        for paragraph in paragraphs:
            self._inside(paragraph, _Within(control=self.unfilled))
        self._told.space()
        return [replace(look, text="".join(pieces)) for look, pieces in self._said], self._boxes

    def _inside(self, node: Node, within: _Within, look: Span = _PLAIN) -> None:
        for kid in node.kids:
            read = self._reads.get(kid.tag)
            if read is not None:
                read(kid, within, look)
            elif kid.tag not in _SILENT:
                self._inside(kid, within, look)

    # -- what surrounds runs ---------------------------------------------------------------------------------

    def _deleted(self, node: Node, within: _Within, look: Span) -> None:
        if node.tag == "w:del":
            self._told.tracked += 1
        gone = "deleted words" if node.tag == "w:del" else within.gone or _MOVED
        self._inside(node, replace(within, gone=gone), look)

    def _inserted(self, node: Node, within: _Within, look: Span) -> None:
        self._told.tracked += 1
        self._inside(node, within, look)

    def _hyperlink(self, node: Node, within: _Within, look: Span) -> None:
        relation = self._relations.get(node.get("r:id"))
        target = relation.target if relation is not None and relation.outside else ""
        self._inside(node, replace(within, link=self._link(target)) if target else within, look)

    def _simple_field(self, node: Node, within: _Within, look: Span) -> None:
        self._open_field()
        self._fields[-1].instruction.append(node.get("w:instr"))
        self._show_field()
        self._inside(node, within, look)
        self._close_field(within)

    def _control(self, node: Node, within: _Within, look: Span) -> None:
        content = node.first("w:sdtContent")
        if content is not None:
            hint = node.on("w:sdtPr", "w:showingPlcHdr") or False
            self._inside(content, replace(within, control=within.control or hint), look)

    def _alternate(self, node: Node, within: _Within, look: Span) -> None:
        way = chosen(node)
        if way is not None:
            self._inside(way, within, look)

    def _equation(self, node: Node, within: _Within, look: Span) -> None:
        said, simple = self._drawings.equation(node)
        if simple:
            self._say(said, within, look)
        elif within.gone != _MOVED:
            self._told.add("equation", said, self._where)

    # -- a run -----------------------------------------------------------------------------------------------

    def _run(self, node: Node, within: _Within, _look: Span) -> None:
        look = self._look(node.first("w:rPr"))
        if look is None and not within.gone:
            within = replace(within, gone="hidden words")
        self._inside(node, within, look or _PLAIN)

    def _words(self, node: Node, within: _Within, look: Span) -> None:
        self._say(node.text, within, look)

    def _tab(self, _node: Node, within: _Within, look: Span) -> None:
        self._say("\t", within, look)

    def _break(self, node: Node, within: _Within, look: Span) -> None:
        self._say(" " if node.get("w:type") in {"page", "column"} else "\n", within, look)

    def _hyphen(self, _node: Node, within: _Within, look: Span) -> None:
        self._say("-", within, look)

    def _instruction(self, node: Node, _within: _Within, _look: Span) -> None:
        if self._fields:
            self._fields[-1].instruction.append(node.text)

    def _note(self, node: Node, within: _Within, _look: Span) -> None:
        if within.gone != _MOVED:
            self._drawings.note(node, self._where)

    def _look(self, properties: Node | None) -> Span | None:
        """How a run looks, as a span without words; nothing for a hidden one."""
        run_style = self._styles.run(properties)

        def on(tag: str) -> bool:
            direct = properties.on(tag) if properties is not None else None
            return direct if direct is not None else self._style.switch(tag) != run_style.switch(tag)

        if on("w:vanish"):
            return None
        if on("w:strike") or on("w:dstrike"):
            self._told.struck += 1
        return Span("", on("w:b"), on("w:i"), highlight_of(properties))

    def _say(self, text: str, within: _Within, look: Span) -> None:
        if within.gone == _MOVED:
            return
        now = self._fields[-1] if self._fields else None
        aside = within.gone or (now.aside if now else "") or self._aside
        if aside:
            self._told.go_on(aside, text, self._where)
            return
        if not text.isspace():
            self._told.part()
        self._told.count(text)
        colour = CONTROL if within.control else look.colour
        link = within.link or (now.link if now else "")
        if colour or link:
            look = replace(look, colour=colour, link=link)
        if self._said and self._said[-1][0] == look:
            self._said[-1][1].append(text)
        else:
            self._said.append((look, [text]))

    def _sign(self, node: Node, within: _Within, look: Span) -> None:
        sign = sign_of(node.get("w:char"))
        if sign:
            self._say(sign, within, look)
        elif not within.gone:
            self._told.add("sign", f"{node.get('w:font')} {node.get('w:char')}", self._where)

    def _drawing(self, node: Node, within: _Within, _look: Span) -> None:
        if within.gone == _MOVED:
            return
        boxes = self._drawings.read(node, self._where)
        if within.gone or self._aside:
            for box in boxes:
                self._told.add(within.gone or self._aside, words_of(box), self._where)
        else:
            self._boxes.extend(boxes)

    def _link(self, target: str) -> str:
        link = address(target)
        if not link:
            self._told.add("link", target[:2000], self._where)
        return link

    # -- fields ----------------------------------------------------------------------------------------------

    def _field_mark(self, node: Node, within: _Within, _look: Span) -> None:
        match node.get("w:fldCharType"):
            case "begin":
                self._open_field()
            case "separate":
                self._show_field()
            case "end":
                self._close_field(within)

    def _open_field(self) -> None:
        around = self._fields[-1] if self._fields else None
        self._fields.append(_Field(around.aside if around else "", around.link if around else ""))

    def _show_field(self) -> None:
        if not self._fields or self._fields[-1].shows:
            return
        now = self._fields[-1]
        words = "".join(now.instruction).split()
        name = words[0].upper() if words else ""
        now.aside = now.outer or _ASIDE_FIELDS.get(name, "")
        now.link = now.outer_link
        now.shows = True
        if name == "HYPERLINK" and len(words) > 1 and not words[1].startswith("\\"):
            now.link = self._link(words[1].strip('"“”'))

    def _close_field(self, within: _Within) -> None:
        if not self._fields:
            return
        now = self._fields.pop()
        words = "".join(now.instruction).split()
        if not now.shows and len(words) > len(("MACROBUTTON", "NoMacro")) and words[0].upper() == "MACROBUTTON":
            self._say(" ".join(words[2:]), replace(within, control=True), _PLAIN)
