"""The inside of a paragraph from elsewhere: what of it a clause may keep, and what is told instead.

Characters are kept as they are, but for these: a picture goes and is told; a link stays where it leads to a secure
address (https) or a mailbox, else its words stay and the address is told; tags of HTML go and are told, and what looks
like a tag and is none means itself; a line that breaks by two spaces breaks by a backslash, which no editor strips.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from composer.policy.incoming import LeftOut

if TYPE_CHECKING:
    from collections.abc import Mapping

_LABEL = r"\[(?P<label>(?:[^\[\]\\`]|\\.|`[^`\n]{0,200}`|!?\[[^\[\]]{0,300}\](?:\([^()\s]{0,300}\))?){0,1000})\]"
_TO = r"\(\s*(?P<to><[^<>\n]{0,2000}>|[^\s()<>]{0,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200}){0,3})"
_TITLE = r"(?:\s+(?:\"[^\"]{0,500}\"|'[^']{0,500}'|\([^()]{0,500}\)))?\s*\)"
_PIECE = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)"
    r"|(?P<comment><!--)"
    r"|<(?P<address>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]{0,2000}|[^\s<>@/\"]{1,64}@[^\s<>@]{1,128})>"
    r"|(?P<tag></?(?P<name>[A-Za-z][A-Za-z0-9-]{0,20})(?:\s[^<>]{0,1000})?/?>)"
    r"|(?P<left><(?=[/!?A-Za-z]))"
    rf"|(?P<picture>!)?{_LABEL}(?:{_TO}{_TITLE}|\[(?P<second>[^\[\]]{{0,200}})\])?",
    re.DOTALL,
)
_TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr article aside b big blockquote body br caption center cite code col colgroup dd del details div dl dt "
        "em figcaption figure font footer h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label li "
        "link main mark meta nav o ol p pre q s script section small span strike strong style sub summary sup svg "
        "table tbody td tfoot th thead time title tr tt u ul video wbr",
    )
)
_UNREAD = frozenset(("script", "style"))
_KEPT = ("https:", "mailto:")
_BLANK = re.compile(r"<{1,3}[A-Za-z«][^<>\n=@/:]{0,78}[^<>\s=@/:]>{1,3}|<[A-Za-z]>")
_BREAK = re.compile(r"(?:(?<=\S)[^\S\n]{2,}|[^\S\n]*\\)\n[^\S\n]*")
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


@dataclass
class Inside:
    """Cleans one document's paragraphs and gathers what it leaves out of them.

    Attributes:
        references: Where the document's reference links lead, by their labels.
        left_out: What was left out so far, in the order of the document.
        used: The labels of the reference links that were met.
        tags: The tags of HTML that were left out, each with how often.
        inner_links: Whether a link led to another place of the document.
    """

    references: Mapping[str, str]
    left_out: list[LeftOut] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    tags: dict[str, int] = field(default_factory=dict)
    inner_links: bool = False

    def cleaned(self, text: str, where: str) -> str:
        """The text as a clause may have it."""
        return _BREAK.sub("\\\\\n", self._pieces(text, where)).strip()

    def _pieces(self, text: str, where: str) -> str:
        if not any(sign in text for sign in "[<`"):
            return text
        said: list[str] = []
        at, code = 0, _code_spans(text)
        while (match := _PIECE.search(text, at)) is not None:
            said.append(text[at : match.start()])
            at = match.end()
            if match["ticks"]:
                at = code.get(match.start(), at)
                said.append(text[match.start() : at])
            elif match["comment"]:
                stop = text.find("-->", at)
                at = stop + 3 if stop >= 0 else len(text)
                self._leave("comment", text[match.end() : stop if stop >= 0 else None], where)
            elif match["tag"] and match["name"].lower() in _UNREAD and match["tag"][1] != "/":
                stop = text.lower().find(f"</{match['name'].lower()}", at)
                self._leave("program text", text[match.start() : stop if stop >= 0 else None], where)
                at = stop if stop >= 0 else len(text)
            else:
                said.append(self._piece(match, where))
        return "".join((*said, text[at:]))

    def _piece(self, match: re.Match[str], where: str) -> str:
        if match["escape"]:
            return match[0]
        if match["address"] is not None:
            return match[0] if _leads_on(match["address"]) else self._no_link(match["address"], "", where)
        if match["tag"]:
            return self._tag(match, where)
        return "\\<" if match["left"] else self._bracket(match, where)

    def _tag(self, match: re.Match[str], where: str) -> str:
        name = match["name"].lower()
        if name not in _TAGS:
            return match[0] if _BLANK.fullmatch(match[0]) else f"\\{match[0]}"
        if name == "img":
            alt = _ALT.search(match[0])
            self._leave("picture", (alt[1] or alt[2] or "") if alt else "", where)
            return ""
        self.tags[match["tag"]] = self.tags.get(match["tag"], 0) + 1
        return "\\\n" if name == "br" else ""

    def _bracket(self, match: re.Match[str], where: str) -> str:
        label, to, second = match["label"], match["to"], match["second"]
        if label.startswith("^"):
            return match[0]
        if to is None:
            name = _normal(second or label)
            found = self.references.get(name)
            if found is None:
                return match[0] if not match["picture"] else match[0].replace("![", "!\\[", 1)
            self.used.add(name)
            to, written = found, ""
        else:
            to, written = to.removeprefix("<").removesuffix(">"), match[0]
        if match["picture"]:
            self._leave("picture", " ".join((label, _title_in(written))).strip(), where)
            return ""
        inside = self._pieces(label, where)
        if not _leads_on(to):
            return self._no_link(to, inside, where)
        if not inside.strip():
            return f"<{to}>"
        return f"[{inside}]{match[0][len(label) + 2 :]}" if written else f"[{inside}]({to})"

    def _no_link(self, to: str, inside: str, where: str) -> str:
        if not inside:
            return to
        if to.startswith("#"):
            self.inner_links = True
        elif to.strip() and to.strip() != inside.strip():
            self._leave("link", to, where)
        return inside

    def _leave(self, kind: str, said: str, where: str) -> None:
        self.left_out.append(LeftOut(kind, " ".join(said.split()), where))


def _title_in(written: str) -> str:
    opened = written.rfind("](")
    parts = written[opened + 2 : -1].split(None, 1) if opened >= 0 else []
    return parts[1].strip()[1:-1] if len(parts) > 1 else ""


def _leads_on(address: str) -> bool:
    lowered = address.lower()
    return lowered.startswith(_KEPT) or ("@" in address and ":" not in address and "/" not in address)


def _normal(label: str) -> str:
    from markdown_it.common.utils import normalizeReference

    return normalizeReference(" ".join(label.split()))


def _code_spans(text: str) -> dict[int, int]:
    """Where each run of backticks that opens code starts, and where that code ends."""
    runs = [match.span() for match in re.finditer("`+", text)] if "`" in text else []
    following: dict[int, deque[int]] = {}
    for at, (start, stop) in enumerate(runs):
        following.setdefault(stop - start, deque()).append(at)
    found: dict[int, int] = {}
    at = 0
    while at < len(runs):
        start, stop = runs[at]
        same = following[stop - start]
        while same and same[0] <= at:
            same.popleft()
        if same:
            found[start] = runs[same[0]][1]
            at = same[0] + 1
        else:
            at += 1
    return found
