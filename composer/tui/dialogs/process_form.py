"""Answering a process: whether social media is used for it, the one channel that counts, and what happens otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.widgets import Static

from composer.policy import answering
from composer.policy.evidence import PROCESS_QUESTIONS, ProcessAnswer
from composer.policy.problems import Problem
from composer.tui.dialogs.answer_form import AnswerForm
from composer.tui.dialogs.choosing import OneOf, TextField
from composer.tui.widgets.evidence_processes import fills_told

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from composer.policy.policy import Draft
    from composer.policy.standing import ProcessState
    from composer.session import Session

WAYS = (("yes", "yes"), ("no", "no"), ("later", "later"))
ASKED = {
    "channel": "What is the one authoritative channel?",
    "social_media": "What does social media do for it?",
    "who_posts": "Who posts, who approves, and when?",
    "wrong_channel": "What happens to something that arrives by the wrong channel?",
    "other_policy": "Which other policy must say the same thing?",
    "other_route": "Who cannot use that channel, and what is their route?",
}
EXAMPLES = {
    "channel": "the absence line, before 8.45",
    "social_media": "a pinned reminder on Mondays",
    "who_posts": "the office manager; the headteacher approves",
    "wrong_channel": "the office rings back the same morning",
    "other_policy": "the Attendance Policy",
    "other_route": "families who do not use the telephone write to the office",
}


class ProcessForm(AnswerForm):
    """Seven questions; each may stay empty but for the first."""

    about = (
        "Say how social media serves this part of the school's day. One channel counts; a post points to it. Where "
        "the channel is left empty, what fills the clause already stands for it. An answer that is a blank of the "
        "clause fills it. ctrl+s keeps all of it as one step, which u takes back."
    )

    def __init__(self, session: Session, state: ProcessState) -> None:
        super().__init__(session, state.process.title, state.process.helps and f"How it helps: {state.process.helps}")
        self._state = state
        self._before = state.answer

    def fields(self) -> ComposeResult:
        """Yes, no or later, then the texts."""
        before = self._before
        yield Static(Content("Does the school use social media for this?"), classes="question")
        yield OneOf(WAYS, before.use if before is not None else "", id="use")
        for key in PROCESS_QUESTIONS:
            yield TextField(
                ASKED[key],
                str(getattr(before, key)) if before is not None else "",
                example=EXAMPLES[key],
                hint=self._hint(key),
                id=key,
            )

    def _hint(self, key: str) -> str:
        """Where an answer comes from, and what it fills."""
        state = self._state
        said = []
        if key == "channel" and state.channel_from:
            said.append(f"left empty it is what {{{{{state.channel_from}}}}} says: {state.channel}")
        filled = fills_told(state, self.session, key)
        if filled:
            said.append(f"fills {filled}")
        return "; ".join(said)

    def _answer(self) -> ProcessAnswer:
        use = self.query_one(OneOf).chosen
        if use not in {"yes", "no", "later"}:
            raise Problem("nothing says whether social media is used for this", "choose yes, no or later")
        texts: dict[str, Any] = {key: self.query_one(f"#{key}", TextField).said for key in PROCESS_QUESTIONS}
        return replace(self._before or ProcessAnswer(use), use=use, **texts)  # type: ignore[arg-type]

    def tried(self) -> Draft:
        """The draft with this answer."""
        return answering.answer_process(
            self.session.draft, self.session.library, self._state.process.id, self._answer()
        )

    def keep(self) -> str:
        """Answer the process, and say what that filled."""
        filled = self.answering.process(self._state.process.id, self._answer())
        more = f"; it filled {', '.join(f'{{{{{name}}}}}' for name in filled)}" if filled else ""
        return f"Answered: {self._state.process.title}{more}. u takes it back."
