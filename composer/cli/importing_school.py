"""The half of ``import`` that makes a school's policy of a document: proposed, corrected, and made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from composer.cli.deciding import require
from composer.cli.frame import HOMES
from composer.cli.importing_told import as_data, tell, tell_row
from composer.cli.output import count, json_out, out
from composer.policy.problems import Problem, Refusal

if TYPE_CHECKING:
    from composer.cli.desk import Desk
    from composer.imports.source import Source
    from composer.policy.library import Model
    from composer.policy.school import Profile
    from composer.session.importing import Importing

KEYS = (
    "file, school, model, model_version, name_guessed, counts (as-is, adapted, local, left_out), pieces: a list of "
    "piece, where, number, section, was (its title in the document), kind, clause (null for what is left out), title, "
    "score, candidates (clause, score, in_model), diff (old, new, marked; null where no clause is matched), "
    "look_at (a list); values: a list of name, said, set, pieces; lacking (clause ids); suggestions: a list of kind, "
    "piece, point, clauses (clause, score); not_carried: a list of kind, said, where; notes (a list); written (a path "
    "or null)."
)
"""The keys of ``--json``, as the help tells them."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person corrects in the proposal; pieces are named by their numbers in it."""

    splits: tuple[str, ...] = ()
    """``4@2``: piece 4 at its second split point; its second part is ``4.2`` then."""
    merges: tuple[str, ...] = ()
    """``4``: with the next; the two are ``4+5`` then and may still be named ``4``."""
    matches: tuple[str, ...] = ()
    """``4=image-consent``"""
    locals: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    """``4=Pictures``"""


@dataclass(frozen=True, slots=True)
class SchoolOptions:
    """The options of ``import --as school``, as they were typed."""

    slug: str
    model: str | None = None
    name: str | None = None
    phase: str | None = None
    nation: str | None = None
    type: str | None = None
    title: str | None = None
    by: str = "IT lead"
    corrections: Corrections = Corrections()
    show: str | None = None
    write: bool = False
    as_json: bool = False


def import_school(desk: Desk, source: Source, options: SchoolOptions) -> int:
    """Show what a school's document would become, or with ``write`` make the school's policy of it.

    Returns:
        The exit status: 1 for a proposal, since there is something to see; 0 for a policy that was made.

    Raises:
        Problem: An option is wrong, the school is there already, or nothing could be written.
    """
    from composer.imports.as_school import for_school, guess_name
    from composer.imports.matching import matcher
    from composer.session.importing import Importing

    _check_new(desk, options.slug)
    guessed = guess_name(source)
    if options.write:
        _require(options)
    model = _model(desk, options)
    profile = _profile(desk, options, model, guessed)
    cut, origin = for_school(source, desk.library.under(model).values)
    who = desk.typed(options.by, "--by") or "IT lead"
    importing = Importing(cut, matcher(desk.library, model), profile, origin=origin, today=desk.today, by=who)
    if options.title is not None:
        importing.set_title(desk.typed(options.title, "title"))
    correct(importing, options.corrections)
    if options.write:
        return _write(desk, importing, options)
    if options.as_json:
        json_out(as_data(importing, options.slug, guessed, None))
    elif options.show is not None:
        tell_row(importing, _position(importing, options.show))
    else:
        tell(importing, options.slug, guessed)
    return 1


def correct(importing: Importing, corrections: Corrections) -> None:
    """Make a person's corrections, in an order that leaves every number what it was in the proposal.

    Splits come first, and of one piece the last point first, then merges, and then what is said of single pieces.

    Raises:
        Problem: A correction names what is not there, or cannot be made.
    """
    for name, point in sorted((_pair(said, "@", "--split", "4@2") for said in corrections.splits), key=_last_first):
        importing.split(importing.position(name), _number(point, "--split") - 1)
    for name in sorted(dict.fromkeys(corrections.merges), key=lambda name: _last_first((name, "0"))):
        importing.merge_with_next(_last_part(importing, name))
    matches = [_pair(said, "=", "--match", "4=image-consent") for said in corrections.matches]
    _check_told_once(importing, matches, corrections)
    for name, clause_id in matches:
        importing.match(_position(importing, name), clause_id)
    for name in corrections.locals:
        importing.local(_position(importing, name))
    for said in corrections.titles:
        name, title = _pair(said, "=", "--retitle", "4=Pictures")
        importing.retitle(_position(importing, name), title)
    for name in corrections.left_out:
        importing.leave_out(_position(importing, name))


def _check_told_once(importing: Importing, matches: list[tuple[str, str]], corrections: Corrections) -> None:
    """Refuse that one piece is two things, or two pieces are one clause: either would be lost without a word."""
    told: dict[int | str, str] = {}
    says = [(name, f"--match {name}={clause_id}") for name, clause_id in matches]
    says += [(name, f"--local {name}") for name in corrections.locals]
    says += [(name, f"--leave-out {name}") for name in corrections.left_out]
    for name, said in says:
        before = told.setdefault(_position(importing, name), said)
        if before != said:
            raise Problem(f"{before} and {said} cannot both be", "say one of them")
    for name, clause_id in matches:
        before = told.setdefault(clause_id, f"--match {name}={clause_id}")
        if before != f"--match {name}={clause_id}":
            raise Problem(f"{before} and --match {name}={clause_id} cannot both be", "say one of them, or --merge them")


