"""The command that takes a newer model into a policy, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from composer.cli.frame import PROGRAM, command
from composer.cli.output import json_out, out, raw
from composer.policy.problems import Problem, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from composer.cli.desk import Desk
    from composer.cli.update_report import About, Settled
    from composer.session import Session
    from composer.session.update_states import Choice, UpdateEntry, UpdatePlan
    from composer.session.updating import Update


_GIVEN: dict[str, Choice] = {
    "kept": "keep",
    "accepted": "accept",
    "taken": "take",
    "edited": "edit",
    "declined": "decline",
}
_BESIDE = ("text_file", "reason", "review_by")


@dataclass(frozen=True, slots=True)
class _Call:
    """What one call chooses."""

    choices: Mapping[str, Choice]
    """By the ids of the entries."""
    clean: bool
    text: str | None = None
    """For the one that is edited."""
    reason: str | None = None
    review_by: date | None = None

    def __bool__(self) -> bool:
        return bool(self.choices) or self.clean


@command(
    "update",
    "Take in a newer model, clause by clause.",
    example="update oakfield-primary --dry-run\n"
    "update oakfield-primary image-consent\n"
    "update oakfield-primary --take-clean\n"
    "update oakfield-primary --take purpose --decline no-livestreams --reason 'We livestream the nativity.'\n"
    "update oakfield-primary --edit image-consent --text-file consent.md",
    keys="school, model, model_taken (titles: now and as taken), version (that the policy rests on), newest, current, "
    "counts (by state; alternatives, pins, moved and rewritten count beside another state too), settled (a list of id, "
    "choice, replaced: words of the school that are gone), written; entries: a list of id, title, section, state, also "
    "(a list), mode, base, ours, theirs, proposal, notes, obligations, reason, question, review_by (where it has "
    "passed), offers (each choice with what it does), clean, pieces (state, base, ours, theirs, result).",
)
@click.argument("school")
@click.argument("clauses", metavar="[CLAUSE...]", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Only say what there is, or what the choices would do; write nothing.")
@click.option("--keep", "kept", metavar="CLAUSE", multiple=True, help="Keep it as it is here.")
@click.option("--accept", "accepted", metavar="CLAUSE", multiple=True, help="Take the proposed text.")
@click.option("--take", "taken", metavar="CLAUSE", multiple=True, help="Take the model's words, place or value.")
@click.option("--edit", "edited", metavar="CLAUSE", multiple=True, help="Give it the text in --text-file.")
@click.option(
    "--decline", "declined", metavar="CLAUSE", multiple=True, help="Keep ours or leave it out, with --reason."
)
@click.option("--take-clean", is_flag=True, help="Settle every one that needs no person.")
@click.option("--text-file", metavar="FILE", help="For --edit: the whole text in Markdown; - reads standard input.")
@click.option(
    "--reason",
    metavar="REASON",
    help="Why the school departs from the model; of several clauses, for those without a reason.",
)
@click.option("--review-by", metavar="DATE", help="When to look at the deviations again, such as 2027-09-01.")
@click.option("--text", is_flag=True, help="Print only the proposed text of the one CLAUSE, to begin an edit from.")
@click.option("--by", metavar="WHO", default="IT lead", show_default=True, help="Who decides.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def update_command(
    desk: Desk,
    /,
    school: str,
    clauses: tuple[str, ...],
    by: str,
    *,
    dry_run: bool,
    text: bool,
    as_json: bool,
    **chosen: object,
) -> int:
    """Take the newest version of SCHOOL's model into its policy, clause by clause.

    Without a choice it only lists every clause under its state, or shows each CLAUSE with the model's text then and
    now, ours and the proposed result. A choice settles its clause and moves nothing else; all choices of one call
    are written together or not at all, and what is not chosen stays as it is until another day. A clause that was
    declined or kept is asked about again only when the model changes it again. Each choice may be given many times.

    Of one adapted or dropped clause, --reason with --keep or --accept says the reason anew; --keep alone confirms it.

    The exit status is 1 while something is left to settle, of each CLAUSE or of all.
    """
    from composer.cli import update_report
    from composer.session.updating import Update

    call = _read(desk, chosen)
    _check(call, school, clauses, text=text, as_json=as_json)
    opened = desk.open_to_decide(school, by)
    update = Update(opened.session)
    about = _about(opened.session, school)
    shown = [update.entry(each) for each in clauses]
    if text:
        raw(shown[0].proposal or shown[0].theirs)
        return 0
    settled = list(_settled(update, call))
    if call and not dry_run:
        opened.save()
    if as_json:
        from composer.cli.update_data import as_data

        written = bool(call) and not dry_run
        json_out(as_data(update.plan, about, settled, written=written, entries=shown or None))
    elif call:
        _tell(update, about, settled, written=not dry_run)
    elif shown:
        out("\n\n".join(update_report.clause(entry, about) for entry in shown))
    else:
        out(update_report.listing(update.plan, about))
    return 1 if _open(update.plan, clauses) else 0


def _open(plan: UpdatePlan, clauses: tuple[str, ...]) -> bool:
    """Whether something is left, in the clauses that were asked for or in all."""
    if clauses:
        return any(plan.by_id[each].open for each in clauses)
    return bool(plan.open) or not plan.current


def _about(session: Session, school: str) -> About:
    from composer.cli.update_report import About

    return About(school, session.policy.profile.name, session.model.title)


def _read(desk: Desk, chosen: dict[str, object]) -> _Call:
    """The choices of a call.

    Raises:
        Problem: One clause is chosen twice, or something that goes with a choice is missing, wrong or too much.
    """
    from composer.policy.dictionary import read_date

    choices: dict[str, Choice] = {}
    for option, choice in _GIVEN.items():
        ids = chosen[option]
        assert isinstance(ids, tuple)  # noqa: S101
        for entry_id in ids:
            before = choices.setdefault(entry_id, choice)
            if before != choice:
                raise Problem(f"{entry_id} is named with --{before} and with --{choice}", "choose one of them")
    edits = [entry_id for entry_id, choice in choices.items() if choice == "edit"]
    if len(edits) > 1:
        raise Problem(f"--edit names {len(edits)} clauses and there is one text", "edit one clause a call")
    name, reason, until = (said if isinstance(said := chosen[key], str) else None for key in _BESIDE)
    if name is not None and not edits:
        raise Problem("--text-file goes with --edit", "name the clause with --edit CLAUSE")
    day = read_date("--review-by", until) if until is not None else None
    if day is not None and day <= desk.today:
        raise Problem(f"--review-by {day.isoformat()} does not lie ahead", "name a later day")
    if reason is not None and not desk.typed(reason, "--reason"):
        raise Problem("--reason is empty", "say why this school departs from the model")
    return _Call(
        choices,
        bool(chosen["take_clean"]),
        desk.text_from(name) if edits else None,
        desk.typed(reason, "--reason") if reason is not None else None,
        day,
    )


def _check(call: _Call, school: str, clauses: tuple[str, ...], *, text: bool, as_json: bool) -> None:
    """Refuse a call that says two things at once, or nothing with its options."""
    if call and clauses:
        how = next(iter(call.choices.values()), "take")
        raise Problem(
            f"this call makes choices, and none for {clauses[0]}",
            f"name each clause with its own option, such as --{how} {clauses[0]}",
        )
    if text and (len(clauses) != 1 or call or as_json):
        mend = f"call it as: {PROGRAM} update {school} CLAUSE --text"
        raise Problem("--text prints the proposed text of one clause and nothing else", mend)
    for name, said in (("--reason", call.reason), ("--review-by", call.review_by)):
        if said is not None and not call.choices:
            raise Problem(f"{name} goes with a choice", "name the clause with --keep, --accept, --edit or --decline")


def _settled(update: Update, call: _Call) -> Iterator[Settled]:
    """Settle what a call chooses, in the policy's order; the clean ones last.

    Raises:
        Problem: There is no such clause in the update, or a choice is not possible.
    """
    from composer.cli.update_report import Settled

    wanted = {entry_id: update.entry(entry_id) for entry_id in call.choices}
    _refuse_unused(call, wanted)
    pinned: dict[str, tuple[str, Choice]] = {}
    for entry in [entry for entry in update.plan.entries if entry.id in wanted]:
        choice = call.choices[entry.id]
        _refuse_both_ways(entry, choice, pinned)
        before = update.session.policy.decisions.get(entry.id)
        now = update.plan.by_id.get(entry.id)
        # What an earlier choice of this call settled along with its own needs nothing more.
        if not entry.open or (now is not None and now.open):
            update.settle(
                entry.id,
                choice,
                text=call.text if choice == "edit" else None,
                reason=_reason_for(entry, choice, call),
                review_by=call.review_by if _deviates(entry, choice) else None,
            )
        replaced = before.text if before is not None else ""
        if choice not in {"take", "edit"} or _has(update.session, entry.id, replaced):
            replaced = ""
        came_in = not (before is not None and before.printed) and _prints(update.session, entry.id)
        yield Settled(entry.id, entry.title, choice, entry.offers[choice], replaced, came_in)
    if call.clean:
        for entry in update.settle_clean():
            yield Settled(entry.id, entry.title, None, entry.in_words)


def _prints(session: Session, clause_id: str) -> bool:
    decision = session.policy.decisions.get(clause_id)
    return decision is not None and decision.printed


def _has(session: Session, clause_id: str, words: str) -> bool:
    """Whether the policy still has some words of a clause, or there were none."""
    from composer.text import sense_form

    now = session.policy.decisions.get(clause_id)
    return not words or (now is not None and sense_form(session.draft.text(clause_id)) == sense_form(words))


def _deviates(entry: UpdateEntry, choice: Choice) -> bool:
    """Whether the policy departs from the model after a choice, so that a reason and a review date have a place."""
    if choice == "take":
        return False
    if choice in {"decline", "edit"}:
        return True
    return entry.mode in {"adapted", "dropped", "local"} and entry.state != "already-same"


def _reason_for(entry: UpdateEntry, choice: Choice, call: _Call) -> str | None:
    """The reason to record; among several clauses, one that has a reason keeps it rather than get a common one."""
    if not _takes_reason(entry, choice):
        return None
    if call.reason is not None and len(call.choices) > 1 and entry.reason:
        return entry.reason if choice == "decline" else None
    return call.reason


def _takes_reason(entry: UpdateEntry, choice: Choice) -> bool:
    """Whether a choice records a reason: a withdrawn clause that goes keeps it with the school's words."""
    return _deviates(entry, choice) or (choice == "take" and entry.state == "withdrawn" and entry.mode == "adapted")


