"""The line on which a document is named, and the questions about a model that is imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static

from composer.policy.clause import NATIONS
from composer.policy.dictionary import in_words, read_date
from composer.policy.problems import Problem
from composer.policy.slugs import check_slug, slug_from
from composer.text import strip_controls, visible

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult

    from composer.policy.clause import Nation
    from composer.policy.library import Library


@dataclass(frozen=True, slots=True)
class Found:
    """What a document that was read says of itself."""

    told: str
    """What kind of document it is and how long, in words."""
    name: str = ""
    """The school's, as guessed."""
    phase: str = ""
    title: str = ""
    version: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ModelAnswers:
    """What a person said of a model that is imported."""

    id: str
    title: str
    publisher: str
    version: str
    day: date
    nations: tuple[Nation, ...]


class PathInput(Input):
    """A file's name: tab takes the rest of the name that is offered, and goes on where none is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    def action_complete(self) -> None:
        """Take what is offered, or go on."""
        if self.cursor_at_end and len(self._suggestion) > len(self.value):
            self.action_cursor_right()
        else:
            self.screen.focus_next()


ROWS = (
    ("id", "Short name", "anyshire", "writes clauses/models/<short name>; a later edition goes under the same one"),
    ("title", "Title", "Model social media policy", ""),
    ("publisher", "Publisher", "Anyshire Council", ""),
    ("version", "Version", "3.1", ""),
    ("day", "Date", "2026-09-01", ""),
    ("nations", "Nations", "england, wales", "any of " + ", ".join(NATIONS)),
)
"""Each question's name, its label, an example, and what is said beneath until something is wrong."""


class ModelFields(Vertical):
    """One row a question; ``answers`` is what was said of the model."""

    DEFAULT_CSS = """
    ModelFields { height: auto; }
    ModelFields .row { height: auto; }
    ModelFields Label { width: 13; padding: 0 1 0 0; }
    ModelFields Input { width: 1fr; }
    ModelFields .said { height: auto; padding: 0 0 0 14; color: $quiet; }
    ModelFields .said.-wrong { color: $error; }
    """

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self._touched: set[str] = set()
        """What a person answered themselves, which no proposal goes over."""

    def compose(self) -> ComposeResult:
        """One row a question."""
        for name, label, example, said in ROWS:
            with Horizontal(classes="row"):
                yield Label(Content(label))
                yield Input(placeholder=f"for example: {example}", id=f"model-{name}")
            yield Static(Content(said), classes="said", id=f"model-{name}-said")

    def propose(self, found: Found) -> None:
        """Fill in what the document says of itself, where a person has not answered."""
        self._fill("id", slug_from(found.title, ""))
        self._fill("title", found.title)
        self._fill("day", found.day.isoformat() if found.day is not None else "")
        self._fill("version", found.version or (str(found.day.year) if found.day is not None else ""))
        self._fill("nations", ", ".join(NATIONS))
        self._fill_from_earlier()

    def begin(self) -> None:
        """Go to the first question: what a model is called decides whether it is a later edition."""
        self._field("id").focus()

    def _fill(self, name: str, said: str) -> None:
        if name not in self._touched:
            field = self._field(name)
            with field.prevent(Input.Changed):
                field.value = said
            self._say(name)

    def _field(self, name: str) -> Input:
        return self.query_one(f"#model-{name}", Input)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        name = (event.input.id or "").removeprefix("model-")
        self._touched |= {name}
        self._say(name)
        if name == "id":
            self._fill_from_earlier()

    def _fill_from_earlier(self) -> None:
        """What the edition before said of itself, unless the person says something else."""
        earlier = self._library.models.get(self._field("id").value.strip())
        if earlier is not None and earlier.imported_from:
            self._fill("title", earlier.title)
            self._fill("publisher", earlier.publisher)
            self._fill("nations", ", ".join(earlier.nations))

    def _say(self, name: str) -> None:
        """What is to be known of a question while nothing is wrong with its answer."""
        said = next(each[3] for each in ROWS if each[0] == name)
        slug = self._field("id").value.strip()
        if name == "id" and slug:
            earlier = self._library.models.get(slug)
            said = f"writes clauses/models/{slug}"
            if earlier is not None and earlier.imported_from:
                said = f"a later edition of version {earlier.version}: what is the same keeps its id"
        self.tell(name, said, wrong=False)

    def tell(self, name: str, words: str, *, wrong: bool = True) -> None:
        """Say something about an answer."""
        line = self.query_one(f"#model-{name}-said", Static)
        line.set_class(wrong, "-wrong")
        line.display = bool(words)
        line.update(Content(visible(words)))

    def answers(self) -> ModelAnswers | None:
        """What was said of the model; None where something will not do, which is told beside it."""
        texts = {name: strip_controls(self._field(name).value).strip() for name, *_ in ROWS}
        wrong = ""
        for name, said in texts.items():
            self._say(name)
            try:
                self._check(name, said, texts["id"])
            except Problem as problem:
                self.tell(name, str(problem))
                wrong = wrong or name
        if wrong:
            self._field(wrong).focus()
            return None
        day, nations = read_date("the date", texts["day"]), _nations(texts["nations"])
        return ModelAnswers(texts["id"], texts["title"], texts["publisher"], texts["version"], day, nations)

    def _check(self, name: str, said: str, slug: str) -> None:
        there = self._library.models.get(slug)
        if name == "id":
            check_slug(said, "short name")
            if there is not None and not there.imported_from:
                raise Problem("there is a model of this name that was not imported", "choose another short name")
        elif name == "day":
            read_date("the date", said)
        elif name == "nations":
            _nations(said)
        elif not said:
            raise Problem(f"the {name} is missing", "give it")
        elif name == "version" and there is not None and there.version == said:
            day = in_words(there.date)
            raise Problem(f"the edition of {day} is called version {said} too", "give this one another")


def _nations(said: str) -> tuple[Nation, ...]:
    named = said.casefold().replace(",", " ").split()
    for each in named:
        if each not in NATIONS:
            raise Problem(f"{each!r} is no nation", "choose of " + ", ".join(NATIONS))
    if not named:
        raise Problem("no nation is named", "choose of " + ", ".join(NATIONS))
    return tuple(nation for nation in NATIONS if nation in named)
