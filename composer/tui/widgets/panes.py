"""The compose screen's panes: the library with its filter, the policy's outline, the clause with its heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from composer.policy.alternatives import rivals
from composer.policy.clause import FREEDOM_IN_WORDS
from composer.policy.policy import SIGNS
from composer.policy.problems import Problem
from composer.policy.scenarios import told_of
from composer.policy.search import matching, nearest
from composer.text import visible
from composer.tui.messages import ClauseHighlighted
from composer.tui.widgets.clause_tree import ClauseTree, Heading, Row
from composer.tui.widgets.editor import ClauseEditor
from composer.tui.widgets.finding_text import heading_told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import Key

    from composer.checks.finding import Finding
    from composer.policy.policy import State
    from composer.session import Session

STATE_IN_WORDS: dict[State, str] = {
    "as-is": "as the model has it",
    "adapted": "adapted by the school",
    "dropped": "dropped by the school",
    "local": "the school's own clause",
    "undecided": "undecided: p picks, a adapts, d drops",
    "available": "in the library, not in the model: p adds it",
}


class LibraryPane(Vertical):
    """Every clause of the library by category, with the sign of its state in this policy."""

    DEFAULT_CSS = """
    LibraryPane Input { background: $panel; }
    LibraryPane .empty { padding: 1 2; color: $quiet; display: none; height: auto; }
    LibraryPane.-empty .empty { display: block; }
    LibraryPane.-empty ClauseTree { height: 0; }
    """

    def __init__(self, session: Session, *, id: str, classes: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id, classes=classes)
        self._session = session
        self.only_recommended = False

    def compose(self) -> ComposeResult:
        """The filter above the tree."""
        yield Input(placeholder="/ find in title, summary and text", id="filter")
        yield ClauseTree(id="library-tree")
        yield Static("", classes="empty")

    @property
    def clauses(self) -> ClauseTree:
        """The tree of the clauses that pass the filter."""
        return self.query_one(ClauseTree)

    @property
    def query_text(self) -> str:
        """What is typed into the filter."""
        return self.query_one("#filter", Input).value

    def show(self) -> None:
        """Show the library as it stands to the policy now."""
        session = self._session
        recommended = session.recommendations()
        found = self._found()
        headings = []
        for category in session.library.categories.values():
            rows = tuple(
                Row(
                    clause.id,
                    session.title(clause.id),
                    session.state(clause.id),
                    note=self._note(recommended.get(clause.id, "")),
                    starred=clause.id in recommended,
                )
                for clause in session.library.in_category(category.id)
                if clause.id in found and (not self.only_recommended or clause.id in recommended)
            )
            if rows:
                headings.append(Heading(category.id, category.title, rows))
        self.set_class(not headings, "-empty")
        if not headings:
            self.query_one(".empty", Static).update(self._nothing())
        self.clauses.show(headings)

    def _found(self) -> set[str]:
        """The clauses that have what is typed, in their words or in the titles of what they are for."""
        library = self._session.library
        try:
            found = list(matching(library.clauses.values(), self.query_text, lambda each: told_of(each, library)))
        except Problem as problem:
            # A list beside the clauses is not right: that is told, and the clauses are searched all the same.
            self.notify(visible(str(problem)), severity="warning", markup=False)
            found = list(matching(library.clauses.values(), self.query_text))
        return {clause.id for clause in found}

    def _note(self, reason: str) -> str:
        """A reason that says something about this school; the others show once a person asks for suggestions."""
        plain = ("because the model has it", "because every policy needs it", "because the library recommends it")
        return reason if self.only_recommended or reason not in plain else ""

    def _nothing(self) -> Content:
        if self.query_text:
            return Content(f"No clause has “{visible(self.query_text)}”.\n\nesc clears the filter.")
        return Content("Nothing more is recommended for this school.\n\ns shows every clause again.")

    def focus_filter(self) -> None:
        """Start typing into the filter."""
        self.query_one("#filter", Input).focus()

    def clear_filter(self, clause_id: str) -> None:
        """Show every clause again, and stand on this one."""
        field = self.query_one("#filter", Input)
        with self.prevent(Input.Changed):
            field.value = ""
        self.show()
        self.clauses.go(clause_id)

    @on(Input.Changed, "#filter")
    def _filtered(self) -> None:
        self.show()
        best = self._best()
        if best is not None:
            self.clauses.go(best)

    @on(Input.Submitted, "#filter")
    def _to_tree(self) -> None:
        self.clauses.focus()
        best = self._best()
        if best is not None:
            self.clauses.go(best)
            self.post_message(ClauseHighlighted(best))

    def _best(self) -> str | None:
        """Of the clauses shown, the one that what is typed means most likely."""
        if not self.query_text.strip():
            return None
        library = self._session.library.clauses
        shown = (library[clause_id] for clause_id in self.clauses.shown_clauses())
        best = nearest(shown, self.query_text)
        return best.id if best is not None else None

    def on_key(self, event: Key) -> None:
        """In the filter, ``esc`` clears it and ``down`` goes to the list."""
        field = self.query_one("#filter", Input)
        if not field.has_focus:
            return
        if event.key == "escape":
            field.value = ""
            self.clauses.focus()
            event.stop()
        elif event.key == "down":
            self.clauses.focus()
            event.stop()


class PolicyPane(Vertical):
    """The policy's outline, numbered as it prints, undecided and dropped clauses in their places."""

    def __init__(self, session: Session, *, id: str, classes: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id, classes=classes)
        self._session = session
        self.signs: Mapping[str, str] = {}
        """What checks found in a clause, as the sign beside it."""

    def compose(self) -> ComposeResult:
        """Just the tree."""
        yield ClauseTree(id="policy-tree")

    @property
    def clauses(self) -> ClauseTree:
        """The outline."""
        return self.query_one(ClauseTree)

    def show(self) -> None:
        """Show the outline as it is now."""
        wanted = set(self._session.reasons_wanted)
        excluding = self._session.document().exclude_each_other
        headings = []
        for section in self._session.outline():
            title = f"{section.number}  {section.head.title}" if section.number else section.head.title
            rows = tuple(
                Row(
                    clause.id,
                    clause.title,
                    clause.state,
                    clause.number,
                    note="excludes another" if clause.id in excluding else "",
                    unsettled=clause.id in wanted or clause.id in excluding,
                    found=self.signs.get(clause.id, ""),
                )
                for clause in section.clauses
            )
            headings.append(Heading(section.head.id, title, rows))
        self.clauses.show(headings)


