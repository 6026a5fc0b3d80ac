"""One school's policy and lock together: opened, saved and begun.

Opening writes nothing. Saving writes the policy first and then the lock; they are two files and no disk
writes two at once, so a lock that does not fit its policy is a state that is told, never mended by guessing.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from composer.policy.decisions import relock
from composer.policy.policy import Draft, Lock
from composer.policy.problems import Problem
from composer.policy.settled import pinned
from composer.store import atomic
from composer.store.fields import LARGEST_FILE
from composer.store.lock_file import LARGEST_LOCK, parse_lock, write_lock
from composer.store.policy_file import normal, parse_policy
from composer.store.workspace import Workspace, existing_policy, lock_path, policy_path

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.library import Library
    from composer.policy.policy import Decision


RECORD = "import.md"
"""The file beside an imported policy that tells what became of the document."""


@dataclass(frozen=True, slots=True)
class OpenPolicy:
    """A school's policy as it is on disk."""

    slug: str
    path: Path
    lock_path: Path
    draft: Draft
    text: str
    """The policy file's text, exactly."""
    hash: str
    """The content hash of the policy file."""
    lock_hash: str | None
    """The content hash of the lock's file; None when there is no such file."""
    lock_trouble: Problem | None = None
    """Why the policy may only be read: its lock is missing, damaged or lacks a text."""


def open_school(workspace: Workspace, slug: str, library: Library) -> OpenPolicy:
    """Read a school's policy and lock. ``library`` is the whole library, not that of a model.

    Raises:
        Problem: There is no such school, or its policy is not right. A lock that is not right is no
            problem here but ``lock_trouble``.
    """
    path, beside = existing_policy(workspace, slug), lock_path(workspace, slug)
    lock, lock_hash, trouble = _read_lock(beside, workspace, slug)
    data = atomic.read(path, limit=LARGEST_FILE, root=workspace.schools)
    damaged = lock is None and lock_hash is not None
    loaded = parse_policy(data, path, library, lock=lock, lenient=damaged)
    draft = Draft(loaded.policy, lock or Lock())
    model = library.models[loaded.policy.model]
    lacking = [key for key, decision in draft.policy.decisions.items() if _lacks_base(draft, key, decision)]
    if trouble is None and lacking:
        what = "the lock is missing" if lock is None else f"the lock does not have the text of {lacking[0]}"
        trouble = _trouble(what, beside, slug)
    if lock is None and trouble is None:
        draft = relock(draft, library.under(model), model)
    return OpenPolicy(slug, path, beside, draft, loaded.text, loaded.hash, lock_hash, trouble)


def save_school(opened: OpenPolicy, after: Draft) -> OpenPolicy:
    """Write what differs between the policy as it was opened and ``after``.

    Returns:
        The policy as it is on disk now.

    Raises:
        MovedOn: Somebody else changed one of the files; that one is as they left it.
        Problem: The lock is in trouble, or nothing could be written.
    """
    if opened.lock_trouble is not None:
        trouble = opened.lock_trouble
        raise Problem(f"not saved: {trouble.what}", trouble.mend, path=trouble.path)
    # An answer about a scenario that was written by hand is held to the texts as they are saved now.
    after = pinned(Draft(normal(after.policy), after.lock))
    from composer.store.policy_toml import write_policy

    text = write_policy(opened.text, opened.draft.policy, after.policy)
    saved, lock_hash = opened.hash, opened.lock_hash
    # Sections that only changed places in the model's order make equal locks.
    reordered = list(after.lock.order) != list(opened.draft.lock.order)
    lock_differs = after.lock != opened.draft.lock or reordered or (lock_hash is None and bool(after.lock.bases))
    # Looked at before anything is written, so that neither file is saved without the other.
    _check_still(opened.lock_path, lock_hash, write_lock(after.lock) if lock_differs else None)
    if text != opened.text:
        saved = _save_policy(opened.path, text, saved, after)
    elif lock_differs:
        _check_still(opened.path, saved, None)
    if lock_differs:
        try:
            lock_hash = _save_lock(opened.lock_path, after.lock, lock_hash)
        except atomic.Unconfirmed:
            raise
        except Problem:
            _put_back(opened, saved)
            raise
    return replace(opened, draft=after, text=text, hash=saved, lock_hash=lock_hash)


def new_school(workspace: Workspace, slug: str, draft: Draft, *, record: str = "") -> OpenPolicy:
    """Write a new policy and its lock, in a new folder.

    Args:
        workspace: Where.
        slug: The folder's name.
        draft: The policy and its lock.
        record: Of a policy that was imported, what became of the document; kept beside it in ``import.md``.

    Raises:
        Problem: The folder is there already, or cannot be made.
    """
    path, beside = policy_path(workspace, slug), lock_path(workspace, slug)
    draft = pinned(Draft(normal(draft.policy), draft.lock))
    from composer.store.policy_toml import write_policy

    text = write_policy(None, None, draft.policy)
    try:
        path.parent.mkdir(parents=True, exist_ok=False)
    except FileExistsError:
        mend = "open it, or choose another name"
        raise Problem(f"there is a folder for {slug} already", mend, path=path.parent) from None
    except OSError as error:
        raise Problem(f"the folder cannot be made: {error.strerror}", "check the place", path=path.parent) from error
    try:
        saved = _save_policy(path, text, None, draft)
    except Problem:
        with suppress(OSError):
            path.parent.rmdir()
        raise
    lock_hash = _save_lock(beside, draft.lock, None)
    if record:
        _save_record(path.with_name(RECORD), record)
    return OpenPolicy(slug, path, beside, draft, text, saved, lock_hash)


