"""What every command works at: the workspace, its library and an open school, each read when first asked for."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from composer.cli.output import note
from composer.policy.problems import Problem
from composer.text import first_hostile, unix

if TYPE_CHECKING:
    from datetime import date

    from composer.policy.library import Library, Model
    from composer.policy.school import Profile
    from composer.session import Session
    from composer.store.school_files import OpenPolicy
    from composer.store.workspace import Workspace

LONGEST_FILE = 1024 * 1024
"""Bytes of a text file that a command takes."""


@dataclass
class Opened:
    """A school's policy, open in a session, and the files it came from."""

    session: Session
    stored: OpenPolicy

    def tell_trouble(self, but: str = "") -> None:
        """Say on standard error why the policy may only be read, if so, and what that means for the output.

        Where that is in order, say what is wrong with the record of the last approval.
        """
        trouble = self.stored.lock_trouble
        if trouble is not None:
            note(f"{trouble}{'; ' + but if but else ''}")
        elif self.session.approval_trouble is not None:
            note(str(self.session.approval_trouble))

    def save(self) -> None:
        """Write what was decided."""
        from composer.store.school_files import save_school

        self.stored = save_school(self.stored, self.session.draft)
        self.session.mark_saved()


@dataclass
class Desk:
    """One call's workspace: the one that ``folder`` names, or the one we are in."""

    folder: str | None
    by: str = "IT lead"
    """Who decides on the screen."""

    @cached_property
    def workspace(self) -> Workspace:
        """The folder that holds the library and the schools."""
        from composer.store.workspace import find_workspace

        return find_workspace(Path.cwd(), named=None if self.folder is None else Path(self.folder))

    @cached_property
    def library(self) -> Library:
        """The whole clause library."""
        from composer.store.library_files import load_library

        return load_library(self.workspace.clauses)

    @cached_property
    def today(self) -> date:
        """The date on this machine's clock."""
        from datetime import datetime

        return datetime.now().astimezone().date()

    def model(self, model_id: str | None, profile: Profile) -> Model:
        """The named model, else the only one there is, else the only one written for such a school.

        Raises:
            Problem: There are several and none is named, or none of that name.
        """
        if model_id is not None:
            return self.library.model(model_id)
        if len(self.library.models) == 1:
            return next(iter(self.library.models.values()))
        if not self.library.models:
            raise Problem("the library has no model", "add clauses/models/<id>/model.toml", path=self.workspace.clauses)
        suiting = self.library.model_for(profile.nation, profile.type)
        if suiting is not None:
            return suiting
        raise Problem("there is more than one model", "name one with --model: " + " / ".join(self.library.models))

    def open(self, school: str, by: str = "IT lead") -> Opened:
        """A school's policy, to look at or to decide on.

        Raises:
            Problem: There is no such school, or its policy or the library is not right.
        """
        from composer.session import Session
        from composer.store.school_files import open_school
        from composer.store.workspace import may_have_approvals

        stored = open_school(self.workspace, school, self.library)
        trouble = stored.lock_trouble
        read_only = trouble.what if trouble is not None else ""
        session = Session(stored.draft, self.library, today=self.today, by=by, read_only=read_only)
        # Reading approvals costs time that a school without any need not wait for.
        if may_have_approvals(self.workspace, school):
            from composer.store.approval_file import last_approval

            session.approval, session.approval_trouble = last_approval(self.workspace, school)
        return Opened(session, stored)

    def open_to_decide(self, school: str, by: str) -> Opened:
        """A school's policy that may be changed.

        Raises:
            Problem: As ``open``, or the policy may only be read; the message has the mend.
        """
        who = self.typed(by, "--by")
        if not who:
            raise Problem("--by is empty", "say who decides, such as --by 'IT lead'")
        opened = self.open(school, who)
        if opened.stored.lock_trouble is not None:
            raise opened.stored.lock_trouble
        return opened

    def typed(self, said: str | None, what: str) -> str:
        """Text from the command line, on one line.

        Raises:
            Problem: It has a character that no file of ours may hold.
        """
        plain = unix(said or "").strip()
        hostile = first_hostile(plain)
        if hostile is not None:
            raise Problem(f"{what} holds the character {hostile[1]}", "type it without that")
        return plain

    def bytes_from(self, name: str, most: int) -> tuple[Path, bytes]:
        """The bytes of a file, or of standard input for ``-``, and what to call it in messages.

        Raises:
            Problem: It cannot be read, or has more than ``most`` bytes.
        """
        from composer.store.disk import read

        if name != "-":
            return Path(name), read(Path(name), limit=most)
        path = Path("standard input")
        data = sys.stdin.buffer.read(most + 1)
        if len(data) > most:
            raise Problem(f"more than {most:,} bytes", "send less", path=path)
        return path, data

    def text_from(self, name: str | None) -> str:
        """The text in a file, or on standard input for ``-``; LF, without a byte order mark.

        Raises:
            Problem: None is named, it cannot be read, is not UTF-8 or holds what no file of ours may hold.
        """
        from composer.store.disk import decode

        if name is None:
            raise Problem("the text is missing", "name its file with --text-file FILE, or - for standard input")
        path, data = self.bytes_from(name, LONGEST_FILE)
        text = unix(decode(data, path))
        hostile = first_hostile(text)
        if hostile is not None:
            line = text.count("\n", 0, hostile[0]) + 1
            raise Problem(f"the character {hostile[1]} stands here", "take it out", path=path, line=line)
        return text
