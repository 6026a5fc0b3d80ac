"""The panes of the compose screen: which are in sight, what they show, and going from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from composer.text import visible
from composer.tui.messages import ClauseChosen, ClauseHighlighted, PaneWanted
from composer.tui.screens.changes_pane import changes_of
from composer.tui.screens.deciding import DecidingScreen
from composer.tui.widgets.clause_tree import ClauseTree
from composer.tui.widgets.diff_view import DiffView
from composer.tui.widgets.findings_list import FindingsPane
from composer.tui.widgets.key_bar import KeyBar
from composer.tui.widgets.pane_bar import PaneBar
from composer.tui.widgets.panes import ClausePane, LibraryPane, PolicyPane
from composer.tui.widgets.status_line import StatusLine, update_told

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import DescendantBlur, DescendantFocus, Resize

    from composer.checks.answered import Findings
    from composer.session import Session
    from composer.tui.actions import Place
    from composer.tui.widgets.clause_tree import Spot

AFTER_FIRST_PAINT = 0.3
"""Seconds until what a newer model means is worked out, and what checks find: by then the screen stands."""
BOTH_LISTS = 140
"""Columns from which the library stands beside the outline."""
PANE_ORDER = ("library", "policy", "clause", "changes", "findings")
TITLES = {"#library": "Library F2", "#policy": "Policy o", "#clause": "Clause F3", "#findings": "Findings F5"}
LISTS = frozenset({"library", "policy", "findings"})
"""The panes that list; under 140 columns one of them stands at a time."""


class PanesScreen(DecidingScreen):
    """Library, policy, clause and changes; the width decides how many are in sight."""

    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012 (as in Textual)
        (0, "-narrow"),
        (100, "-medium"),
        (BOTH_LISTS, "-wide"),
        (180, "-huge"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.pane = "policy"
        self._left = "policy"
        self._library_is_stale = True
        self._new: tuple[str, str, str] | None = None
        self._came_from = ""
        """The clause a person stood on before a new one was begun."""
        self._update_waits = ""
        """What of a newer model there was to settle when that was last counted, in words."""
        self.found: Findings | None = None
        """What the checks found when they last ran; None before the first time."""

    def compose(self) -> ComposeResult:
        """Header, panes, status and keys."""
        # Before the first paint, or it would show every pane at once in a narrow terminal.
        width = self.app.size.width
        layout = [name for least, name in self.HORIZONTAL_BREAKPOINTS or [] if width >= least][-1]
        self.add_class(layout, "-at-policy", "-left-policy", "-quiet")
        yield Static(id="title-bar")
        yield PaneBar()
        with Horizontal(id="panes"):
            yield LibraryPane(self.session, id="library", classes="pane")
            yield PolicyPane(self.session, id="policy", classes="pane")
            with Vertical(id="work"):
                yield ClausePane(self.session, id="clause", classes="pane")
                with Vertical(id="changes", classes="pane"):
                    yield Static(id="changes-title")
                    yield DiffView(id="diff")
            yield FindingsPane(id="findings", classes="pane")
        yield StatusLine()
        yield KeyBar("everywhere", *self.places)

    def on_mount(self) -> None:
        """Stand on the first undecided clause, else on the first."""
        for pane, title in TITLES.items():
            self.query_one(pane).border_title = Content(title)
        self._show_lists()
        clauses = self.session.outline_clauses()
        first = next((c.id for c in clauses if c.state == "undecided"), clauses[0].id if clauses else "")
        if first:
            self.show_clause_id(first)
        # What going to the outline would do is done already, but for these: each change of class restyles everything.
        self._show_library_in_sight()
        self.query_one(PaneBar).mark(self.pane)
        self.outline.clauses.focus()
        self.call_after_refresh(self._reveal)
        self.set_timer(AFTER_FIRST_PAINT, self.look_closer)

    async def look_closer(self) -> None:
        """What is worked out once the screen stands."""
        self.count_update()

    def count_update(self) -> None:
        """Say in the status line how much of a newer model is to be settled."""
        waits = update_told(self.session)
        if waits != self._update_waits:
            self._update_waits = waits
            self._paint_status()

    def _reveal(self) -> None:
        self.outline.clauses.reveal()
        self.library.clauses.reveal()

    def on_resize(self, event: Resize) -> None:
        """The title bar names the model where there is room."""
        self._show_library_in_sight(event.size.width)
        policy, model = self.session.policy, self.session.model
        said = f"{policy.profile.name} · {policy.title}"
        if event.size.width >= 100:
            said += f" · from {model.title}, {self.session.lock.model_version}"
        self.query_one("#title-bar", Static).update(Content(visible(said)))

    @property
    def library(self) -> LibraryPane:
        """The library pane."""
        return self.query_one("#library", LibraryPane)

    @property
    def outline(self) -> PolicyPane:
        """The policy's outline."""
        return self.query_one("#policy", PolicyPane)

    @property
    def clause(self) -> ClausePane:
        """The clause pane."""
        return self.query_one("#clause", ClausePane)

    @property
    def diff(self) -> DiffView:
        """The change view."""
        return self.query_one("#diff", DiffView)

    @property
    def findings(self) -> FindingsPane:
        """The list of findings."""
        return self.query_one("#findings", FindingsPane)

    @property
    def section_id(self) -> str:
        """The heading a person stands on in the list in use; empty on a clause and in the other panes."""
        trees = {"library": self.library.clauses, "policy": self.outline.clauses}
        spot = trees[self.pane].spot if self.pane in trees else None
        return spot.id if spot is not None and spot.kind == "heading" else ""

    def undecided_under(self, section_id: str) -> list[str]:
        """The undecided clauses under a section of the outline or a category of the library."""
        if self.pane == "library":
            ids = [clause.id for clause in self.session.library.in_category(section_id)]
        else:
            sections = self.session.outline()
            ids = [clause.id for section in sections if section.head.id == section_id for clause in section.clauses]
        return [clause_id for clause_id in ids if self.session.state(clause_id) == "undecided"]

    @property
    def writing(self) -> bool:
        """Whether a clause is open for writing."""
        return self.has_class("-writing")

    def refresh_policy(self) -> None:
        """Paint lists, clause, changes and status."""
        self._show_lists()
        self._paint_clause(keep_place=True)
        if self._update_waits:
            self.call_after_refresh(self.count_update)

    def _show_lists(self) -> None:
        self.outline.show()
        self._library_is_stale = True
        self._show_library_in_sight()

    def _show_library_in_sight(self, width: int = 0) -> None:
        """Fill the library's list where a person sees it; two hundred hidden lines would cost every start."""
        if self._library_is_stale and (
            "library" in {self.pane, self._left} or (width or self.size.width) >= BOTH_LISTS
        ):
            self._library_is_stale = False
            self.library.show()
            self.library.clauses.go(self.clause_id)

    def reread(self) -> None:
        """Show the session's words also in a clause that is being written."""
        if self.writing and self._new is None:
            self.clause.editor.show(self.clause.editor.clause_id, self.session.text(self.clause.editor.clause_id))
        self.refresh_policy()

    def show_clause_id(self, clause_id: str) -> None:
        """Stand on a clause in both lists and show it."""
        self.clause_id = clause_id
        self.outline.clauses.go(clause_id)
        self.library.clauses.go(clause_id)
        self._paint_clause()

    def _paint_clause(self, *, keep_place: bool = False) -> None:
        if self.clause_id:
            self.clause.show(self.clause_id)
            passage = changes_of(self.session, self.clause_id, new=self._new is not None)
            self.set_class(passage.diff is None and not passage.plain, "-quiet")
            self.diff.show((passage,), keep_place=keep_place)
        self._paint_status()

    def _paint_status(self) -> None:
        if self.clause_id:
            status = self.query_one(StatusLine)
            status.show(
                self.session,
                self.clause_id,
                writing=self.writing,
                update_waits=self._update_waits,
                found=self.found,
            )

    @on(DiffView.Moved)
    def _changes_title(self) -> None:
        outside = self.clause_id in self.session.lock.bases and self.clause_id not in self.session.model_ids
        against = f"Changes from the {'library' if outside else 'model'} F4"
        diff = self.session.diff(self.clause_id) if self.clause_id and self.diff.changes else None
        words = f" · +{diff.words_added} −{diff.words_removed} words" if diff is not None else ""
        said = Content(f"{against} · {self.diff.title}{words}")
        title = self.query_one("#changes-title", Static)
        if title.content != said:
            title.update(said, layout=False)
            self.query_one("#changes").border_title = said

    @on(ClauseHighlighted)
    def _highlighted(self, event: ClauseHighlighted) -> None:
        spot = self._spot
        # A list tells late where a person stood, when keys come fast: they may have moved on or begun to write.
        late = self.focused is self.clause.editor if spot is None else spot.id != event.clause_id
        if not late:
            self._stand_on(event.clause_id)

    def _stand_on(self, clause_id: str) -> None:
        if clause_id != self.clause_id and self.leave_writing(ask=False):
            self.show_clause_id(clause_id)

    @property
    def _spot(self) -> Spot | None:
        """Where the list that has the focus stands at this moment."""
        return self.focused.spot if isinstance(self.focused, ClauseTree) else None

    def catch_up(self) -> None:
        """Stand where the list stands, even if it has not told of it yet."""
        if self._spot is not None and self._spot.kind == "clause":
            self._stand_on(self._spot.id)

    @on(ClauseChosen)
    def _chosen(self, event: ClauseChosen) -> None:
        if event.clause_id == self.clause_id or self.leave_writing(ask=False):
            self.show_clause_id(event.clause_id)
            self._go("clause")

    @on(PaneWanted)
    async def _pane_wanted(self, event: PaneWanted) -> None:
        if event.pane in {"clause", "changes"} or self.leave_writing(ask=False):
            await self.run_action(f"screen.{event.action}")

    def _go(self, pane: str, *, focus: bool = True) -> None:
        self.pane = pane
        if pane in LISTS:
            self._left = pane
        for each in PANE_ORDER:
            self.set_class(each == pane, f"-at-{each}", update=False)
            self.set_class(each == self._left, f"-left-{each}", update=False)
        self.update_node_styles()
        self._show_library_in_sight()
        self.query_one(PaneBar).mark(pane)
        self.query_one(KeyBar).show_places("everywhere", *self.places)
        if focus:
            lists = {"library": self.library.clauses, "policy": self.outline.clauses, "clause": self.clause.editor}
            target = self.findings.rows if pane == "findings" else lists.get(pane, self.diff)
            target.focus()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """A click or tab goes to another pane; a list shows the clause it stands on, which its keys act on."""
        for pane in PANE_ORDER:
            if self.query_one(f"#{pane}") in event.widget.ancestors_with_self and pane != self.pane:
                self._go(pane, focus=False)
        if isinstance(event.widget, ClauseTree):
            self.call_after_refresh(self._catch_up_from, self.clause_id)

    def _catch_up_from(self, clause_id: str) -> None:
        """Stand where the list stands, unless another clause was chosen meanwhile."""
        if self.clause_id == clause_id:
            self.catch_up()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Leaving the editor for another pane ends writing; what was typed is kept, no question is asked."""
        if event.widget is self.clause.editor and self.writing and self.app.screen is self:
            self.call_after_refresh(self._blurred)

    def _blurred(self) -> None:
        if not self.writing or self.clause.editor.has_focus or self.app.screen is not self:
            return
        if self.focused is None:
            # Hiding the list that a person came from takes the focus away without giving it to anything.
            self.clause.editor.focus()
        elif self.pane in LISTS:
            self.leave_writing(ask=False)

    def action_show_library(self) -> None:
        """Go to the library; from there, to the outline."""
        self._go("policy" if self.pane == "library" else "library")

    def action_show_library_pane(self) -> None:
        """Go to the library."""
        self._go("library")

    def action_show_policy(self) -> None:
        """Go to the outline."""
        self._go("policy")

    def action_show_clause(self) -> None:
        """Go to the text."""
        self._go("clause")

    def action_show_changes(self) -> None:
        """Go to the changes."""
        self._go("changes")

    def action_zoom(self) -> None:
        """One pane, or all."""
        self.toggle_class("-zoomed")

    def action_filter(self) -> None:
        """Type into the library's filter."""
        self._go("library", focus=False)
        self.library.focus_filter()

    def action_recommended(self) -> None:
        """Only what is recommended, or everything."""
        self.library.only_recommended = not self.library.only_recommended
        self._go("library")
        self.library.show()
        self.say("Only what is recommended for this school." if self.library.only_recommended else "Every clause.")

    def action_cycle_view(self) -> None:
        """Marked, ours, the model's."""
        self.diff.cycle()

    def action_next_change(self) -> None:
        """The next change, in this clause or in the next one that has any."""
        self._change(1)

    def action_previous_change(self) -> None:
        """The change before."""
        self._change(-1)

    def _change(self, by: int) -> None:
        if self.has_class("-narrow") and self.pane in {"library", "policy"}:
            self._go("changes")
        if self.diff.step(by):
            return
        changed = [e.id for e in self.session.comparison().entries if e.diff is not None and e.diff.changes]
        order = [c.id for c in self.session.outline_clauses()]
        if self.writing or not changed:
            self.say("No more changes in this clause." if changed else "Nothing differs from the model.")
            return
        at = order.index(self.clause_id) if self.clause_id in order else -1
        ahead = [i for i in changed if (order.index(i) - at) * by > 0]
        if not ahead:
            self.say("That was the last change." if by > 0 else "That was the first change.")
            return
        self.show_clause_id(ahead[0] if by > 0 else ahead[-1])
        self.diff.step(by)

    # What writing must provide

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the person is, in the words of the table of actions."""
        raise NotImplementedError

    def leave_writing(self, *, ask: bool) -> bool:
        """End writing; False when the words cannot be taken, and then they stay where they are."""
        raise NotImplementedError
