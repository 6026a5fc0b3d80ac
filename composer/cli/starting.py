"""The command that makes a new school's policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from composer.cli.deciding import require
from composer.cli.frame import HOMES, command
from composer.cli.output import out
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from composer.cli.desk import Desk


@command(
    "new",
    "Make the policy of a new school.",
    example="new oakfield-primary --name 'Oakfield Primary School' --phase primary --nation england --type community",
)
@click.argument("school")
@click.option("--name", metavar="NAME", help="The school's full name.")
@click.option("--phase", metavar="PHASE", help="nursery, primary, middle, secondary, all-through or 16-plus.")
@click.option("--nation", metavar="NATION", help="england, wales, scotland or northern-ireland.")
@click.option("--type", "type_", metavar="TYPE", help="The type of school, such as community or academy.")
@click.option(
    "--model",
    "model_id",
    metavar="MODEL",
    help="The model it starts from; left out, the one written for such a school.",
)
@click.option("--title", metavar="TITLE", default="Social media policy", show_default=True, help="The policy's title.")
@click.pass_obj
def new_command(
    desk: Desk,
    school: str,
    name: str | None,
    phase: str | None,
    nation: str | None,
    type_: str | None,
    model_id: str | None,
    title: str,
) -> None:
    """Make the policy of a new school: schools/SCHOOL/policy.toml, with every clause undecided.

    SCHOOL is the short name of its folder, in small letters, digits and hyphens.
    """
    from composer.policy import decisions
    from composer.policy.clause import NATIONS
    from composer.policy.school import PHASES, TYPES, check_profile, in_words
    from composer.store.school_files import new_school
    from composer.store.slugs import check_slug

    check_slug(school, "school's short name")
    if school in HOMES:
        raise Problem(f"{school!r} is the name of a command", f"choose another short name, such as {school}-school")
    types = next((" / ".join(kinds) for key, kinds in TYPES.items() if key == nation), "depends on the nation")
    require(
        "new",
        {
            "--name NAME": name,
            f"--phase ({' / '.join(PHASES)})": phase,
            f"--nation ({' / '.join(NATIONS)})": nation,
            f"--type ({types})": type_,
        },
    )
    profile = check_profile(desk.typed(name, "name"), phase or "", nation or "", type_ or "")
    model = desk.model(model_id, profile)
    draft = decisions.start(profile, model, desk.library, desk.typed(title, "title"))
    stored = new_school(desk.workspace, school, draft)
    out(
        f"Made {stored.path} from {model.title}, version {model.version}: {len(model.clause_ids)} clauses to decide on."
    )
    if not model.suits(profile):
        out(f"Note: it is not written for this kind of school in {in_words(profile.nation)}; check its law and nouns.")
    out(f"Open it with: policy-composer {school}")
    out(f"Or decide here: policy-composer diff {school}, then pick, adapt or drop.")
