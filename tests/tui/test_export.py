"""The export screen: choosing, reading what will be written, and writing it."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from textual.widgets import Input, Static

from composer.cli.desk import Desk as CliDesk
from composer.cli.publishing import export_command
from composer.export.making import Made
from composer.export.markdown import policy_markdown
from composer.export.page import Block, Note, Page, Row, Words
from composer.policy.approval import Minuted, approve
from composer.store.school_files import open_school
from composer.tui.app.page_prose import PageProse
from composer.tui.dialogs.ask import ChoiceDialog
from composer.tui.screens.approval import ApprovalScreen
from composer.tui.screens.compare import CompareScreen
from composer.tui.screens.compose import ComposeScreen
from composer.tui.screens.export import ExportScreen
from composer.tui.screens.preview import PreviewScreen
from composer.tui.widgets.export_choices import AgainstLine, Choice, FormatLine
from composer.tui.widgets.export_preview import ExportPreview, SourceProse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from composer.policy.library import Library
    from composer.store.workspace import Workspace
    from tests.tui.conftest import Desk, OpenApp

MINUTED = Minuted("Full governing body", "Autumn meeting", "12.3", date(2026, 9, 12), "IT lead")


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody chooses here: what is chosen stays so."""
    monkeypatch.setattr("composer.tui.screens.export.REST", 0.001)


async def until(desk: Desk, come: Callable[[], bool]) -> None:
    """Wait for what is made off the loop."""
    for _ in range(1000):
        if come():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(desk.shown)


def told(desk: Desk) -> str:
    """What is said of the writing, on one line."""
    return str(desk.find("#told", Static).content)


def name(desk: Desk) -> str:
    """The file's name."""
    return desk.find("#file-name", Input).value


def text(desk: Desk) -> str:
    """The lines of the preview that are laid out."""
    view = desk.find("#preview", ExportPreview)
    return "\n".join("".join(piece.text for piece in line) for line in view._laid.lines)


def title(desk: Desk) -> str:
    return str(desk.find("#preview", ExportPreview).border_title)


async def read(desk: Desk, heading: str) -> str:
    """The text of what is chosen, once it is made."""
    await until(desk, lambda: title(desk).startswith(heading))
    return text(desk)


async def write(desk: Desk, file: str = "") -> str:
    """Write the file, under another name if one is given; what is said of it then."""
    if file:
        desk.find("#file-name", Input).value = file
        await desk.settle()
    before = told(desk)
    await desk.press("ctrl+s")
    await until(desk, lambda: told(desk) not in {before, ""})
    return told(desk)


async def test_at_eighty_columns_the_choices_come_first_and_the_text_is_one_key_away(
    open_app: OpenApp, school: Path, workspace: Workspace
) -> None:
    async with open_app(size=(80, 24)) as desk:
        await desk.press("f9")
        shown = desk.shown
        assert "Export · Oakfield Primary School · Social media policy · not approved yet" in desk.lines[0]
        assert "▸ The policy    The whole policy, as governors approve it." in shown
        assert "For pupils    not now: no clause is marked for pupils" in shown
        assert "[Markdown] Web page  Word  PDF" in shown
        assert "Against   – only changes, redline, sentences compare" in shown
        assert name(desk) == "oakfield-primary-social-media-policy.md"
        assert f"in {workspace.root}"[:60] in shown
        assert "! 3 blanks are still open, and marked in the file." in shown
        assert "! 1 clause of the model undecided: not in the file." in shown
        assert "Preview" not in "\n".join(desk.lines[:-1])
        assert "ctrl+s Write" in desk.lines[-1]

        await desk.press("p")
        assert "# Social media policy" in await read(desk, "Preview · Markdown")
        assert "▸ The policy" not in desk.shown
        await desk.press("escape")
        assert "▸ The policy" in desk.shown
        await desk.press("n")
        assert desk.find("#file-name", Input).has_focus
        await desk.press("escape", "escape")
        desk.screen(ComposeScreen)


async def test_the_name_follows_the_choices_until_a_person_types_one(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(140, 40)) as desk:
        await desk.press("c", "f9")
        screen = desk.screen(ExportScreen)
        assert (screen.form.choice, name(desk)) == (
            Choice("changes", "md"),
            "oakfield-primary-changes-from-the-model.md",
        )
        await desk.press("f", "f")
        assert "The whole policy with tracked changes" in desk.shown
        assert name(desk) == "oakfield-primary-changes-from-the-model.docx"
        await desk.click_label(FormatLine, "pdf")
        assert name(desk) == "oakfield-primary-changes-from-the-model.pdf"
        await desk.press("n", "home", "x", "escape", "down", "f")
        assert (screen.form.choice, name(desk)) == (
            Choice("redline", "md"),
            "xoakfield-primary-changes-from-the-model.md",
        )
        desk.find("#file-name", Input).value = "governors/redline.docx"
        await desk.settle()
        assert screen.form.choice == Choice("redline", "docx")
        assert "[Word]" in desk.shown
        desk.find("#file-name", Input).value = ""
        await desk.press("up")
        assert name(desk) == "oakfield-primary-changes-from-the-model.docx"
        await desk.press("escape")
        desk.screen(CompareScreen)