class ClausePane(Vertical):
    """What one clause is, and its text to read or write."""

    DEFAULT_CSS = """
    ClausePane .clause-head { height: auto; max-height: 8; padding: 0 1; background: $panel; }
    """

    def __init__(self, session: Session, *, id: str, classes: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id, classes=classes)
        self._session = session
        self.new_title = ""
        """The title of a clause that has no words yet."""
        self.found: Mapping[str, Sequence[Finding]] = {}
        """What checks found, by clause."""
        self.at_finding = ""
        """The key of the finding whose words a person went to."""

    def compose(self) -> ComposeResult:
        """The heading above the text."""
        yield Static(classes="clause-head")
        yield ClauseEditor(id="editor")

    @property
    def editor(self) -> ClauseEditor:
        """The text."""
        return self.query_one(ClauseEditor)

    def show(self, clause_id: str) -> None:
        """Show a clause; while it is being written only its heading is painted."""
        heading, said = self.query_one(".clause-head", Static), self._head(clause_id)
        # A heading of another height lays the whole screen out anew: not for every key.
        if heading.content != said:
            heading.update(said)
        if not (self.editor.writing and self.editor.clause_id == clause_id):
            self.editor.show(clause_id, self._session.text(clause_id))

    def _head(self, clause_id: str) -> Content:
        session = self._session
        if self.new_title:
            return Content.assemble((visible(self.new_title), "bold"), ("  a new clause: write it here", "$accent"))
        if self.editor.writing:
            many = len(self.found.get(clause_id, ()))
            findings = f" · {many} finding{'s' if many != 1 else ''}" if many else ""
            return Content.assemble(
                (visible(session.title(clause_id)), "bold"), (f"  writing · esc when done{findings}", "$accent")
            )
        state = session.state(clause_id)
        number = next((c.number for c in session.outline_clauses() if c.id == clause_id), "")
        first = f"{number}  {session.title(clause_id)}" if number else session.title(clause_id)
        parts: list[Content | str | tuple[str, str]] = [(visible(first), "bold"), "\n"]
        parts.append((f"{SIGNS[state]} {self._state_told(clause_id, state)}", "$accent"))
        decision = session.policy.decisions.get(clause_id)
        if decision is not None and decision.wants_reason:
            parts.append(("\n! A reason is wanted: g gives it", "bold $warning"))
        elif decision is not None and decision.reason:
            parts.append((f"\nWhy: {visible(' '.join(decision.reason.split()))}", "italic"))
        elif state in {"undecided", "available"}:
            clause = session.library.clauses.get(clause_id)
            reason = session.recommendations().get(clause_id)
            if reason:
                parts.append(f" · ★ recommended {visible(reason)}")
            if clause is not None and clause.summary:
                parts.append((f"\n{visible(clause.summary)}", "italic"))
            if clause is not None and clause.settles:
                many = len(clause.settles)
                parts.append((f"\nSettles {many} scenario{'s' if many > 1 else ''}: F1 tells more", "$quiet"))
        parts += self._instead(clause_id, state)
        parts += self._findings(clause_id)
        freedom = self._freedom(clause_id)
        if freedom != "local-choice" and state in {"adapted", "dropped", "undecided", "as-is"}:
            parts.append((f"\n§ {FREEDOM_IN_WORDS[freedom]}", "$quiet"))  # type: ignore[index]
        moved = session.moved_on(clause_id)
        if moved:
            source = "model" if clause_id in session.model_ids else "library"
            parts.append((f"\n⟳ the {source} has changed since: {moved} (l)", "bold $warning"))
        return Content.assemble(*parts)

    def _findings(self, clause_id: str) -> list[tuple[str, str]]:
        """How many findings the clause has, or the one whose words are selected."""
        said, look = heading_told(self.found.get(clause_id, ()), self.at_finding)
        return [(f"\n{said}", look)] if said else []

    def _state_told(self, clause_id: str, state: State) -> str:
        if state in {"as-is", "adapted"} and clause_id not in self._session.model_ids:
            from composer.compare.deviations import origin

            return origin(state)
        return STATE_IN_WORDS[state]

    def _instead(self, clause_id: str, state: State) -> list[tuple[str, str]]:
        """What is said of the clauses in the policy that exclude this one."""
        session = self._session
        found = rivals(session.draft, session.library, clause_id)
        named = " and ".join(f"“{visible(session.title(other), keep_newlines=False)}”" for other in found)
        if not found or state == "dropped":
            return []
        if state in {"undecided", "available"}:
            ending = "d drops this one" if state == "undecided" else "a policy has one of them"
            return [(f"\nThe policy has {named} instead: {ending}", "bold $warning")]
        return [(f"\n! It stands beside {named}: a policy has one of them (d drops this one)", "bold $warning")]

    def _freedom(self, clause_id: str) -> str:
        base = self._session.lock.bases.get(clause_id)
        if base is not None:
            return base.freedom
        clause = self._session.library.clauses.get(clause_id)
        return clause.freedom if clause is not None else "local-choice"
