"""The command that merges any three Markdown files, by itself or for git."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from composer.cli.desk import LONGEST_FILE
from composer.cli.frame import command
from composer.cli.output import count, json_out, note, raw
from composer.policy.problems import Problem
from composer.text import exact_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from composer.cli.desk import Desk
    from composer.compare.merging import Merge, MergeState, Piece, PieceState, Side
    from composer.export.merged import MergedFile

GIT_TEMPORARY = ".merge_file_"
"""How git names the files that it hands to a merge driver; nobody would know them in a marker."""

_ONE_SIDED: tuple[MergeState, ...] = ("nothing-new", "take-theirs", "already-same", "layout")
"""States in which at most one side changed the words, so that nothing is merged."""


@command(
    "merge-files",
    "Merge two versions of a Markdown file that were made from one base.",
    example="merge-files last-year.md ours.md theirs.md -o merged.md\n"
    "merge-files %O %A %B -o %A    (as a git merge driver)",
    keys="state (nothing-new, take-theirs, already-same, layout, clean, suggestion or conflict), clean, conflicts (how "
    "many), obligations (a list of side, kind, old, new, message), result (null when there are conflicts), pieces: a "
    "list of state (same, ours, theirs, both, layout, suggestion or conflict), conflict (whether it counts as one), "
    "base, ours, theirs, result (of a suggestion the suggested words), obligations.",
)
@click.argument("base")
@click.argument("ours")
@click.argument("theirs")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write the result to FILE, which may be one of the three; without it, or with -, to standard output.",
)
@click.option("--force", is_flag=True, help="Overwrite FILE if it is there and is none of the three.")
@click.option("--allow-obligations", is_flag=True, help="Merge a change of an obligation like any other.")
@click.option("--base-name", metavar="NAME", help="What to call BASE in the markers.")
@click.option("--ours-name", metavar="NAME", help="What to call OURS in the markers.")
@click.option("--theirs-name", metavar="NAME", help="What to call THEIRS in the markers.")
@click.option(
    "--marker-size", metavar="N", type=click.IntRange(3, 80), default=7, help="Signs in a marker; 7 unless told."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: what became of each sentence or item.")
@click.pass_obj
def merge_files_command(
    desk: Desk,
    base: str,
    ours: str,
    theirs: str,
    output: str | None,
    base_name: str | None,
    ours_name: str | None,
    theirs_name: str | None,
    marker_size: int,
    *,
    force: bool,
    allow_obligations: bool,
    as_json: bool,
) -> int:
    """Merge OURS and THEIRS, which were both made from BASE, sentence by sentence; - is standard input.

    The exit status is 0 when all is merged and 1 when there are conflicts. A conflict is one sentence or list
    item: OURS after <<<<<<<, BASE after |||||||, THEIRS after =======, up to >>>>>>>. Words of both sides in one
    sentence are only ever suggested.

    Where both files changed something, a changed obligation (must, may, not, only, a number, a period, a role) counts
    as a conflict even if nobody else touched its sentence, unless --allow-obligations is given. Where only one
    changed there is nothing to merge, and it is taken as it is.
    """
    from composer.export.merged import MergedFile, Names, as_data, markdown

    paths = (base, ours, theirs)
    if paths.count("-") > 1:
        raise Problem("standard input can only be one of the three", "name files for the others")
    merge = _merge(desk.text_from(base), desk.text_from(ours), desk.text_from(theirs), _roles(desk))
    file = MergedFile(merge, ask_obligations=merge.state not in _ONE_SIDED and not allow_obligations)
    names = Names(
        base_name or _name(base, "base"), ours_name or _name(ours, "ours"), theirs_name or _name(theirs, "theirs")
    )
    text = _as_in(ours, markdown(file, names, marker_size))
    if output not in (None, "-"):
        _write(desk, Path(output), text, [Path(path) for path in paths if path != "-"], force=force)
    if as_json:
        json_out(as_data(file))
    elif output in (None, "-"):
        raw(text)
    if not file.conflicts:
        return 0
    note(_in_words(file))
    return 1


def _as_in(name: str, text: str) -> str:
    """The text with the line ends and the byte order mark of our file, so that a merge changes neither."""
    from composer.store.disk import read

    data = read(Path(name), limit=LONGEST_FILE) if name != "-" else b""
    ended = text.replace("\n", "\r\n") if b"\r\n" in data else text
    return f"\ufeff{ended}" if data.startswith(BOM_UTF8) else ended


def _merge(base: str, ours: str, theirs: str, roles: Sequence[str]) -> Merge:
    """The merge of three texts; if all have front matter, that is merged by itself, line by line."""
    from composer.compare.line_merge import merge_lines
    from composer.compare.merging import Merge, Piece, merge
    from composer.store.front_matter import FENCE

    cuts = [cut for cut in map(_cut, (base, ours, theirs)) if cut is not None]
    if len(cuts) < 3:
        return _taken(merge(base, ours, theirs, roles))
    (was, was_body), (mine, my_body), (yours, your_body) = cuts
    body = merge(was_body, my_body, your_body, roles)
    front = merge_lines(was, mine, yours)
    if not _is_sound(front, (was, mine, yours)):
        front = (Piece("conflict", was, mine, yours, None),)
    line = f"{FENCE}\n"
    fence = Piece("same", line, line, line, line)
    pieces = (fence, *front, fence, *_taken(body).pieces)
    state = _state((base, ours, theirs), {piece.state for piece in pieces})
    if state == "clean" and was == yours and body.state in ("nothing-new", "layout"):
        state = "layout"
    return _taken(Merge(state, pieces))


def _state(texts: Sequence[str], states: set[PieceState]) -> MergeState:
    was, mine, yours = (exact_form(text) for text in texts)
    if was == yours:
        return "nothing-new"
    if was == mine:
        return "take-theirs"
    if mine == yours:
        return "already-same"
    return "conflict" if "conflict" in states else "suggestion" if "suggestion" in states else "clean"


def _taken(merge: Merge) -> Merge:
    """The merge with one side's words as each piece's result where the whole text is taken from that side."""
    if merge.state not in _ONE_SIDED:
        return merge
    side: Side = "theirs" if merge.state == "take-theirs" else "ours"
    pieces = (
        replace(
            piece,
            state=side if piece.state in ("conflict", "suggestion") else piece.state,
            result=piece.theirs if side == "theirs" else piece.ours,
        )
        for piece in merge.pieces
    )
    return replace(merge, pieces=tuple(pieces))


def _cut(text: str) -> tuple[str, str] | None:
    """The lines between the ``+++`` lines at the start of a text, and what follows; None if there are none."""
    from composer.store.front_matter import FENCE

    lines = text.splitlines(keepends=True)
    fences = [at for at, line in enumerate(lines) if line.rstrip() == FENCE][:2]
    if len(fences) < 2 or fences[0] != 0:
        return None
    return "".join(lines[1 : fences[1]]), "".join(lines[fences[1] + 1 :])


def _is_sound(front: Sequence[Piece], heads: Iterable[str]) -> bool:
    """Whether merged front matter can be read, if the three it was made from can be and nothing is in conflict."""
    results = [piece.result for piece in front]
    return None in results or _is_toml("".join(filter(None, results))) or not all(_is_toml(head) for head in heads)


def _is_toml(text: str) -> bool:
    from composer.store.fields import Source, parse

    try:
        parse(Source(Path(), text))
    except Problem:
        return False
    return True


def _roles(desk: Desk) -> tuple[str, ...]:
    """How clauses write roles: the blanks of that type. A dictionary that is itself in disorder stops no merge."""
    from composer.store.dictionaries import read_values

    try:
        entries = read_values(desk.workspace.clauses)
    except Problem as problem:
        note(f"changes of roles are not looked for: {problem}")
        return ()
    return tuple(f"{{{{{name}}}}}" for name, entry in entries.items() if entry.type == "role")


def _name(path: str, role: str) -> str:
    if path == "-":
        return "standard input"
    return role if Path(path).name.startswith(GIT_TEMPORARY) else path


def _write(desk: Desk, path: Path, text: str, inputs: Iterable[Path], *, force: bool) -> None:
    from composer.store.atomic import AlreadyThere, write_new
    from composer.store.disk import resolved
    from composer.store.exports import write_export

    target = resolved(path)
    over_input = target in [resolved(each) for each in inputs]
    if over_input and target.suffix.lower() == ".md" and target.is_relative_to(resolved(desk.workspace.clauses)):
        # Nothing else may be exported into the library, but a clause that is merged is a clause of it already.
        write_new(path, text.encode("utf-8"), overwrite=True)
        return
    try:
        write_export(desk.workspace, path, text.encode("utf-8"), overwrite=force or over_input)
    except AlreadyThere as problem:
        mend = "add --force to overwrite it, or name another with -o"
        raise Problem("this file is there already", mend, path=path) from problem


def _in_words(file: MergedFile) -> str:
    """How many conflicts there are and of what kind, on one line."""
    said = count(len(file.conflicts), "conflict")
    watched = [piece for piece in file.conflicts if piece.state not in ("conflict", "suggestion")]
    if watched:
        told = dict.fromkeys(each.message for piece in watched for each in piece.obligations)
        said += f"; {len(watched)} for an obligation alone ({'; '.join(told)}), which --allow-obligations merges"
    suggested = [
        f"“{' '.join(piece.result.split())}”" for piece in file.conflicts if piece.result and piece not in watched
    ]
    if suggested:
        said += f"; {count(len(suggested), 'sentence')} could be joined: {', '.join(suggested)}"
    return said
