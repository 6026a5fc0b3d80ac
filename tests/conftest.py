"""What many tests start from: a small whole library, a model, a school, and an open policy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import settings

from composer.policy import decisions
from composer.policy.clause import Clause
from composer.policy.dictionary import Fact, ValueEntry
from composer.policy.library import Category, Library, Model, ModelSection, Platform, in_print_order
from composer.policy.school import Profile

if TYPE_CHECKING:
    from composer.policy.policy import Draft
    from composer.session import Session

settings.register_profile("composer", deadline=None, max_examples=50, database=None, print_blob=True)
settings.load_profile("composer")

TODAY = date(2026, 11, 22)

CATEGORIES = {
    category.id: category
    for category in (
        Category("governance", "Governance", 1, "Approved by {{governing_body}} under {{fact:kcsie-edition}}."),
        Category("positive-use", "Using social media well", 2, "What we post, and why."),
        Category("risk", "Managing risk", 3),
        Category("platform-appendices", "Platform appendices", 4, "One page a service.", appendix=True),
    )
}

CLAUSES = (
    Clause(
        "purpose",
        "governance",
        "Purpose",
        "{{school_name}} uses social media to celebrate what its pupils do.\nQuestions go to {{dsl}}.\n",
        2,
        strength="required",
    ),
    Clause(
        "safeguarding-first",
        "governance",
        "Safeguarding comes first",
        "Staff must follow {{fact:kcsie-edition}}.\nSee {{ref:register-of-accounts}} and {{ref:facebook}}.\n",
        1,
        strength="required",
        freedom="statutory",
    ),
    Clause("having-a-say", "governance", "Having a say", "We ask parents once a year.\n", 1, strength="optional"),
    Clause("cymraeg", "governance", "Welsh and English", "We post in both languages.\n", 1, nations=("wales",)),
    Clause(
        "celebrating-achievement",
        "positive-use",
        "Celebrating achievement",
        "We post good news on {{channels}}.\nWe never use a surname.\n",
        3,
        needs=("register-of-accounts",),
    ),
    Clause(
        "register-of-accounts",
        "positive-use",
        "Register of accounts",
        "The school keeps a register, checked on {{review_date}}.\n",
        1,
        strength="optional",
    ),
    Clause(
        "class-livestreams",
        "positive-use",
        "Class livestreams",
        "A class may be livestreamed after {{dsl}} agrees.\n",
        1,
        when="phase:primary",
    ),
    Clause("comments-open", "positive-use", "Comments are open", "We answer within {{reply_days}} days.\n", 1),
    Clause(
        "comments-closed",
        "positive-use",
        "Comments are closed",
        "Comments are switched off.\n",
        1,
        instead_of=("comments-open",),
        clashes=("comments-open",),
    ),
    Clause("nursery-devices", "risk", "Phones in the nursery", "Phones stay away.\n", 1, when="has:nursery"),
    Clause(
        "facebook",
        "platform-appendices",
        "Facebook",
        "The minimum age is {{fact:facebook-age}}.\n",
        1,
        when="platform:facebook",
    ),
    Clause("other-services", "platform-appendices", "Every other service", "Ask {{dsl}} first.\n", 1),
)

VALUES = (
    ValueEntry("dsl", "Who leads on safeguarding?", "role", "People", default="the Designated Safeguarding Lead"),
    ValueEntry("governing_body", "Who approves policies?", "role", "People", default="the governing body"),
    ValueEntry("channels", "Where do you post?", "list", "Channels", example="Facebook; the website"),
    ValueEntry("reply_days", "How soon do you answer?", "int", "Replies", minimum=1, maximum=30, example="2"),
    ValueEntry("review_date", "When was it last checked?", "date", "Replies", example="2026-09-01"),
    ValueEntry("mode_of_comments", "Are comments open?", "choice", "Replies", choices=("Open", "Closed")),
    ValueEntry("motto", "What is the motto?", "text", "People", multiline=True),
)

FACTS = (
    Fact("kcsie-edition", "Keeping children safe in education 2026", date(2026, 9, 1), "gov.uk"),
    Fact("facebook-age", "13", date(2026, 1, 1), "facebook.com"),
)

MODEL = Model(
    "county-model",
    "A county's model policy",
    "A county council",
    "2026.1",
    date(2026, 9, 1),
    (
        ModelSection("governance", "About this policy", ("purpose", "safeguarding-first")),
        ModelSection(
            "positive-use",
            "Using it well",
            ("celebrating-achievement", "register-of-accounts", "class-livestreams", "comments-open"),
        ),
        ModelSection("platform-appendices", "Appendices", ("facebook", "other-services")),
    ),
)


class OpenSession(Protocol):
    """Opens a policy: the one given, else a new one."""

    def __call__(self, draft: Draft | None = None, *, read_only: str = "") -> Session: ...


@pytest.fixture(scope="session")
def library() -> Library:
    """Three numbered categories and one of appendices, twelve clauses, a dictionary and two facts."""
    return Library(
        categories=CATEGORIES,
        clauses=in_print_order(CLAUSES, CATEGORIES),
        values={entry.name: entry for entry in VALUES},
        facts={fact.id: fact for fact in FACTS},
        platforms={"facebook": Platform("facebook", "Facebook", appendix="facebook")},
        models={MODEL.id: MODEL},
    )


@pytest.fixture(scope="session")
def model() -> Model:
    """A model of eight clauses in three sections; it lacks the category ``risk``."""
    return MODEL


@pytest.fixture(scope="session")
def profile() -> Profile:
    """An English primary school with a Facebook page."""
    return Profile("Oakfield Primary School", "primary", "england", "community", platforms=("facebook",))


@pytest.fixture(scope="session")
def new_draft(library: Library, model: Model, profile: Profile) -> Draft:
    """A policy in which everything is undecided."""
    return decisions.start(profile, model, library)


@pytest.fixture(scope="session")
def open_session(library: Library, new_draft: Draft) -> OpenSession:
    """A function that opens a policy."""

    def opened(draft: Draft | None = None, *, read_only: str = "") -> Session:
        from composer.session import Session

        return Session(draft or new_draft, library, today=TODAY, by="IT lead", read_only=read_only)

    return opened


@pytest.fixture
def session(open_session: OpenSession) -> Session:
    """A new policy, open."""
    return open_session()


@pytest.fixture(scope="session")
def decided(new_draft: Draft, library: Library, model: Model) -> Draft:
    """A policy with every kind of decision, no value filled."""
    draft = new_draft
    for clause_id in ("purpose", "safeguarding-first", "register-of-accounts", "comments-open", "facebook"):
        draft = decisions.pick(draft, library, model, clause_id, by="IT lead", on=TODAY)
    draft = decisions.adapt(
        draft,
        library,
        model,
        "celebrating-achievement",
        "We post good news on {{channels}} every Friday.\n",
        by="IT lead",
        on=TODAY,
        reason="We post once a week.",
    )
    draft = decisions.drop(draft, library, model, "class-livestreams", "We never livestream.", by="IT lead", on=TODAY)
    return decisions.add_local(
        draft,
        library,
        model,
        "former-pupils",
        title="Former pupils' group",
        section="positive-use",
        text="Former pupils have a group of their own.\n",
        by="IT lead",
        on=TODAY,
        reason="They asked for one.",
    )
