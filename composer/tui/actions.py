"""The one table of what a person can do: bindings, key bar, palette, help and the key reference read it.

An action's id is the name of its method: ``pick`` runs ``action_pick`` of the screen (or of the app).
``where`` names the places it works in; a place is a screen, or one part of a screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.binding import Binding, BindingType

if TYPE_CHECKING:
    from collections.abc import Iterable

Place = Literal[
    "everywhere",
    "start",
    "compose",
    "clauses",
    "reading",
    "findings",
    "writing",
    "compare",
    "values",
    "preview",
    "evidence",
    "update",
    "approval",
    "export",
    "importing",
    "import_model",
]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do."""

    id: str
    keys: tuple[str, ...]
    label: str
    """One or two words for the key bar."""
    help: str
    """A sentence that says what happens."""
    where: tuple[Place, ...]
    rank: int = 0
    """Place in the key bar, 1 first; 0 keeps it out."""
    priority: bool = False
    """Whether the key works even while something is typed."""


_ANY: tuple[Place, ...] = ("everywhere",)
_READ: tuple[Place, ...] = ("clauses", "reading")
_LOOK: tuple[Place, ...] = (*_READ, "findings")
_CHANGES: tuple[Place, ...] = ("compose", "compare", "update", "approval", "export")
_STEPS: tuple[Place, ...] = (*_LOOK, "update", "evidence", "importing")

