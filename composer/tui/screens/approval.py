"""The approval: how the policy stands to it, what stands before it, and the form that records one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Static

from composer.policy.readiness import review_gone_by
from composer.session.since_approval import since_approval
from composer.text import visible
from composer.tui.actions import bindings
from composer.tui.messages import ApprovalWanted, ExportWanted
from composer.tui.screens import approval_text as told
from composer.tui.screens.approval_form import ApprovalForm
from composer.tui.widgets.diff_view import DiffView
from composer.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from composer.session import Session
    from composer.tui.actions import Place
    from composer.tui.widgets.diff_lines import Passage


class ApprovalScreen(Screen[None]):
    """Says how the policy stands; records an approval where nothing is left to settle."""

    DEFAULT_CSS = """
    ApprovalScreen #title-bar { height: 1; background: $panel; text-style: bold; padding: 0 1; text-wrap: nowrap;
                                text-overflow: ellipsis; }
    ApprovalScreen #standing { height: auto; max-height: 8; padding: 1 2 0 2; }
    ApprovalScreen #told { height: 1fr; min-height: 4; border: round $border-blurred;
                           border-title-color: $foreground; border-title-style: bold; }
    ApprovalScreen #told:focus { border: heavy $primary; }
    ApprovalScreen ApprovalForm { max-width: 100; }
    ApprovalScreen #again { margin: 1 0 0 4; width: auto; }
    ApprovalScreen KeyBar { dock: bottom; }
    ApprovalScreen .-none { display: none; }
    """
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings("approval")
    places: tuple[Place, ...] = ("approval",)
    about = (
        "Here stands whether the governing body approved the policy as it reads now, and here its decision is "
        "recorded: body, meeting, date and minute reference, with the exact text. Nothing can be recorded while a "
        "blank, an undecided clause or anything else is left to settle; what is left is listed. A changed word, not "
        "a line wrap, makes the policy changed since approval; [-words-] are gone since then and {+words+} are new. "
        "A record is kept in the school's folder approvals, and no later one replaces it: keep it in git."
    )

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._again = False
        """Whether another approval of an approved text is asked for."""
        self._heading = ""

    def compose(self) -> ComposeResult:
        """The standing, what there is to know before an approval, and the form."""
        yield Static(id="title-bar")
        yield Static(id="standing")
        yield DiffView(id="told")
        yield ApprovalForm(self.session)
        yield Button("Record another approval of this text", id="again", compact=True)
        yield KeyBar("everywhere", "approval")

    @property
    def view(self) -> DiffView:
        """What is left to settle, and what changed since the approval."""
        return self.query_one(DiffView)

    @property
    def form(self) -> ApprovalForm:
        """What the minutes say."""
        return self.query_one(ApprovalForm)

    def on_mount(self) -> None:
        """Stand where there is something to do."""
        self.refresh_policy()
        self._stand()

    def _stand(self) -> None:
        if not self.form.has_class("-none"):
            self.form.begin()
        elif not self.view.has_class("-none"):
            self.view.focus()
        else:
            self.query_one("#again", Button).focus()

    def refresh_policy(self) -> None:
        """Show how things stand now; what is typed in the form stays."""
        session, standing = self.session, self.session.standing()
        cannot, blockers = told.cannot(session, standing), session.approval_blockers()
        ready = cannot is None and not blockers
        approved = standing.state == "approved"
        passages: list[Passage] = [cannot] if cannot is not None else []
        self._heading = "No approval can be recorded" if cannot is not None else ""
        if cannot is None and blockers:
            many = f"{len(blockers)} thing{'s' if len(blockers) != 1 else ''}"
            self._heading = f"Not ready for approval: {many} to settle"
            passages.append(told.blockers_passage(blockers))
        if standing.state == "changed" and standing.approval is not None:
            found = since_approval(session, standing.approval)
            self._heading = self._heading or f"Changed since approval {told.counted(found)}"
            passages += told.change_passages(session, found)
        self.view.set_class(not passages, "-none")
        self.view.show(tuple(passages), keep_place=True)
        self.form.set_class(not ready or (approved and not self._again), "-none")
        self.query_one("#again").set_class(not (ready and approved) or self._again, "-none")
        self.query_one("#standing", Static).update(
            Content.assemble(
                *told.standing_parts(
                    standing,
                    dirty=session.dirty,
                    ready=ready,
                    gone_by=review_gone_by(session.draft, session.today),
                )
            )
        )
        policy = session.policy
        said = f"Approval · {policy.profile.name} · {policy.title}"
        self.query_one("#title-bar", Static).update(Content(visible(said, keep_newlines=False)))
        self._title()
        if self.focused is None or not self.focused.focusable:
            self._stand()

    @on(DiffView.Moved)
    def _title(self) -> None:
        more = f" · {self.view.title}" if self.view.current >= 0 else ""
        self.view.border_title = Content(f"{self._heading}{more}")

    @on(Button.Pressed, "#again")
    def _begin_again(self, event: Button.Pressed) -> None:
        event.stop()
        self._again = True
        self.refresh_policy()
        self._stand()

    @on(ApprovalForm.Recorded)
    def action_record(self) -> None:
        """Ask for the approval to be recorded, or say what is missing."""
        if self.form.has_class("-none"):
            approved = self.session.standing().state == "approved"
            said = "It is approved as it reads." if approved else "Not recorded: what is listed here comes first."
            self.notify(said, severity="information" if approved else "warning", markup=False)
            return
        minuted = self.form.minuted()
        if minuted is not None:
            self.post_message(ApprovalWanted(minuted))

    def recorded(self) -> None:
        """The approval was recorded: show it, and put the form away."""
        self._again = False
        self.form.empty()
        self.refresh_policy()
        self._stand()

    def action_next_change(self) -> None:
        """The next change since the approval."""
        if not self.view.step(1):
            self.notify("No more changes since the approval.", markup=False)

    def action_previous_change(self) -> None:
        """The change before."""
        if not self.view.step(-1):
            self.notify("No change before this one.", markup=False)

    def action_export(self) -> None:
        """Go where the policy is written, or what changed since its approval."""
        self.post_message(ExportWanted("changes" if self.session.standing().state == "changed" else "policy"))

    def action_back(self) -> None:
        """Back to composing."""
        self.dismiss(None)