def rebuild_lock(opened: OpenPolicy, library: Library) -> OpenPolicy:
    """Write a lock made from the library as it is now, because the person asked for it.

    Of a lock that is lost, what decisions were truly made on is lost too: every base is the library's text of
    today, and a scenario counts as settled on the texts of today. Of one that only lacks some clauses, as after a
    save cut off between the two files, the rest stays.

    Raises:
        Problem: The library does not have the text of a decided clause, or the lock cannot be written.
    """
    model = library.model(opened.draft.policy.model)
    draft = pinned(relock(opened.draft, library.under(model), model))
    for key, decision in draft.policy.decisions.items():
        if _lacks_base(draft, key, decision):
            mend = f'give it mode = "local" with a title and its text, or take out [clause.{key}]'
            raise Problem(f"the library does not have {key} any more, so its text is lost", mend, path=opened.path)
    lock_hash = _save_lock(opened.lock_path, draft.lock, opened.lock_hash)
    return replace(opened, draft=draft, lock_hash=lock_hash, lock_trouble=None)


def _lacks_base(draft: Draft, clause_id: str, decision: Decision) -> bool:
    if decision.mode == "local" or clause_id in draft.lock.bases:
        return False
    # A clause of the school's own that was dropped keeps its title and words and never had a base, also where the
    # library has a clause of that id by now.
    return not (decision.mode == "dropped" and decision.text and decision.title)


def _read_lock(path: Path, workspace: Workspace, slug: str) -> tuple[Lock | None, str | None, Problem | None]:
    """The lock, the hash of its file and what is wrong with it; nothing at all when there is no file."""
    if not path.exists():
        return None, None, None
    data = atomic.read(path, limit=LARGEST_LOCK, root=workspace.schools)
    lock_hash = atomic.content_hash(data)
    try:
        return parse_lock(atomic.decode(data, path), path), lock_hash, None
    except Problem as problem:
        return None, lock_hash, _trouble(problem.what, path, slug, problem.line)


def _trouble(what: str, path: Path, slug: str, line: int | None = None) -> Problem:
    mend = f"get policy.lock back, or run: policy-composer rebuild-lock {slug}"
    return Problem(f"the policy can only be read: {what}", mend, path=path, line=line)


def _check_still(path: Path, expected: str | None, ours: str | None) -> None:
    """Refuse to go on when a file is neither what was opened nor what is about to be written."""
    theirs = atomic.read(path, limit=LARGEST_LOCK) if path.exists() else None
    there = None if theirs is None else atomic.content_hash(theirs)
    if there != expected and (ours is None or theirs != _encoded(ours, path)):
        raise atomic.MovedOn(path, theirs)


def _save_policy(path: Path, text: str, expected: str | None, draft: Draft) -> str:
    def verify(there: bytes) -> None:
        read = parse_policy(there, path).policy
        if replace(read, values=draft.policy.values) != draft.policy:
            raise Problem("not saved: what the disk gave back is not what was written", "try again", path=path)

    data = _encoded(text, path)
    if len(data) > LARGEST_FILE:
        mend = f"a policy has at most {LARGEST_FILE:,}: cut some text"
        raise Problem(f"not saved: the policy would have {len(data):,} bytes", mend, path=path)
    return atomic.save(path, data, expected=expected, verify=verify)


def _put_back(opened: OpenPolicy, saved: str) -> None:
    """Undo the first half of a save whose second half failed, so that "not saved" is true of both files."""
    if saved == opened.hash:
        return
    # A disk that takes this neither leaves what a kill leaves: a policy that is ahead of its lock, and told.
    with suppress(Problem):
        atomic.save(opened.path, _encoded(opened.text, opened.path), expected=saved, verify=lambda _: None)


def _save_lock(path: Path, lock: Lock, expected: str | None) -> str:
    def verify(there: bytes) -> None:
        if parse_lock(atomic.decode(there, path), path) != lock:
            raise Problem("not saved: what the disk gave back is not what was written", "try again", path=path)

    return atomic.save(path, _encoded(write_lock(lock), path), expected=expected, verify=verify)


def _save_record(path: Path, record: str) -> None:
    data = _encoded(record, path)

    def verify(there: bytes) -> None:
        if there != data:
            raise Problem("not saved: what the disk gave back is not what was written", "try again", path=path)

    atomic.save(path, data, expected=None, verify=verify)


def _encoded(text: str, path: Path) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Problem("not saved: the text holds half a character", "take that character out", path=path) from error
