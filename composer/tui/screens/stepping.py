"""A screen whose acts are steps of the session: says what was done and why something was not, undoes and saves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from composer.policy.problems import Problem, Refusal
from composer.text import visible
from composer.tui.messages import PolicyChanged, SaveWanted

if TYPE_CHECKING:
    from collections.abc import Callable

    from composer.session import Session

LONGEST_SAID = 420
"""Characters of a notice: six lines of a narrow terminal; longer ones quote a text that may be of any length."""
KEPT_END = 80


class SteppingScreen(Screen[str | None]):
    """Knows the session; every act on it is one step that can be taken back. May answer a clause to go to."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def refresh_policy(self) -> None:
        """Paint what the session now says."""
        raise NotImplementedError

    def stepped(self, clause_id: str) -> None:
        """Stand on what was just undone or done again; the id is empty where it is no clause."""
        raise NotImplementedError

    def say(self, words: str, *, warning: bool = False) -> None:
        """Tell a person something in a few words."""
        said = visible(words)
        if len(said) > LONGEST_SAID:
            # The end says what to do now, such as which key takes it back.
            said = f"{said[: LONGEST_SAID - KEPT_END]} … {said[-KEPT_END:]}"
        self.notify(said, severity="warning" if warning else "information", markup=False, timeout=4)

    def attempt(self, act: Callable[[], object], done: str = "") -> bool:
        """Do something to the policy; say what was done, or why it was refused."""
        try:
            act()
        except Problem as problem:
            self.say(sentence(problem), warning=True)
            return False
        self.post_message(PolicyChanged())
        self.refresh_policy()
        if done:
            self.say(done)
        return True

    def action_undo(self) -> None:
        """Take back the last step."""
        self._step(self.session.undo, "Undone")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._step(self.session.redo, "Done again")

    def _step(self, act: Callable[[], object], said: str) -> None:
        try:
            step = act()
        except Refusal as refusal:
            self.say(sentence(refusal), warning=True)
            return
        self.post_message(PolicyChanged())
        self.refresh_policy()
        self.stepped(getattr(step, "clause_id", ""))
        self.say(f"{said}: {getattr(step, 'label', '')}")

    def action_save(self) -> None:
        """Write the policy."""
        self.post_message(SaveWanted())


def sentence(problem: Problem) -> str:
    """What is wrong, as a sentence of its own."""
    said = str(problem)
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?")) else ".")


def reason_given(said: str) -> None:
    """Refuse an empty reason."""
    if not said:
        raise Problem("a reason is needed", "say it in a sentence, or press esc")
