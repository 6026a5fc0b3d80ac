"""The clause library on disk: ``clauses/<category>/<id>.md`` and the files beside them.

Everything is checked strictly while it is read, because a library is edited by hand and a misspelt key
would otherwise do nothing, silently.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from composer.policy.library import Category, Library, in_print_order
from composer.policy.problems import Problem
from composer.policy.scenarios import Later
from composer.store.clause_files import folders, read_clauses
from composer.store.dictionaries import read_facts, read_laws, read_platforms, read_values
from composer.store.fields import Source, Table, parse, read_text
from composer.store.library_data import read_processes, read_scenarios, read_topics
from composer.store.library_lists import read_aspects, read_benefits, read_groups, read_risks
from composer.store.model_files import MODELS, read_models
from composer.store.rule_files import RULES, read_rules
from composer.store.slugs import check_slug

if TYPE_CHECKING:
    from pathlib import Path

    from composer.policy.clause import Clause

CATEGORY = "category.toml"


def load_library(clauses_dir: Path) -> Library:
    """Read and check the whole library, but for the lists and rules that are read when they are needed.

    Raises:
        Problem: The first thing that is wrong, with file, line and mend.
    """
    if not clauses_dir.is_dir():
        raise Problem("there is no clause library here", "name a workspace with -C", path=clauses_dir)
    categories: dict[str, Category] = {}
    found: dict[str, Clause] = {}
    for folder in folders(clauses_dir):
        if folder.name not in {MODELS, RULES}:
            category = _read_category(folder, clauses_dir)
            categories[category.id] = category
            read_clauses(folder, clauses_dir, category.id, found)
    categories = dict(sorted(categories.items(), key=lambda item: (item[1].order, item[0])))
    clauses = in_print_order(found.values(), categories)
    return Library(
        categories,
        clauses,
        read_values(clauses_dir),
        read_facts(clauses_dir),
        read_laws(clauses_dir),
        read_platforms(clauses_dir),
        read_models(clauses_dir, categories, clauses),
        Later(partial(read_topics, clauses_dir)),
        Later(partial(read_scenarios, clauses_dir)),
        Later(partial(read_processes, clauses_dir)),
        Later(partial(read_rules, clauses_dir)),
        Later(partial(read_benefits, clauses_dir)),
        Later(partial(read_risks, clauses_dir)),
        Later(partial(read_groups, clauses_dir)),
        Later(partial(read_aspects, clauses_dir)),
    )


def _read_category(folder: Path, root: Path) -> Category:
    try:
        category_id = check_slug(folder.name, "category")
    except Problem as problem:
        raise Problem(problem.what, "rename the folder: " + problem.mend, path=folder) from None
    path = folder / CATEGORY
    if not path.exists():
        raise Problem("this category has no category.toml", "add one with title and order", path=folder)
    source = Source(path, read_text(path, root))
    table = Table(source, parse(source))
    table.only("title", "order", "intro", "appendix")
    return Category(
        category_id,
        table.text("title"),
        table.whole("order", least=0),
        table.prose("intro", "").strip(),
        table.flag("appendix"),
    )