async def test_the_policy_is_written_and_a_second_format_after_it(
    open_app: OpenApp, school: Path, workspace: Workspace
) -> None:
    async with open_app(size=(80, 24)) as desk:
        await desk.press("f9")
        for refused, why in (
            ("policy.toml", "Not written: policy.toml must end in .md for Markdown; f chooses another format."),
            ("  ", "Not written: the file has no name; n goes to it."),
            ("no/such/folder/x.md", "Not written: "),
            ("schools/oakfield-primary/../../clauses/x.md", "Not written: "),
        ):
            said = await write(desk, refused)
            assert said.startswith(why), refused
            assert said.lower().count("not written") == 1
            assert not list(workspace.root.glob("*.md"))
        said = await write(desk, "our-policy.md")
        document = policy_markdown(desk.session.document())
        assert said == f"✓ Written: {workspace.root / 'our-policy.md'} ({len(document.encode()) / 1024:,.0f} KB)"
        assert "✓ Written:" in desk.shown
        await desk.press("f")
        assert name(desk) == "our-policy.html"
        assert "our-policy.html" in await write(desk)
        assert f"{workspace.root / 'schools' / 'sent.html'} " in await write(desk, "schools/sent")
        desk.screen(ExportScreen)
    assert open_school(workspace, "oakfield-primary", desk.app.library).draft == desk.session.draft
    assert (workspace.root / "our-policy.md").read_bytes() == document.encode("utf-8")
    assert (workspace.root / "our-policy.html").read_bytes().startswith(b"<!DOCTYPE html>")


