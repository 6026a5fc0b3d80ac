"""The frame around all commands: which there are, how a call is read, and how it ends."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from composer.cli.desk import Desk
from composer.policy.problems import Problem
from composer.text import near, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PROGRAM = "policy-composer"
WRONG, INTERRUPTED, PIPE_CLOSED = 2, 130, 141

GROUPS: dict[str, dict[str, str]] = {
    "Look": {
        "schools": "looking",
        "models": "looking",
        "clauses": "looking",
        "show": "showing",
        "values": "looking",
    },
    "Decide": {
        "new": "starting",
        "pick": "deciding",
        "adapt": "deciding",
        "drop": "deciding",
        "restore": "deciding",
        "add": "deciding",
        "move": "deciding",
        "set": "deciding",
        "mark": "marking",
    },
    "Think it through": {
        "topics": "evidence",
        "scenarios": "evidence",
        "answer-scenario": "answering",
        "processes": "evidence",
        "answer-process": "answering",
        "devices": "fitting",
        "answer-device": "answering",
        "consultations": "fitting",
        "consulted": "answering",
        "related": "answering",
        "fit": "fitting",
    },
    "Check": {"check": "checking", "check-file": "checking", "set-aside": "checking"},
    "Compare and publish": {
        "diff": "comparing",
        "diff-files": "comparing",
        "merge-files": "merging",
        "export": "publishing",
        "approve": "approving",
        "verify": "approving",
    },
    "Take in a newer model": {"update": "updating"},
    "Take in a document": {"import": "importing"},
    "Look after": {"library": "keeping", "rebuild-lock": "keeping"},
}
"""Every command under its heading, with the module of this package that it lives in."""

HOMES = {name: home for commands in GROUPS.values() for name, home in commands.items()}


class Commands(click.Group):
    """The commands, each imported when it is called; any other word is a school to open."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All commands in the order of the help."""
        return list(HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """One command by its name."""
        home = HOMES.get(cmd_name)
        if home is None:
            return None
        found = getattr(import_module(f"composer.cli.{home}"), cmd_name.replace("-", "_") + "_command")
        assert isinstance(found, click.Command)  # noqa: S101
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A command, or the composer on the school that the first word names."""
        if args[0] in HOMES or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        return "compose", _compose, args

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by what they are for."""
        for heading, commands in GROUPS.items():
            with formatter.section(heading):
                rows = [(name, self._short_help(ctx, name)) for name in commands]
                formatter.write_dl(rows)

    def _short_help(self, ctx: click.Context, name: str) -> str:
        command = self.get_command(ctx, name)
        return command.get_short_help_str(limit=90) if command is not None else ""


def command(
    name: str, short: str, *, example: str, keys: str = "", **settings: Any
) -> Callable[[Callable[..., Any]], click.Command]:
    """A click command; ``short`` is its line in the list of commands.

    Its help ends with an example and, for ``--json``, with the keys.
    """
    epilog = "\b\nExample:\n" + "\n".join(f"  {PROGRAM} {line}" for line in example.splitlines())
    if keys:
        epilog = f"Keys of the JSON: {keys}\n\n{epilog}"
    return click.command(name, short_help=short, epilog=epilog, **settings)


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's signature
    if wanted and not ctx.resilient_parsing:
        from composer import __version__

        click.echo(f"{PROGRAM} {__version__}")
        ctx.exit()


@click.group(
    cls=Commands,
    invoke_without_command=True,
    options_metavar="[-C DIR]",
    subcommand_metavar="[SCHOOL | COMMAND ...]",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExamples:\n  policy-composer\n  policy-composer oakfield-primary\n  policy-composer pick --help",
)
@click.option("-C", "folder", metavar="DIR", help="Work in this workspace: the folder with clauses/ and schools/.")
@click.option("--by", metavar="WHO", default="IT lead", show_default=True, help="Who decides, on the screen.")
@click.option("--version", is_flag=True, callback=_version, expose_value=False, is_eager=True, help="Say the version.")
@click.pass_context
def root(ctx: click.Context, folder: str | None, by: str) -> None:
    """Compose a school's social media policy from a clause library, with a diff from the model.

    With no command this opens the composer on the screen: at its start, or with the policy of SCHOOL.
    Everything the screen can do has a command too.

    Exit status: 0 done and clean; 1 there is something to see; 2 the call or a file is wrong.
    """
    ctx.obj = Desk(folder, by)
    if ctx.invoked_subcommand is None:
        _open_screen(ctx.obj, None, by)


@click.command("compose", hidden=True)
@click.argument("school")
@click.argument("rest", nargs=-1, type=click.UNPROCESSED)
@click.option("--by", metavar="WHO", help="Who decides.")
@click.pass_obj
def _compose(desk: Desk, school: str, rest: tuple[str, ...], by: str | None) -> None:
    """Open the composer on a school's policy."""
    from composer.store.workspace import schools

    try:
        known = schools(desk.workspace)
    except Problem:
        known = []
    if school not in known:
        guess = near(school, [*known, *HOMES])
        mend = f"did you mean {guess}?" if guess else f"list the schools with: {PROGRAM} schools"
        raise Problem(f"there is no school or command {visible(school)!r}", mend)
    if rest:
        raise Problem(f"{visible(rest[0])!r} is one word too many", f"open the school with: {PROGRAM} {school}")
    _open_screen(desk, school, by or desk.by)


def _open_screen(desk: Desk, school: str | None, by: str) -> None:
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)) or os.environ.get("TERM") == "dumb":
        raise Problem(
            "there is no terminal here to open the composer in",
            f"use the commands that do the same work: {', '.join(HOMES)} (see {PROGRAM} --help)",
        )
    # Set by a developer or by accident, these change what the screen does or write a log of what is typed.
    for name in [name for name in os.environ if name.startswith("TEXTUAL_")]:
        del os.environ[name]
    # What start-up makes stays for good: looking for garbage in it only delays the first paint.
    gc.disable()
    from composer.tui.app import run

    run(desk.workspace, school, by)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit status."""
    _prepare_streams()
    status = _run(arguments)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        _mute()
        if isinstance(error, BrokenPipeError):
            status = PIPE_CLOSED
        elif status != WRONG:
            status = _failed(error)
    sys.exit(status)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        # Not root.main(): that one ends the process with status 1, "there is something to see", on a closed pipe.
        with root.make_context(PROGRAM, list(sys.argv[1:] if arguments is None else arguments)) as ctx:
            result = root.invoke(ctx)
    except Problem as problem:
        return _say(str(problem))
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        return _say(_usage(error))
    except BrokenPipeError:
        return PIPE_CLOSED
    except OSError as error:
        return _failed(error)
    except Exception as error:  # noqa: BLE001 - the last wall: a person gets one line, never a traceback
        return _say(_bug(error))
    return result if isinstance(result, int) else 0


def _say(line: str) -> int:
    click.echo(f"{PROGRAM}: {' '.join(visible(line).split())}", err=True)
    return WRONG


def _usage(error: click.ClickException) -> str:
    said = " ".join(error.format_message().split()).rstrip(".")
    ctx = getattr(error, "ctx", None)
    return f"{said}; see {ctx.command_path if ctx is not None else PROGRAM} --help"


def _failed(error: OSError) -> int:
    from composer.store.disk import why

    what, mend = why(error)
    place = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
    return _say(f"{place}{what}; {mend}")


def _bug(error: Exception) -> str:
    """What went wrong and where in the program, without any of the data it was working on."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = ""
    if trace is not None:
        place = f" at {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"  # noqa: PTH119
    return f"this is a mistake in the program ({type(error).__name__}{place}); please report that line and the command"


def _mute() -> None:
    """Send what is left of the output nowhere, because Python would complain about it again at exit."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def _prepare_streams() -> None:
    """Make the output the same bytes everywhere, and never fail on a character the terminal lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = None if stream.isatty() else "utf-8"
            reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")