# fmt: off
ACTIONS: tuple[Action, ...] = (
    # Everywhere
    Action("help", ("f1", "question_mark"), "Help", "Explains where you are and lists its keys.", _ANY, 6),
    Action("save", ("ctrl+s",), "Save", "Writes the policy and its lock to disk.",
           ("compose", "values", "compare", "update", "evidence"), 5, priority=True),
    Action("quit", ("ctrl+q",), "Quit", "Leaves; what is not saved is kept safe and offered next time.",
           _ANY, 30, priority=True),
    Action("back", ("escape",), "Back", "Goes back to where you came from.",
           ("compare", "values", "preview", "evidence", "update", "approval", "export", "importing", "import_model"),
           1),
    # Start screen
    Action("open_school", ("enter",), "Open", "Opens the school you stand on.", ("start",), 1),
    Action("new_school", ("n",), "New school", "Asks for name, phase, nation, type and model, and begins a policy.",
           ("start",), 2),
    Action("import_document", ("i",), "Import",
           "Takes in a Word or Markdown document: a policy that a school has already, or a model.", ("start",), 3),
    # Deciding
    Action("pick", ("p",), "Pick", "Takes the clause as it is; on a heading, every undecided clause under it.",
           _READ, 1),
    Action("adapt", ("a",), "Adapt", "Opens the clause for writing; its changes from the model show as you type.",
           _LOOK, 2),
    Action("drop", ("d",), "Drop", "Leaves the clause out of the policy and asks why.", _READ, 3),
    Action("restore", ("r",), "Restore", "Goes back to the model's words, or takes a dropped clause in again.",
           _READ, 13),
    Action("add_clause", ("n",), "New clause", "Adds a clause of the school's own to this section.", _READ, 14),
    Action("move_up", ("K", "alt+up"), "Move up", "Moves the clause up one place.", _READ, 17),
    Action("move_down", ("J", "alt+down"), "Move down", "Moves the clause down one place.", _READ, 18),
    Action("reason", ("g",), "Reason", "Gives or changes the reason for a clause that is not the model's.", _READ, 16),
    Action("short_versions", ("b",), "Short versions",
           "Says in which short versions, for staff, for parents and for pupils, the clause stands.", _READ),
    Action("undo", ("u",), "Undo", "Takes back the last decision or edit.", _STEPS, 7),
    Action("redo", ("U", "ctrl+r"), "Redo", "Does again what was taken back.", _STEPS, 15),
    # Looking
    Action("show_library", ("f2",), "Library", "Goes to the clause library; again, to the policy's outline.",
           ("compose",), priority=True),
    Action("show_policy", ("o",), "Policy", "Goes to the policy's outline.", _LOOK),
    Action("show_clause", ("f3",), "Clause", "Goes to the clause's text.", ("compose",), priority=True),
    Action("show_changes", ("f4",), "Changes", "Goes to this clause's changes from the model.",
           ("compose",), priority=True),
    Action("show_findings", ("f5",), "Findings", "Goes to what the checks found, to be mended or set aside.",
           ("compose",), 25, priority=True),
    # Not F6, F7 (the text's own), F10, F11 (the terminal's) or alt and a letter (no Mac sends it); the brackets type.
    Action("next_finding", ("ctrl+n", "right_square_bracket"), "Next finding",
           "Goes to the words of the next finding, also while you write.", ("compose",), 26),
    Action("previous_finding", ("ctrl+t", "left_square_bracket"), "Finding before",
           "Goes to the words of the finding before.", ("compose",)),
    Action("filter", ("slash",), "Find", "Lists only clauses whose title, summary or text has what you type.",
           ("clauses", "reading", "compare"), 4),
    Action("recommended", ("s",), "Suggested", "Lists only what is recommended for this school, or everything again.",
           _READ, 19),
    Action("next_change", ("f8",), "Next change", "Goes to the next change.", _CHANGES, 8, priority=True),
    Action("previous_change", ("shift+f8", "f20"), "Previous change", "Goes to the change before.",
           _CHANGES, priority=True),
    Action("cycle_view", ("m",), "Marks", "Shows the changes marked, then our text alone, then the model's alone.",
           ("clauses", "reading", "compare"), 20),
    Action("zoom", ("z",), "Zoom", "Gives the whole screen to the pane you are in, or shows all panes again.",
           _LOOK, 21),
    Action("values", ("v",), "Values", "Lists the blanks that the chosen clauses need, to be filled in.", _LOOK, 9),
    Action("compare", ("c",), "Compare", "Compares the whole policy with the model.", _LOOK, 10),
    Action("preview", ("w",), "Read", "Shows the whole policy as it will print.", _LOOK, 11),
    Action("evidence", ("e",), "Evidence",
           "Shows what the policy has thought of: scenarios, processes, devices, consultation and fit.", _LOOK, 22),
    Action("update", ("l",), "Update", "Takes in the latest model, clause by clause.", _LOOK, 23),
    Action("approval", ("A",), "Approval",
           "Shows whether the policy is approved as it reads now, and records an approval.", _LOOK, 24),
    Action("export", ("f9",), "Export",
           "Writes the policy, its changes, the evidence or a short version: Word, PDF, web page or Markdown.",
           ("compose", "preview", "compare", "evidence", "approval"), 12, priority=True),
    Action("schools", ("escape",), "Schools",
           "Goes one step back: to all panes, to the list, to all of it, and from there to the schools.", _LOOK),
    # Findings
    Action("go_to_finding", ("enter",), "Go there", "Opens the place of the finding, with its words selected.",
           ("findings",), 1),
    Action("set_aside", ("x",), "Set aside",
           "Sets the finding aside and asks why, also at its words; one set aside before is asked again.",
           ("findings",), 3),
    Action("filter_findings", ("f",), "Filter", "Lists only what is to fix, to look at or to note, or everything.",
           ("findings",), 4),
    Action("show_aside", ("t",), "Aside", "Lists also what was set aside, with the reasons, or hides it again.",
           ("findings",), 13),
    # Writing
    Action("stop_writing", ("escape",), "Done", "Ends writing; where the words changed, asks for the reason.",
           ("writing",), 1),
    # Comparing
    Action("filter_kind",
           ("f",), "Filter", "Lists the next kind: changed, all, adapted, dropped, added, moved, undecided.",
           ("compare",), 2),
    Action("go_to_clause", ("enter",), "Go there", "Opens the clause you are at in the compose screen.",
           ("compare",), 3),
    # Evidence
    Action("go_to_settling", ("enter",), "Go there",
           "Opens the clause in the compose screen; in Consultation, the entry for change.", ("evidence",), 2),
    Action("answer", ("a",), "Answer", "Answers what you stand on, or changes the answer.", ("evidence",), 3),
    Action("only_open", ("f",), "Open only", "Lists only what is open, or everything again.", ("evidence",), 4),
    Action("next_page", ("e",), "Next page", "Goes to the next of the five pages.", ("evidence",), 8),
    Action("scenarios", ("1",), "Scenarios", "Shows the situations in which somebody has two roles.", ("evidence",)),
    Action("processes", ("2",), "Processes", "Shows what the school does anyway, and its channels.", ("evidence",)),
    Action("devices", ("3",), "Devices", "Shows benefits, risks, measures and owners.", ("evidence",)),
    Action("consultation", ("4",), "Consultation", "Shows who was asked, and who was not.", ("evidence",)),
    Action("fit", ("5",), "Fit", "Shows how far the policy is the school's own.", ("evidence",)),
    Action("note_consultation", ("n",), "Add", "Writes down somebody who was asked about the policy.",
           ("evidence",), 9),
    Action("take_out", ("d",), "Take out", "Takes the entry of the consultation out; u brings it back.",
           ("evidence",), 10),
    Action("read_on", ("space",), "Read on", "Scrolls what is told of the row; at its end, back to its start.",
           ("evidence",), 11),
    # Updating
    Action("go_on", ("enter",), "Go on", "Opens what you stand on; there, keeps ours and goes to the next.",
           ("update",), 2),
    Action("next_text", ("m",), "Next text", "Shows the next of its texts: proposed, theirs, ours, base.",
           ("update",), 3),
    Action("keep", ("k",), "Keep", "Keeps what the school has, and its reason.", ("update",)),
    Action("accept", ("a",), "Accept", "Accepts the proposed text, which joins ours and the model's.", ("update",)),
    Action("take", ("t",), "Take", "Takes what the model has, and gives ours up.", ("update",)),
    Action("edit", ("e",), "Edit", "Opens the proposed text for writing.", ("update",)),
    Action("decline", ("d",), "Decline", "Keeps ours and asks why; asked again only when the model changes again.",
           ("update",)),
    Action("take_clean", ("C",), "Take clean", "Takes every clean one; never a change of what people must or may do.",
           ("update",), 4),
    Action("filter_state", ("f",), "Filter", "Lists the next state: all that is open, each state, every clause.",
           ("update",), 9),
    Action("next_entry", ("n",), "Next", "Leaves this one for later and goes to the next.", ("update",), 10),
    Action("previous_entry", ("p",), "Previous", "Goes to the one before.", ("update",), 11),
    # Approving
    Action("record", ("ctrl+s",), "Record", "Records the approval that was typed; the policy is saved first.",
           ("approval",), 2, priority=True),
    # Exporting
    Action("write_export", ("ctrl+s",), "Write", "Writes the file, as enter does, and says where it went.",
           ("export",), 2, priority=True),
    Action("next_format", ("f",), "Format", "Chooses the next kind of file: Markdown, web page, Word, PDF.",
           ("export",), 3),
    Action("against", ("a",), "Against", "Compares with the model, or with the text that was approved last.",
           ("export",), 4),
    Action("read_text", ("p",), "Preview", "Goes to the text that will be written, or back to the choices.",
           ("export",), 5),
    Action("name_file", ("n",), "Name", "Goes to the file's name; typing another ending chooses that format.",
           ("export",), 7),
    # Importing a school's policy
    Action("confirm_piece", ("enter", "space"), "Confirm",
           "Confirms what the piece becomes and goes to the next; where its words are not in sight, shows them.",
           ("importing",), 2),
    Action("confirm_clear", ("C",), "Confirm clear",
           "Confirms every match that is 90 % the same or more and changes nothing that people must or may do.",
           ("importing",), 3),
    Action("match_piece", ("m",), "Match", "Says which clause the piece is; the nearest come first.",
           ("importing",), 4),
    Action("own_clause", ("o",), "Our own", "Makes the piece a clause of the school's own.", ("importing",), 8),
    Action("leave_out", ("x",), "Leave out", "Leaves the piece out of the policy, or takes it in again.",
           ("importing",), 9),
    Action("join_next", ("j",), "Join", "Makes one piece of this one and the next.", ("importing",), 10),
    Action("split_piece", ("s",), "Split", "Makes two pieces of this one, where you say.", ("importing",), 11),
    Action("retitle", ("t",), "Title", "Gives the piece another title, or the clause's own.", ("importing",), 12),
    Action("next_unconfirmed", ("f8",), "Next open", "Goes to the next piece that is not confirmed.",
           ("importing",), 13, priority=True),
    Action("previous_unconfirmed", ("shift+f8", "f20"), "Open before", "Goes to the one before that is not confirmed.",
           ("importing",), priority=True),
    Action("find_piece", ("slash",), "Find", "Lists only pieces and clauses that have the words you type.",
           ("importing",), 14),
    Action("left_behind", ("l",), "Not carried",
           "Lists what of the document is not carried over, such as pictures and comments, and what to look at.",
           ("importing", "import_model"), 16),
    Action("make_school", ("ctrl+s",), "Make it",
           "Makes the school's policy of it, after a question where something is not confirmed.",
           ("importing",), 5, priority=True),
    # Importing a model
    Action("write_model", ("ctrl+s",), "Write", "Writes the model's folder, whole or not at all.",
           ("import_model",), 2, priority=True),
    Action("begin_school", ("n",), "New school", "Begins a school with the model that was written.",
           ("import_model",), 7),
    # Values
    Action("next_blank", ("f8",), "Next blank", "Goes to the next blank that nothing fills.",
           ("values",), 2, priority=True),
)
# fmt: on


