"""Settling the entries of an update: the five choices, each one step, and what has to be asked first."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

from textual import work

from composer.session.update_states import STATE_WORDS
from composer.session.updating import Update
from composer.tui.dialogs.ask import AskDialog
from composer.tui.screens.stepping import SteppingScreen, reason_given

if TYPE_CHECKING:
    from composer.session import Session
    from composer.session.update_states import Choice, UpdateEntry, UpdatePlan, UpdateState

LONGEST_QUESTION = 420
"""Characters of a stale reason's question in a dialog; all of it stands beside the texts."""
_ASKED = " Does the reason still hold?"
_DONE: dict[Choice, str] = {
    "keep": "Kept",
    "accept": "Accepted",
    "take": "Taken from the model",
    "edit": "Settled in our own words",
    "decline": "Declined",
}
_DONE_TO: dict[tuple[UpdateState, Choice], str] = {
    ("new", "keep"): "Left undecided",
    ("dropped", "keep"): "Left out still",
    ("withdrawn", "take"): "Left out, as in the model",
    ("pins", "take"): "Fact or blank taken from the model",
    ("moved", "take"): "Moved, as in the model",
}
"""Where the plain word would say more than was done."""


class SettlingScreen(SteppingScreen):
    """Knows the update and the entry a person stands on."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.update_of = Update(session)
        self.entry_id = ""

    # What the screen must provide

    @property
    def in_sight(self) -> bool:
        """Whether the texts of the entry stood on can be seen."""
        raise NotImplementedError

    def catch_up(self) -> None:
        """Stand where the list stands at this moment: keys may come faster than it tells."""
        raise NotImplementedError

    def ahead(self) -> tuple[str, ...]:
        """The entries listed after the one stood on, then those before it."""
        raise NotImplementedError

    def action_open_entry(self) -> None:
        """Go to the texts of the entry stood on."""
        raise NotImplementedError

    # What is there

    @property
    def plan(self) -> UpdatePlan:
        """What there is to settle."""
        return self.update_of.plan

    @property
    def entry(self) -> UpdateEntry | None:
        """The entry stood on."""
        return self.plan.by_id.get(self.entry_id)

    # Choosing

    def action_keep(self) -> None:
        """Keep ours."""
        entry = self._ready("keep")
        if entry is not None:
            self._settle(entry, "keep")

    @work
    async def action_accept(self) -> None:
        """Take the proposed text; where the reason is stale, ask whether it holds."""
        entry = self._ready("accept")
        if entry is None:
            return
        reason = None
        if entry.question:
            reason = await self.app.push_screen_wait(
                AskDialog(
                    put_again(entry),
                    value=" ".join(entry.reason.split()),
                    note="enter: it holds, in these words · esc: accepts the text, and asks about the reason later",
                    check=reason_given,
                )
            )
        self._settle(entry, "accept", reason=reason)

    def action_take(self) -> None:
        """Take the model's."""
        entry = self._ready("take")
        if entry is not None:
            self._settle(entry, "take")

    @work
    async def action_edit(self) -> None:
        """Write the text, beginning from the proposed one."""
        from composer.tui.screens.settle_text import SettleTextScreen

        entry = self._ready("edit")
        if entry is None:
            return
        ahead = self.ahead()
        if await self.app.push_screen_wait(SettleTextScreen(self.update_of, entry)):
            self._go_on_from(ahead)
            self.refresh_policy()
            self.say(self._done(entry, "edit"))

    @work
    async def action_decline(self) -> None:
        """Keep ours, with a reason."""
        entry = self._ready("decline")
        if entry is None:
            return
        reason = await self.app.push_screen_wait(
            AskDialog(
                f"{put_again(entry)}\n\n{_why(entry)}".lstrip(),
                value=" ".join(entry.reason.split()),
                hint="Our families asked for it.",
                note="Governors read this; it is asked again only when the model changes again.\n"
                "enter declines · esc leaves it open",
                check=reason_given,
            )
        )
        if reason is not None:
            self._settle(entry, "decline", reason=reason)

    def action_take_clean(self) -> None:
        """Settle all that needs no person, in one step."""
        if not self.session.read_only and not self.plan.clean and (self.plan.current or not self.plan.nothing_left):
            self.say("None is clean: each of these needs you.", warning=True)
            return
        many, version = len(self.plan.clean), self.plan.newest

        def act() -> None:
            self.update_of.settle_clean()
            self._go_on_from((self.entry_id, *self.ahead()))

        done = f"Noted that the policy rests on {version}"
        if many:
            done = f"Took {many} clean one{'s' if many > 1 else ''}"
        self.attempt(act, f"{done}. u takes it back.")

    def _ready(self, choice: Choice) -> UpdateEntry | None:
        """The entry, if it can be settled so; else why not is said."""
        if self.app.screen is not self:
            # A key that came before the dialog of the one before it was up.
            return None
        self.catch_up()
        entry = self.entry
        if entry is None:
            self.say("There is nothing to settle here.", warning=True)
        elif self.session.read_only:
            self.say(f"This policy is read-only: {self.session.read_only}", warning=True)
        elif choice not in entry.offers:
            self.attempt(lambda: self.update_of.settle(entry.id, choice))
        elif not self.in_sight:
            self.action_open_entry()
            self.say("Read it, then press the key again.")
        else:
            return entry
        return None

    def _settle(self, entry: UpdateEntry, choice: Choice, *, reason: str | None = None) -> None:
        ahead = self.ahead()

        def act() -> None:
            self.update_of.settle(entry.id, choice, reason=reason)
            self._go_on_from(ahead)

        if not self.attempt(act, self._done(entry, choice)):
            return
        left = self.plan.by_id.get(entry.id)
        if left is not None and left.open:
            self.say(
                f"{_DONE_TO.get((entry.state, choice), _DONE[choice])}; still to settle: {STATE_WORDS[left.state]}."
            )

    def _go_on_from(self, ahead: tuple[str, ...]) -> None:
        """Stand on the first of these that is still to settle."""
        open_ones = {entry.id for entry in self.plan.open}
        self.entry_id = next((entry_id for entry_id in ahead if entry_id in open_ones), self.entry_id)

    @staticmethod
    def _done(entry: UpdateEntry, choice: Choice) -> str:
        done = _DONE_TO.get((entry.state, choice), _DONE[choice])
        # The line is cut at its end where the screen is narrow, and there the title can be missed best.
        return f"{done}, u takes it back: {entry.title}"


def put_again(entry: UpdateEntry) -> str:
    """The question whether the reason holds, no longer than a dialog has room for; empty where there is none."""
    told, ends = entry.question.removesuffix(_ASKED), _ASKED if entry.question.endswith(_ASKED) else ""
    return shorten(told, LONGEST_QUESTION, placeholder=" …") + ends


def _why(entry: UpdateEntry) -> str:
    if entry.state == "new" or (entry.mode == "dropped" and entry.state != "withdrawn"):
        return f"Why does this school leave out “{entry.title}”?"
    if entry.state == "withdrawn":
        return f"Why does this school keep “{entry.title}”, which the model has no more?"
    return f"Why does this school keep its own words in “{entry.title}”?"
