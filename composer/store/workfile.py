"""One school's policy while it is being worked on: its files, its journal, and who else touched them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from composer.policy import changes
from composer.policy.problems import Problem
from composer.store import atomic
from composer.store.journal import Journal, leftover
from composer.store.school_files import OpenPolicy, open_school, save_school
from composer.store.unsaved import from_json, to_json
from composer.store.watch import changed_outside

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from composer.policy.changes import Changes
    from composer.policy.library import Library
    from composer.policy.policy import Draft
    from composer.store.journal import Leftover
    from composer.store.workspace import Workspace

Outside = Literal["same", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Work that a session left unsaved when it ended."""

    changes: Changes
    when: datetime
    moved_on: bool
    """Whether the policy file has changed since that work began."""
    kept: Leftover

    def discard(self) -> None:
        """Remove it for good."""
        self.kept.discard()


class WorkFile:
    """The file side of one open policy. Opening reads only; nothing is written before the first change.

    Raises:
        Problem: There is no such school, or its policy is not right.
    """

    def __init__(self, workspace: Workspace, slug: str, library: Library, *, state: Path | None = None) -> None:
        self._workspace = workspace
        self._library = library
        self._state = state
        self._opened = open_school(workspace, slug, library)
        self._journal = Journal(self._opened.path, self._opened.hash, folder=state)

    @property
    def slug(self) -> str:
        """The school's folder name."""
        return self._opened.slug

    @property
    def path(self) -> Path:
        """The policy file."""
        return self._opened.path

    @property
    def draft(self) -> Draft:
        """The policy and lock as the files have them, as far as we know."""
        return self._opened.draft

    @property
    def trouble(self) -> str:
        """Why the policy may only be read; empty when it may be changed."""
        return str(self._opened.lock_trouble or "")

    def note(self, draft: Draft) -> None:
        """Remember the unsaved state for the journal; cheap enough for every key."""
        unsaved = changes.between(self.draft, draft)
        if unsaved.nothing:
            self._journal.clear()
        else:
            self._journal.note(to_json(unsaved))

    @property
    def due(self) -> bool:
        """Whether something waits to be put on the disk."""
        return self._journal.due()

    def flush(self) -> None:
        """Put what was noted into the journal on disk; raises a ``Problem`` when the disk does not take it."""
        self._journal.flush()

    def save(self, draft: Draft) -> Draft:
        """Write the policy and its lock; returns the draft as the files now have it.

        Raises:
            MovedOn: Somebody else changed a file; it is as they left it.
            Problem: Nothing was written, and why.
        """
        for clause_id, decision in draft.policy.decisions.items():
            if decision.text and not decision.text.strip():
                raise Problem(f"not saved: {clause_id} has no text for the moment", "write it, or undo")
        try:
            self._opened = save_school(self._opened, draft)
        except atomic.Unconfirmed:
            self._opened = open_school(self._workspace, self.slug, self._library)
            raise
        self._journal.clear(self._opened.hash)
        return self._opened.draft

    def outside(self) -> Outside:
        """Whether somebody else changed the policy or its lock since we read or wrote it."""
        policy = changed_outside(self._opened.path, self._opened.hash)
        if policy != "same":
            return policy
        lock = changed_outside(self._opened.lock_path, self._opened.lock_hash)
        return "same" if lock == "same" else "changed"

    def look(self) -> OpenPolicy:
        """What the files hold now, without taking it over; raises a ``Problem`` when they are not right."""
        return open_school(self._workspace, self.slug, self._library)

    def take_over(self, opened: OpenPolicy) -> Draft:
        """Count from these files on: they are what is compared and saved against."""
        self._opened = opened
        self._journal.clear(opened.hash)
        return opened.draft

    def keep_beside(self, draft: Draft, word: str) -> Path:
        """Write a draft's policy into a new file beside the policy, and say which."""
        from composer.store.policy_toml import write_policy

        text = write_policy(None, None, draft.policy)
        for number in range(1, 1000):
            path = self.path.with_name(f"policy.{word}-{number}.toml")
            if not path.exists():
                atomic.write_new(path, text.encode("utf-8"), overwrite=False)
                return path
        raise Problem(f"there are too many copies named policy.{word}-…", "remove some", path=self.path.parent)

    def unsaved(self) -> Unsaved | None:
        """What an earlier session left unsaved; None when there is nothing or it cannot be read."""
        while (left := leftover(self.path, folder=self._state)) is not None:
            work = from_json(left.text)
            if not changes.between(self.draft, changes.applied(work, self.draft)).nothing:
                return Unsaved(work, left.when, left.moved_on, left)
            # The session died between saving and forgetting: the file has it all.
            left.discard()
        return None

    def close(self) -> None:
        """Flush and let go; what was not saved is found again by ``unsaved``."""
        self._journal.close()
