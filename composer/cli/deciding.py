"""Commands that decide: pick, adapt, drop, restore, add, move and set. Each saves at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from composer.cli.frame import command
from composer.cli.output import count, indented, out
from composer.policy.problems import Problem, Refusal

if TYPE_CHECKING:
    from composer.cli.desk import Desk
    from composer.policy.dictionary import Value
    from composer.session import Session

by_option = click.option("--by", metavar="WHO", default="IT lead", show_default=True, help="Who decides.")
text_option = click.option(
    "--text-file", "text_file", metavar="FILE", help="The clause's whole text in Markdown; - reads standard input."
)


@command(
    "pick",
    "Take clauses as they are.",
    example="pick oakfield-primary purpose class-groups\npick oakfield-primary --section governance",
)
@click.argument("school")
@click.argument("clauses", metavar="[CLAUSE...]", nargs=-1)
@click.option("--section", metavar="SECTION", help="Take every undecided clause of this section too.")
@by_option
@click.pass_obj
def pick_command(desk: Desk, school: str, clauses: tuple[str, ...], section: str | None, by: str) -> None:
    """Take each CLAUSE into SCHOOL's policy as it is; all of them or none.

    With --section alone, every undecided clause of that section. An adapted or dropped clause goes back to
    the model's words, and the words it had are printed.
    """
    opened = desk.open_to_decide(school, by)
    session = opened.session
    undecided = _undecided_in(session, section) if section is not None else ()
    wanted = tuple(dict.fromkeys((*clauses, *undecided)))
    if not wanted:
        raise Problem("pick names no clause", f"name clauses, or a section: policy-composer pick {school} --section S")
    replaced = [(clause_id, own_words(session, clause_id)) for clause_id in wanted]
    session.pick(*wanted)
    opened.save()
    out(f"Picked {_named(session, wanted)}.")
    for clause_id, words in replaced:
        tell_replaced(clause_id, words)
    tell_to_drop(session, school, wanted)
    tell_what_is_left(session)


@command(
    "adapt",
    "Give a clause the school's own words.",
    example="adapt oakfield-primary purpose --text-file purpose.md --reason 'Names our newsletter.'",
)
@click.argument("school")
@click.argument("clause")
@text_option
@click.option("--reason", metavar="REASON", help="Why the school departs from the model; kept if given before.")
@by_option
@click.pass_obj
def adapt_command(desk: Desk, school: str, clause: str, text_file: str | None, reason: str | None, by: str) -> None:
    """Give CLAUSE the school's own words, read whole from a file.

    Of a clause that is adapted already, --reason alone changes the reason.
    Start from the words there are: policy-composer show CLAUSE --school SCHOOL --text.
    """
    from composer.text import exact_form, sense_form

    opened = desk.open_to_decide(school, by)
    session = opened.session
    session_knows(session, clause)
    before = session.policy.decisions.get(clause)
    if text_file is None and reason is not None and before is not None and before.mode == "adapted":
        session.give_reason(clause, desk.typed(reason, "reason"))
        opened.save()
        out(f"Adapted {_named(session, (clause,))}: it has its reason now.")
        return
    text = desk.text_from(text_file)
    kept = before.reason if before is not None and before.mode == "adapted" else ""
    if session.state(clause) != "local" and exact_form(text) == exact_form(session.base_text(clause)):
        raise Refusal(f"these are the model's own words of {clause}", "change them, or pick the clause instead")
    replaced = own_words(session, clause)
    same = sense_form(replaced) == sense_form(text)
    session.adapt(clause, text, desk.typed(reason, "reason") if reason is not None else kept)
    opened.save()
    diff = session.diff(clause)
    out(f"Adapted {_named(session, (clause,))}: +{diff.words_added} −{diff.words_removed} words against the model.")
    if not same:
        tell_replaced(clause, replaced)
    tell_to_drop(session, school, (clause,))
    out(f"See it with: policy-composer diff {school} {clause}")


@command(
    "drop", "Leave a clause out.", example="drop oakfield-primary class-livestreams --reason 'We never livestream.'"
)
@click.argument("school")
@click.argument("clause")
@click.option("--reason", metavar="REASON", default="", help="Why the school leaves it out.")
@by_option
@click.pass_obj
def drop_command(desk: Desk, school: str, clause: str, reason: str, by: str) -> None:
    """Leave CLAUSE out of SCHOOL's policy. The school's own words, if any, stay in the file.

    Of a clause that is dropped already, this changes the reason.
    """
    opened = desk.open_to_decide(school, by)
    session = opened.session
    session_knows(session, clause)
    title = session.title(clause)
    if session.state(clause) == "dropped" and reason:
        session.give_reason(clause, desk.typed(reason, "reason"))
    else:
        session.drop(clause, desk.typed(reason, "reason"))
    opened.save()
    out(f"Dropped {title} ({clause}).")
    tell_what_is_left(session)


@command(
    "restore", "Give a clause the model's words again.", example="restore oakfield-primary celebrating-achievement"
)
@click.argument("school")
@click.argument("clause")
@by_option
@click.pass_obj
def restore_command(desk: Desk, school: str, clause: str, by: str) -> None:
    """Give CLAUSE the model's words again, those that the decision was made on.

    The school's words that this replaces are printed, so that they are not lost.
    """
    opened = desk.open_to_decide(school, by)
    session = opened.session
    session_knows(session, clause)
    replaced = own_words(session, clause)
    session.restore(clause)
    opened.save()
    out(f"Restored {_named(session, (clause,))}: it is now {session.state(clause)}.")
    if session.state(clause) == "as-is":
        tell_replaced(clause, replaced)
    tell_to_drop(session, school, (clause,))


@command(
    "add",
    "Add a clause of the school's own.",
    example='add oakfield-primary former-pupils --title "Former pupils\' group" --section risk --text-file group.md',
)
@click.argument("school")
@click.argument("clause_id", metavar="ID")
@click.option("--title", metavar="TITLE", help="The clause's title.")
@click.option("--section", metavar="SECTION", help="The section it goes to the end of.")
@text_option
@click.option("--reason", metavar="REASON", default="", help="Why the school adds it.")
@by_option
@click.pass_obj
def add_command(
    desk: Desk,
    school: str,
    clause_id: str,
    title: str | None,
    section: str | None,
    text_file: str | None,
    reason: str,
    by: str,
) -> None:
    """Add a clause of the school's own, under a new ID, at the end of a section."""
    from composer.policy.decisions import section_heads
    from composer.store.slugs import check_slug

    opened = desk.open_to_decide(school, by)
    session = opened.session
    check_slug(clause_id, "clause id")
    heads = section_heads(session.model, session.library)
    sections = dict.fromkeys([*session.policy.sections, *(head.id for head in heads)])
    _require(
        "add", {"--title TITLE": title, f"--section ({' / '.join(sections)})": section, "--text-file FILE": text_file}
    )
    assert title is not None  # noqa: S101
    assert section is not None  # noqa: S101
    session.add_local(
        clause_id, desk.typed(title, "title"), section, desk.text_from(text_file), desk.typed(reason, "reason")
    )
    opened.save()
    out(f"Added {_named(session, (clause_id,))} as {_number(session, clause_id)}.")


