"""Other people's text is shown as text: it cannot style, link, run an action or reach the terminal."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from composer import tui
from composer.export.page import Block, Mark, Note, Page, Row, Words
from composer.policy.approval import Minuted, approve
from composer.policy.dictionary import ValueEntry
from composer.policy.evidence import Evidence, ProcessAnswer, ScenarioAnswer
from composer.policy.library import Category, ModelSection
from composer.policy.policy import SectionHead
from composer.policy.scenarios import Process, Scenario, Topic
from composer.policy.summary import SchoolSummary
from composer.session import Session
from composer.text import visible
from composer.tui.app.page_prose import PageProse
from composer.tui.dialogs.ask import AskDialog, ChoiceDialog, NewClauseDialog
from composer.tui.outside import conflict_body, unsaved_body
from composer.tui.screens.approval import ApprovalScreen
from composer.tui.screens.compare import CompareScreen
from composer.tui.screens.compose import ComposeScreen
from composer.tui.screens.evidence import EvidenceScreen
from composer.tui.screens.export import ExportScreen
from composer.tui.screens.export_form import ExportForm
from composer.tui.screens.help import HelpScreen
from composer.tui.screens.new_school import NewSchoolScreen
from composer.tui.screens.start import StartScreen
from composer.tui.screens.update import UpdateScreen
from composer.tui.screens.values import ValuesScreen
from composer.tui.widgets.export_choices import FormatOffer, WhatOffer
from composer.tui.widgets.export_preview import SourceProse
from tests.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from composer.policy.dictionary import Value
    from composer.policy.library import Library
    from composer.policy.policy import Draft
    from tests.tui.conftest import Desk, OpenApp

# What takes text that Textual would read as markup, and where in the call it stands.
TAKES_TEXT = {"Static", "Label", "Button", "Option", "Checkbox", "Tree", "Text", "Tab", "Collapsible", "RadioButton"}
METHODS = {"update", "set_label", "add_leaf", "add", "add_option", "set_options"}
SAFE_CALLS = {"Content", "Text"}
ATTRIBUTES = {"tooltip", "border_title", "border_subtitle", "label", "placeholder"}
MARKS: tuple[Mark, ...] = ("same", "ins", "del")
SOURCES = sorted(Path(tui.__file__).parent.rglob("*.py"))


def name_of(node: ast.expr) -> str:
    """The last part of a dotted name: ``Content`` of ``Content.assemble``'s owner, or a function's own name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _assigned(scope: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each target and what it is given; ``a, b = c, d`` is two of them."""
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    yield from zip(target.elts, node.value.elts, strict=True)
                else:
                    yield target, node.value


class Module:
    """One source file: which calls hand a widget something that is not known to be text."""

    def __init__(self, path: Path) -> None:
        self.tree = ast.parse(path.read_text("utf-8"))
        self.returns: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None:
                self.returns[node.name] = ast.unparse(node.returns)

    def safe(self, node: ast.expr, function: ast.AST | None) -> bool:
        """Whether an expression is a literal without markup, or was made a Content or Text."""
        if isinstance(node, ast.Constant):
            return not isinstance(node.value, str) or "[" not in node.value
        if isinstance(node, ast.IfExp):
            asked = ast.unparse(node.test) == f"isinstance({ast.unparse(node.body)}, Content)"
            return (asked or self.safe(node.body, function)) and self.safe(node.orelse, function)
        if isinstance(node, ast.Call):
            owner = node.func.value if isinstance(node.func, ast.Attribute) else node.func
            if name_of(node.func) in SAFE_CALLS or name_of(owner) in SAFE_CALLS:
                return name_of(node.func) != "from_markup"
            returned = self.returns.get(name_of(node.func), "")
            made = "Content" in returned or "RenderableType" in returned or returned == "Text"
            return made and "Content | str" not in returned
        if isinstance(node, ast.Name | ast.Attribute) and function is not None:
            wanted = ast.unparse(node)
            scope = self.tree if wanted.startswith("self.") else function
            found = [value for target, value in _assigned(scope) if ast.unparse(target) == wanted]
            return bool(found) and all(self.safe(each, function) for each in found)
        return False

    def faults(self) -> Iterator[str]:
        """Each place where text goes in that is not known to be safe."""
        scopes: list[tuple[ast.AST, ast.AST | None]] = [(self.tree, None)]
        while scopes:
            node, function = scopes.pop()
            for child in ast.iter_child_nodes(node):
                inner = child if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else None
                scopes.append((child, inner if inner is not None else function))
            if isinstance(node, ast.Call):
                yield from self._call(node, function)
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    shown = isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES
                    if shown and not self.safe(node.value, function):
                        yield f"line {node.lineno}: {ast.unparse(node)}"

    def _call(self, node: ast.Call, function: ast.AST | None) -> Iterator[str]:
        name = name_of(node.func)
        plain = any(word.arg == "markup" and ast.unparse(word.value) == "False" for word in node.keywords)
        if name in {"OptionList", "notify"} and not plain:
            yield f"line {node.lineno}: {ast.unparse(node)} lacks markup=False"
        widget = isinstance(node.func, ast.Name) and name in TAKES_TEXT - SAFE_CALLS and not plain
        method = isinstance(node.func, ast.Attribute) and name in METHODS
        first = node.args[0] if node.args and (widget or method) else None
        if first is not None and not self.safe(first, function) and self._is_text(first):
            yield f"line {node.lineno}: {ast.unparse(node)}"
        for word in node.keywords:
            if word.arg in ATTRIBUTES - {"label"} and name != "Input" and not self.safe(word.value, function):
                yield f"line {node.lineno}: {ast.unparse(node)}"

    @staticmethod
    def _is_text(node: ast.expr) -> bool:
        """Everything counts as text but what belongs to Python's own sets and dictionaries."""
        said = ast.unparse(node)
        return not any(word in said for word in ("clause_id", "Spot(", "found", "key", "head.id"))


@pytest.mark.parametrize("path", SOURCES, ids=[str(path.relative_to(SOURCES[0].parent)) for path in SOURCES])
def test_no_widget_is_handed_text_that_could_be_markup(path: Path) -> None:
    assert not list(Module(path).faults())


@pytest.mark.parametrize(
    "line",
    [
        "Static(name)",
        "Label(f'{name}')",
        "self.update(name)",
        "Static('[b]x[/]')",
        "self.notify(name)",
        "OptionList(name)",
        "box.border_title = name",
        "button.tooltip = f'{name}'",
        "Static(Content.from_markup(name))",
        "Button(visible(name))",
        "Static(x, tooltip=name)",
    ],
)
def test_the_check_catches(line: str, tmp_path: Path) -> None:
    path = tmp_path / "widget.py"
    path.write_text(f"def show(self, name, x=Content('')):\n    {line}\n", encoding="utf-8")

    assert list(Module(path).faults())


# -- payloads ------------------------------------------------------------------------------------------------

PAYLOADS = {
    "controls": "\x1b[2J\x1b]52;c;eA==\x07Q\x9b31mZ\x9d0;x\x9c ab\u202ecd\u2066ef\u200b\u00adgh",
    "markup": "[@click=app.quit]GO[/] A[/]B[/b]C [Annex A] [REDACTED] [b]x[/b] $t",
}
SHOWN = "[@click=app.quit]GO[/] A[/]B[/b]C [Annex A]"
"""The part of the markup that fits wherever it is looked for."""


def hostile(library: Library, text: str) -> Library:
    """The library with a payload in each of its texts."""
    entries = {
        name: replace(entry, question=text, default=text if entry.default else "", example=text, group=text)
        for name, entry in library.values.items()
    }
    entries["motto"] = ValueEntry("motto", text, "choice", text, choices=(text, "b"))
    model = library.models["county-model"]
    sections = tuple(ModelSection(s.id, text + s.id, s.clauses) for s in model.sections)
    return replace(
        library,
        clauses={
            key: replace(
                clause, title=text + key, summary=text, body=f"{text} {clause.body}", settles=("odd",), topics=("G01",)
            )
            for key, clause in library.clauses.items()
        },
        categories={
            key: Category(each.id, text + each.title, each.order, text, appendix=each.appendix)
            for key, each in library.categories.items()
        },
        values=entries,
        topics={"G01": Topic("G01", text, text, text)},
        scenarios={"odd": Scenario("odd", text, (text, text), text, text, ("G01",))},
        processes={"odd": Process("odd", text, text, text, ("G01",), "purpose", text)},
        models={model.id: replace(model, title=text, publisher=text, version=text, sections=sections)},
    )


def poisoned(draft: Draft, text: str) -> Draft:
    """The policy and lock with a payload in each of their texts."""
    policy, lock = draft.policy, draft.lock
    decisions = {
        key: replace(
            each,
            reason=text if each.reason else "",
            decided_by=text,
            title=text if each.title else "",
            text=f"{text} {each.text}" if each.text else "",
        )
        for key, each in policy.decisions.items()
    }
    values: dict[str, Value] = {"dsl": text, "channels": (text, "b")}
    profile = replace(policy.profile, name=text, also_known_as=(text,))
    answers = Evidence(
        {"odd": ScenarioAnswer("settled", ("purpose", "class-livestreams"), text)},
        {"odd": ProcessAnswer("yes", text, text, text, text, text, text)},
    )
    heads = {key: SectionHead(key, text, text, each.appendix) for key, each in lock.heads.items()}
    bases = {key: replace(base, title=text, text=f"{text} {base.text}") for key, base in lock.bases.items()}
    return replace(
        draft,
        policy=replace(policy, title=text, profile=profile, decisions=decisions, values=values, evidence=answers),
        lock=replace(lock, model_version=text, heads=heads, bases=bases),
    )


async def look(desk: Desk, kind: str, seen: set[str]) -> None:
    """No control reached the screen; brackets are there as they are; a click on them does nothing."""
    await desk.settle()
    for line in desk.lines:
        assert line.isprintable(), repr(line)
        assert visible(line) == line
    if SHOWN in " ".join(desk.shown.split()):
        seen.add(type(desk.app.screen).__name__)
    if kind == "markup":
        screen = desk.app.screen
        places = [(line.index("GO["), y) for y, line in enumerate(desk.lines) if "GO[" in line]
        for x, y in places[:1]:
            await desk.pilot.click(offset=(x, y))
            if desk.app.screen is not screen:
                break
        await desk.settle()
        assert desk.app.is_running
        assert desk.app.return_code is None


def exporting(session: Session, text: str) -> ExportScreen:
    """The screen for exports, with a file, a folder and a reason of this name."""
    form = ExportForm(
        session,
        lambda: [WhatOffer("policy", "The policy", text, compares=True, why_not=text)],
        [FormatOffer("md", "Markdown", text, ".md")],
        begin="policy",
        named=lambda choice: f"{text}.md",
        folder=Path(f"/{text}".replace("\x00", "")),
    )
    return ExportScreen(session, form)


def page_of_text(text: str) -> Page:
    """A page with this text wherever text can stand."""
    words = tuple(Words(text, mark=mark, bold=True, link=text) for mark in MARKS)
    blocks = (
        Block("heading", words, level=3, number=text, notes=(Note(text, text),)),
        Block("item", words, level=1, ordered=True, number=text),
        Block("code", words, mark="ins"),
        Block("table", rows=(Row((words, words), head=True), Row((words,), mark="del"))),
    )
    return Page(text, text, blocks, ((text, text),), text, version=text, against=text)


@pytest.mark.parametrize("kind", PAYLOADS)
async def test_every_screen_shows_other_peoples_text_as_text(
    open_app: OpenApp, library: Library, decided: Draft, kind: str
) -> None:
    text = PAYLOADS[kind]
    poisoned_library = hostile(library, text)
    draft = poisoned(decided, text)
    session = Session(draft, poisoned_library, today=TODAY)
    minuted = Minuted(text, text, text, TODAY, text)
    session.approval = replace(approve(session.document(), text, minuted), title=text + text, clauses=())
    seen: set[str] = set()
    async with open_app(None, (140, 45), library=poisoned_library) as desk:
        app = desk.app
        summaries = [SchoolSummary(text, trouble=text), SchoolSummary("a", text, text, text, {}, None)]
        await app.push_screen(StartScreen(summaries, poisoned_library, Path(f"/{text}".replace("\x00", ""))))
        await look(desk, kind, seen)
        app.session = session
        compose = ComposeScreen(session)
        await app.push_screen(compose)
        for clause_id in ("celebrating-achievement", "other-services"):
            compose.show_clause_id(clause_id)
            await look(desk, kind, seen)
        compose.library.query_one("#filter", Input).value = text
        compose.say(text)
        await look(desk, kind, seen)
        compose.library.query_one("#filter", Input).value = ""
        await desk.settle()
        compose.show_clause_id("purpose")
        await compose.action_adapt()
        compose.clause.editor.insert(text)
        await desk.rest()
        await look(desk, kind, seen)
        session.undo()
        for screen in (
            CompareScreen(session, "purpose"),
            ValuesScreen(session),
            EvidenceScreen(session),
            ApprovalScreen(session),
            UpdateScreen(session),
            HelpScreen(compose.places, text, compose.details),
            NewSchoolScreen(poisoned_library, set()),
            AskDialog(text, note=text, value=text, hint=text, check=lambda said: None),
            ChoiceDialog(text, text, [(text, text), ("b", text)]),
            ChoiceDialog("t", unsaved_body(decided, draft, moved_on=True), [("a", text)]),
            ChoiceDialog("t", conflict_body(decided, draft, decided, [text]), [("a", text)]),
            NewClauseDialog(text, lambda said: said, lambda said: None),
        ):
            await app.push_screen(screen)
            await look(desk, kind, seen)
            if app.screen is screen:
                app.pop_screen()
        app.action_preview()
        await look(desk, kind, seen)
        app.pop_screen()
        export = exporting(session, text)
        await app.push_screen(export)
        export.form.tell(text)
        for prose in (PageProse(page_of_text(text)), SourceProse(visible(text))):
            export.show_text(export.form.choice, prose)
            await look(desk, kind, seen)
    if kind == "markup":
        assert {"StartScreen", "ComposeScreen", "CompareScreen", "ValuesScreen", "PreviewScreen"} <= seen
        assert {"EvidenceScreen", "HelpScreen", "ApprovalScreen", "UpdateScreen", "ExportScreen"} <= seen