def _position(importing: Importing, name: str) -> int:
    """The row of a piece; a row of several goes by the first of them too."""
    labels = [row.label for row in importing.rows]
    joined = [at for at, label in enumerate(labels) if label.startswith(f"{name}+")]
    return joined[0] if joined and name not in labels else importing.position(name)


def _last_part(importing: Importing, name: str) -> int:
    """The row that ends a piece, where the next one may be joined to it."""
    at = _position(importing, name)
    rows = importing.rows
    while at + 1 < len(rows) and rows[at + 1].label.rpartition(".")[0] == name:
        at += 1
    return at


def _pair(said: str, sign: str, option: str, example: str) -> tuple[str, str]:
    name, parted, rest = said.partition(sign)
    if not (parted and name.strip() and rest.strip()):
        raise Problem(f"{option} {said!r} is not piece{sign}something", f"write it as {option} {example}")
    return name.strip(), rest.strip()


def _last_first(pair: tuple[str, str]) -> tuple[float, float]:
    name, point = pair
    return -_number(name.partition("+")[0].partition(".")[0], "a piece"), -_number(point, "--split")


def _number(said: str, what: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 7):
        raise Problem(f"{what} takes a number, not {said!r}", "see the numbers in the proposal")
    return int(said)


def _check_new(desk: Desk, slug: str) -> None:
    from composer.store.slugs import check_slug
    from composer.store.workspace import policy_path

    check_slug(slug, "school's short name")
    if slug in HOMES:
        raise Problem(f"{slug!r} is the name of a command", f"choose another short name, such as {slug}-school")
    folder = policy_path(desk.workspace, slug).parent
    if folder.exists():
        mend = "an import never goes over a school: choose another --id"
        raise Problem(f"there is a folder for {slug} already", mend, path=folder)


def _require(options: SchoolOptions) -> None:
    from composer.policy.clause import NATIONS
    from composer.policy.school import PHASES, TYPES

    types = next((" / ".join(kinds) for key, kinds in TYPES.items() if key == options.nation), "depends on the nation")
    require(
        "import",
        {
            "--name NAME": options.name,
            f"--phase ({' / '.join(PHASES)})": options.phase,
            f"--nation ({' / '.join(NATIONS)})": options.nation,
            f"--type ({types})": options.type,
        },
    )


def _model(desk: Desk, options: SchoolOptions) -> Model:
    if options.model is not None or len(desk.library.models) <= 1:
        return desk.model(options.model, _any_profile())
    if options.nation is None or options.type is None:
        mend = "name one with --model: " + " / ".join(desk.library.models)
        raise Problem("there is more than one model", f"{mend}, or say --nation and --type")
    from composer.policy.school import check_profile

    return desk.model(None, check_profile("A school", options.phase or "primary", options.nation, options.type))


def _any_profile() -> Profile:
    from composer.policy.school import Profile

    return Profile("A school", "primary", "england", "community")


def _profile(desk: Desk, options: SchoolOptions, model: Model, guessed: str) -> Profile:
    """The school's profile; for a proposal what is not said is taken from the document's name and the model."""
    from composer.imports.as_school import guess_phase
    from composer.policy.school import TYPES, check_nation, check_profile

    name = desk.typed(options.name, "name") or guessed or "The school"
    nation = check_nation(options.nation or model.nations[0])
    type_ = options.type or next((each for each in model.types if each in TYPES[nation]), TYPES[nation][0])
    return check_profile(name, options.phase or guess_phase(name) or "primary", nation, type_)


def _write(desk: Desk, importing: Importing, options: SchoolOptions) -> int:
    from composer.store.school_files import new_school

    try:
        draft = importing.draft()
    except Refusal as refusal:
        raise Problem(refusal.what, refusal.mend) from refusal
    stored = new_school(desk.workspace, options.slug, draft, record=importing.record())
    if options.as_json:
        json_out(as_data(importing, options.slug, "", str(stored.path)))
        return 0
    kinds = [row.kind for row in importing.rows]
    out(
        f"Made {stored.path} of {count(len(kinds), 'piece')}: {kinds.count('as-is')} as-is, "
        f"{kinds.count('adapted')} adapted, {kinds.count('local')} the school's own, "
        f"{kinds.count('left out')} left out."
    )
    out(f"What became of each piece is in {stored.path.with_name('import.md')}.")
    if importing.lacking:
        out(f"The model has {count(len(importing.lacking), 'clause')} that it lacks: they wait to be decided.")
    out(f"Open it with: policy-composer {options.slug}")
    out(f"See what is left to do with: policy-composer check {options.slug}")
    return 0