def _refuse_unused(call: _Call, wanted: Mapping[str, UpdateEntry]) -> None:
    """Refuse a reason or a date that would be written nowhere."""
    pairs = [(wanted[entry_id], choice) for entry_id, choice in call.choices.items()]
    if call.reason is not None and not any(_takes_reason(entry, choice) for entry, choice in pairs):
        raise Refusal("--reason has no place here: none of these choices departs from the model", "leave it out")
    if call.review_by is not None and not any(_deviates(entry, choice) for entry, choice in pairs):
        raise Refusal("--review-by has no place here: none of these choices departs from the model", "leave it out")


def _refuse_both_ways(entry: UpdateEntry, choice: Choice, pinned: dict[str, tuple[str, Choice]]) -> None:
    """Refuse a fact or entry of the dictionary that one clause would take and another refuse: it is one for all."""
    if choice in {"keep", "decline"} and entry.state != "pins":
        return
    for key in entry.pins:
        other, before = pinned.setdefault(key, (entry.id, choice))
        if (before in {"keep", "decline"}) != (choice in {"keep", "decline"}):
            raise Refusal(
                f"{key.partition(':')[2]} is one for {other} and {entry.id}: both take it or neither does",
                "choose the same for both",
            )


def _tell(update: Update, about: About, settled: list[Settled], *, written: bool) -> None:
    """Say what was settled, which words that replaced, and what is left."""
    from composer.cli import update_report
    from composer.cli.deciding import tell_replaced, tell_to_drop
    from composer.export.markdown import unfinished

    plan, session = update.plan, update.session
    for line in update_report.done(settled, written=written):
        out(line)
    if not settled:
        out("There was nothing clean to take.")
    for each in settled:
        tell_replaced(each.id, each.replaced)
    if written:
        tell_to_drop(session, about.slug, tuple(each.id for each in settled if each.came_in))
    for line in update_report.left_over(plan, about, written=written):
        out(line)
    needs = unfinished(session.document()) if written and not plan.open else ""
    if needs:
        out(f"To settle before it can be exported: {needs}.")
