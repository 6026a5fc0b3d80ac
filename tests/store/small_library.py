"""A small clause library and a policy, as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.policy.clause import Clause
from composer.policy.pinning import base_of
from composer.policy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from composer.policy.policy import Base

CLAUSE = """\
+++
title = "{title}"
rev = 2
strength = "required"
summary = "What it is for."

[[history]]
rev = 1
date = 2025-09-01
kind = "substantive"
note = "First issue."

[[history]]
rev = 2
date = 2026-09-01
kind = "wording"
note = "Plainer."
+++
{{{{school_name}}}} asks {{{{dsl}}}} about {title}.
It is {{{{fact:edition}}}}.
"""

FILES = {
    "values.toml": """\
[value.dsl]
question = "Who leads on safeguarding?"
type = "role"
default = "the DSL"

[value.reply_days]
question = "How soon?"
type = "int"
min = 1
max = 30
""",
    "facts.toml": '[fact.edition]\nvalue = "the 2026 edition"\nas_of = 2026-09-01\nsource = "gov.uk"\n',
    "law.toml": '[law.kcsie]\ntitle = "KCSIE"\nnations = ["england"]\nchecked = 2026-11-22\n',
    "platforms.toml": '[platform.facebook]\nname = "Facebook"\n',
    "governance/category.toml": 'title = "Governance"\norder = 1\n',
    "risk/category.toml": 'title = "Risk"\norder = 2\nintro = "Boundaries."\n',
    "models/county/model.toml": """\
title = "A county's model"
publisher = "A county"
version = "2026.1"
date = 2026-09-01

[section.governance]
title = "Governance"
clauses = ["purpose", "words"]

[section.risk]
title = "Risk"
clauses = ["privacy"]
""",
    "models/county/risk/privacy.md": CLAUSE.format(title="Privacy, in the county's words"),
    "governance/purpose.md": CLAUSE.format(title="Purpose"),
    "governance/words.md": CLAUSE.format(title="Words"),
    "risk/privacy.md": CLAUSE.format(title="Privacy"),
    "risk/images.md": CLAUSE.format(title="Images"),
}

POLICY = """\
# Oakfield: social media policy
# Kept by the office.

schema = 1
title = "Social media policy"      # as governors know it
model = "county"

# Who we are
[school]
name = "Oakfield Primary School"
phase = "primary"
nation = "england"
type = "community"                 # the county employs
also_known_as = ["Oakfield"]
has_nursery = false

[values]
dsl = "Mrs Hill"   # to be replaced by the role
reply_days = 3

# ---- order ----

[section.governance]
clauses = [
  "purpose",  # comes first
  # governors asked for this one here
  "words",
]

[section.risk]
clauses = ["club"]

# ---- decisions ----

[clause.purpose]
mode = "as-is"

# Talked about in May.
[clause.words]
mode = "adapted"
reason = "Plainer."
decided_by = "IT lead"             # with the head
decided_on = 2026-11-20
text = \"\"\"
Words of our own, with a \\\\ and "quotes".

- An item.
\"\"\"

# Standing by itself.

[clause.images]
mode = "dropped"
reason = "We post none."

[clause.club]
mode = "local"
title = "The club"
text = '''
Own words.'''

# ---- evidence ----

[related-policy.conduct]
title = "Conduct"
reviewed = 2026-01-12

[consultation.2026-parents]
who = "parents"
on = 2026-10-03
# the end
"""


def write_library(root: Path, **changed: str | None) -> Path:
    """The library under ``root``; a keyword such as ``governance__purpose_md`` changes or removes a file."""
    contents: dict[str, str | None] = dict(FILES)
    for name, text in changed.items():
        contents[in_full(name)] = text
    for path, content in contents.items():
        if content is not None:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(content, encoding="utf-8")
    return root


def in_full(name: str) -> str:
    """``risk__new_one_md`` as ``risk/new-one.md``."""
    stem, _, suffix = name.rpartition("_")
    return stem.replace("__", "/").replace("_", "-") + "." + suffix


def base(text: str, rev: int = 1, title: str = "T") -> Base:
    """What a lock keeps of a clause with this text."""
    return base_of(Clause("any", "governance", title, text, rev, freedom="agreed"))


def said_by(call: Callable[[], object]) -> str:
    """The problem that a call tells, or nothing; any other error comes through."""
    try:
        call()
    except Problem as problem:
        return str(problem)
    return ""