@command(
    "move", "Put a clause before or after another.", example="move oakfield-primary class-groups --after personal-use"
)
@click.argument("school")
@click.argument("clause")
@click.option("--before", metavar="CLAUSE", help="Put it directly before this clause.")
@click.option("--after", metavar="CLAUSE", help="Put it directly after this clause.")
@by_option
@click.pass_obj
def move_command(desk: Desk, school: str, clause: str, before: str | None, after: str | None, by: str) -> None:
    """Put CLAUSE before or after another one, in that one's section."""
    opened = desk.open_to_decide(school, by)
    session = opened.session
    for each in (clause, before, after):
        if each is not None:
            session_knows(session, each)
    session.move(clause, before=before, after=after)
    opened.save()
    out(f"Moved {_named(session, (clause,))}: it is now {_number(session, clause)}.")


@command("set", "Fill blanks.", example="set oakfield-primary review_months=12 languages='Polish; Urdu' local_context=")
@click.argument("school")
@click.argument("pairs", metavar="KEY=VALUE...", nargs=-1, required=True)
@by_option
@click.pass_obj
def set_command(desk: Desk, school: str, pairs: tuple[str, ...], by: str) -> None:
    """Fill blanks of SCHOOL's policy. KEY= empties one; the items of a list are parted by semicolons.

    All are set or none. The keys are those of: policy-composer values SCHOOL.
    """
    from composer.policy.dictionary import in_words

    opened = desk.open_to_decide(school, by)
    session = opened.session
    values = dict(_read_pair(desk, session, pair) for pair in pairs)
    session.set_values(values)
    if not session.dirty:
        out("Nothing to change: the policy has these values already.")
        return
    opened.save()
    for name, value in values.items():
        out(f"{name} = {in_words(value)}" if value is not None else f"{name} is empty now")
    tell_what_is_left(session)