async def test_what_there_is_to_know_of_a_file_is_told_beside_where_it_went(
    open_app: OpenApp, school: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Made(b"abc", "shown by name: ⟨cap⟩")
    monkeypatch.setattr("composer.export.making.make", lambda *_, **__: made)
    async with open_app(size=(80, 24)) as desk:
        await desk.press("f9")
        said = await write(desk, "ours.md")
        assert said == f"✓ Written: {workspace.root / 'ours.md'} (3 bytes); shown by name: ⟨cap⟩"


async def test_a_file_that_is_there_is_overwritten_only_when_told_to(
    open_app: OpenApp, school: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = workspace.root / "there.md"
    there.write_text("mine", encoding="utf-8")
    async with open_app(size=(80, 24)) as desk:
        await desk.press("f9")
        monkeypatch.setattr("composer.tui.app.exporting._is_there", lambda path: False)
        assert (await write(desk, "there.md")).startswith(f"Not written: {there}: ")
        assert there.read_text("utf-8") == "mine"
        monkeypatch.undo()
        for choice, kept in (("escape", True), ("keep", True), ("over", False)):
            await desk.press("enter")
            assert "there.md is there already" in desk.shown
            if choice == "escape":
                await desk.press("escape")
            else:
                await desk.pilot.click(desk.screen(ChoiceDialog).query("Button")[int(choice == "keep")])
            await desk.settle()
            await until(desk, lambda: bool(told(desk)))
            await until(desk, lambda kept=kept: told(desk).startswith("Not written" if kept else "✓ Written"))  # type: ignore[misc]
            assert (there.read_text("utf-8") == "mine") == kept, choice


async def test_the_text_is_read_with_its_marks_and_its_changes_stepped_through(
    open_app: OpenApp, school: Path, workspace: Workspace
) -> None:
    async with open_app(size=(140, 30)) as desk:
        desk.session.approval = approve(desk.session.document(), policy_markdown(desk.session.document()), MINUTED)
        desk.session.adapt("purpose", "We celebrate what [/] pupils *do*.\n", "It is shorter.")
        await desk.press("c", "f9", "down", "f")
        assert "[the model] as approved 12 September 2026" in desk.shown
        said = " ".join((await read(desk, "Preview · Web page ·")).split())
        desk.screen(ExportScreen).show_text(Choice("evidence", "pdf"), SourceProse("too late"))
        assert "too late" not in text(desk)
        assert "Compared with A county's model policy, version 2026.1: {+words+} are new, [-words-] are gone." in said
        assert "{+We celebrate what [/] pupils do.+}" in said
        assert "» Adapted: It is shorter." in said
        await desk.click_label(AgainstLine, "since")
        said = await read(desk, "Preview · Web page ·")
        assert "Compared with the policy approved on 12 September 2026" in said
        assert name(desk) == "oakfield-primary-redline-since-approval.html"
        assert "It is not the approved text" in str(desk.find("#open", Static).content)
        await desk.press("f8")
        assert "change 1 of " in title(desk)
        assert desk.find("#preview", ExportPreview).has_focus
        await desk.press("shift+f8")
        assert "No more changes that way." in desk.told
        await desk.press("p", "f", "f", "f", "f8")
        assert "Preview · Markdown · change 1 of " in title(desk)
        await desk.press("p", "up")
        assert desk.screen(ExportScreen).form.choice == Choice("changes", "md", since=True)
        await write(desk)
    written = (workspace.root / "oakfield-primary-changes-since-approval.md").read_text("utf-8")
    assert written.startswith("# What has changed in our policy since it was approved on 12 September 2026, and why\n")
    assert "It is shorter." in written


async def test_what_cannot_be_made_is_told_in_its_place(
    open_app: OpenApp, school: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object, **__: object) -> bytes:
        raise RuntimeError("[/] secret")

    monkeypatch.setattr("composer.export.making.find_spec", lambda module: None if module == "typst" else module)
    monkeypatch.setattr("composer.export.web.page_html", fault)
    async with open_app(size=(140, 30)) as desk:
        await desk.press("f9", "a")
        assert "Only the changes, the redline and the sentences compare." in desk.told
        await desk.press("end")
        assert "no clause is marked for pupils" in await read(desk, "Preview")
        await desk.press("enter")
        assert told(desk) == "Not written: no clause is marked for pupils."
        await desk.press("home", "f", "f", "f", "a")
        assert " Format    Markdown  Web page  Word [no PDF]" in desk.shown
        assert "pip install 'policy-composer[pdf]'" in str(desk.find("#about", Static).content)
        await desk.press("enter")
        assert told(desk) == "Not written: PDF is not installed: pip install 'policy-composer[pdf]'"
        await desk.press("f", "f")
        assert "this is a mistake in the program (RuntimeError)" in await write(desk)
        monkeypatch.setattr("composer.export.making.shown", fault)
        await desk.press("down", "a")
        assert "The policy has not been approved yet" in desk.told
        assert "mistake in the program" in await read(desk, "No preview")
        desk.screen(ExportScreen)
        await desk.press("escape")
    assert not list(workspace.root.glob("oak*"))


async def test_a_policy_that_changes_meanwhile_is_shown_and_written_as_it_is_then(
    open_app: OpenApp, school: Path, workspace: Workspace
) -> None:
    async with open_app(size=(140, 30)) as desk:
        await desk.press("w", "f9")
        await read(desk, "Preview · Markdown")
        desk.session.set_value("dsl", "Ms Bell")
        desk.app._repaint()
        await until(desk, lambda: "Ms Bell" in text(desk))
        await write(desk)
        await desk.press("escape")
        desk.screen(PreviewScreen)
    written = (workspace.root / "oakfield-primary-social-media-policy.md").read_text("utf-8")
    assert written == policy_markdown(desk.session.document())


def test_no_control_character_is_in_a_text_that_is_shown() -> None:
    hostile = "a\x1b]52;c;x\x07\u202eb"
    words = (Words(hostile), Words(hostile, mark="ins"))
    blocks = (
        Block("heading", words, level=2, notes=(Note(hostile, hostile),)),
        Block("item", words, level=1),
        Block("table", rows=(Row((words,)),)),
    )
    page = Page(hostile, hostile, blocks, ((hostile, hostile),), hostile, version=hostile, against=hostile)
    prose = PageProse(page)
    said = [piece.text for leaf in prose.leaves for row in leaf.rows for cell in row for piece in prose.pieces(cell)]
    assert all(each.isprintable() for each in said)
    assert prose.changes == (4, 6, 7)


async def test_the_export_is_reached_from_the_approval_with_what_changed(open_app: OpenApp, school: Path) -> None:
    async with open_app(size=(80, 24)) as desk:
        await desk.press("A", "f9")
        assert desk.screen(ExportScreen).form.choice.what == "policy"
        await desk.press("escape")
        desk.screen(ApprovalScreen)
        desk.session.approval = approve(desk.session.document(), "text\n", MINUTED)
        desk.session.drop("purpose", "It says nothing.")
        await desk.press("f9")
        assert desk.screen(ExportScreen).form.choice.what == "changes"


async def test_a_policy_without_a_lock_is_not_exported(open_app: OpenApp, school: Path) -> None:
    school.with_name("policy.lock").unlink()
    async with open_app(size=(80, 24)) as desk:
        await desk.press("f9")
        desk.screen(ComposeScreen)
        assert "Nothing can be exported: " in desk.told


async def test_the_sample_school_is_written_as_the_command_line_writes_it(
    open_app: OpenApp, sample: Path, real_library: Library, workspace: Workspace
) -> None:
    async with open_app(library=real_library) as desk:
        await desk.press("f9")
        await write(desk, "screen.md")
        await desk.press("down")
        await write(desk, "changes.md")
    for file, what in (("screen.md", "policy"), ("changes.md", "changes")):
        call = ["oakfield-primary", "--what", what, "-o", "-"]
        done = CliRunner().invoke(export_command, call, obj=CliDesk(str(workspace.root)), standalone_mode=False)
        assert done.stdout_bytes == (workspace.root / file).read_bytes(), done.exception