def actions(*places: Place) -> tuple[Action, ...]:
    """The actions that work in any of these places, in the table's order."""
    return tuple(action for action in ACTIONS if set(action.where) & set(places))


def bindings(*places: Place, of: str = "") -> list[BindingType]:
    """Textual bindings for the actions of these places; the key bar is ours, so none is shown by Textual.

    ``of`` is whose methods they are when it is not the widget they are bound to: ``screen.`` or ``app.``.
    """
    return [
        Binding(
            ",".join(action.keys),
            of + action.id,
            action.label,
            show=False,
            priority=action.priority,
            id=f"{action.where[0]}.{action.id}",
        )
        for action in actions(*places)
    ]


PLACE_NAMES: dict[Place, str] = {
    "everywhere": "everywhere",
    "start": "list of schools",
    "compose": "compose",
    "clauses": "compose",
    "reading": "compose",
    "findings": "findings",
    "writing": "writing a clause",
    "compare": "compare",
    "values": "values",
    "preview": "reading the whole",
    "evidence": "evidence",
    "update": "update",
    "approval": "approval",
    "export": "export",
    "importing": "importing a school's policy",
    "import_model": "importing a model",
}

KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "escape": "esc",
    "enter": "enter",
    "alt+up": "alt+↑",
    "alt+down": "alt+↓",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
}


def key_name(key: str) -> str:
    """A key as it is written for people: ``F8``, ``ctrl+s``, ``/``."""
    if key in KEY_NAMES:
        return KEY_NAMES[key]
    return key.upper() if key[0] == "f" and key[1:].isdigit() else key.replace("+f", "+F")


def key_reference(shown: Iterable[Action] = ACTIONS) -> str:
    """The key reference of the README: one Markdown table row an action."""
    rows = ["| key | does | where |", "|---|---|---|"]
    for action in shown:
        keys = " ".join(f"`{key_name(key)}`" for key in action.keys if key != "f20")
        where = ", ".join(dict.fromkeys(PLACE_NAMES[place] for place in action.where))
        rows.append(f"| {keys} | {action.help} | {where} |")
    return "\n".join(rows) + "\n"