def _read_pair(desk: Desk, session: Session, pair: str) -> tuple[str, Value | None]:
    from composer.policy.library import unknown

    name, equals, typed = pair.partition("=")
    name = name.strip()
    entry = session.library.values.get(name)
    if not equals:
        raise Problem(f"{pair!r} does not say what to set", "write KEY=VALUE, such as review_months=12")
    if entry is None:
        if name not in session.policy.values or typed.strip():
            raise unknown("value", name, session.library.values)
        return name, None
    if not typed.strip():
        return name, None
    return name, entry.read(desk.typed(typed, name))


def _undecided_in(session: Session, section_id: str) -> tuple[str, ...]:
    """The undecided clauses of one section.

    Raises:
        Problem: There is no such section, or nothing in it is undecided.
    """
    from composer.policy.library import unknown

    sections = {section.head.id: section for section in session.outline()}
    if section_id not in sections:
        raise unknown("section", section_id, sections)
    found = tuple(clause.id for clause in sections[section_id].clauses if clause.state == "undecided")
    if not found:
        raise Refusal(f"nothing in the section {section_id} is undecided", "name the clauses you want")
    return found


def own_words(session: Session, clause_id: str) -> str:
    """The school's own text of a clause; empty when it has none."""
    decision = session.policy.decisions.get(clause_id)
    return decision.text if decision is not None else ""


def session_knows(session: Session, clause_id: str) -> None:
    """Refuse a clause that neither the policy nor the library has, naming the nearest that one of them has."""
    from composer.policy.library import unknown

    if clause_id not in session.policy.decisions and clause_id not in session.library.clauses:
        raise unknown("clause", clause_id, [*session.policy.decisions, *session.library.clauses])


def tell_replaced(clause_id: str, words: str) -> None:
    """Print the school's words that a decision took out of the policy."""
    if words:
        out(f"The words that {clause_id} had until now, to keep if you need them:")
        out()
        out(indented(words))
        out()


def tell_to_drop(session: Session, school: str, taken: tuple[str, ...]) -> None:
    """Say which clauses exclude those that were taken in, and the command that drops each."""
    from composer.policy.alternatives import to_drop

    for clause_id, said in to_drop(session.draft, session.library, session.model, taken).items():
        reason = " --reason REASON" if session.drop_needs_reason(clause_id) else ""
        out(f"{said}: policy-composer drop {school} {clause_id}{reason}")


def tell_what_is_left(session: Session) -> None:
    """Say in one line what the policy still needs, or that it can be exported."""
    from composer.export.markdown import unfinished

    left = unfinished(session.document())
    out(f"Still to settle: {left}." if left else "Nothing is left to settle: the policy can be exported.")


def _named(session: Session, clause_ids: tuple[str, ...]) -> str:
    if len(clause_ids) == 1:
        return f"{session.title(clause_ids[0])} ({clause_ids[0]})"
    return f"{count(len(clause_ids), 'clause')}: {', '.join(clause_ids)}"


def _number(session: Session, clause_id: str) -> str:
    for section in session.outline():
        for clause in section.clauses:
            if clause.id == clause_id:
                where = f"in the section {section.head.title}"
                if not clause.number:
                    return where
                return f"Appendix {clause.number}" if section.head.appendix else f"{clause.number} {where}"
    return "in the policy"


def _require(name: str, given: dict[str, str | None]) -> None:
    """Refuse a call that leaves out options, naming all of them with their choices."""
    missing = [option for option, value in given.items() if not (value or "").strip()]
    if missing:
        raise Problem(f"{name} needs also " + ", ".join(missing), f"see policy-composer {name} --help")


require = _require
