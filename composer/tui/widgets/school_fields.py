"""The questions about a school that begins: name, short name, phase, nation, type and model, checked as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, Select, Static

from composer.policy.clause import NATIONS
from composer.policy.problems import Problem
from composer.policy.school import PHASES, TYPES, check_nation, check_profile, in_words
from composer.policy.slugs import check_slug, slug_from
from composer.text import strip_controls, visible
from composer.tui.messages import NewSchoolWanted

if TYPE_CHECKING:
    from collections.abc import Container

    from rich.console import RenderableType
    from textual.app import ComposeResult

    from composer.policy.library import Library
    from composer.tui.widgets.import_fields import Found


class SchoolFields(Vertical):
    """One row a question; ``answers`` is what was said of the school."""

    DEFAULT_CSS = """
    SchoolFields { height: auto; }
    SchoolFields .row { height: auto; }
    SchoolFields Label { width: 13; padding: 0 1 0 0; }
    SchoolFields Input { width: 1fr; }
    SchoolFields Select { width: 1fr; }
    SchoolFields .wrong { height: auto; min-height: 1; padding: 0 0 0 14; color: $error; }
    """

    def __init__(self, library: Library, taken: Container[str], *, writes: str, model_id: str = "") -> None:
        """Take the library, the short names that are taken, what is written, and a model to begin with."""
        super().__init__()
        self._library = library
        self._taken = taken
        self._writes = writes
        self._model_id = model_id
        self._own_slug = False
        self._suggested: str | None = None

    def compose(self) -> ComposeResult:
        """One row a question."""
        with Horizontal(classes="row"):
            yield Label("Name")
            yield Input(placeholder="for example: Oakfield Primary School", id="name")
        yield Static("", classes="wrong", id="name-wrong")
        with Horizontal(classes="row"):
            yield Label("Short name")
            yield Input(placeholder="for example: oakfield-primary", id="slug")
        yield Static("", classes="wrong", id="slug-wrong")
        yield from self._choice("Phase", "phase", [(in_words(phase).capitalize(), phase) for phase in PHASES])
        yield from self._choice("Nation", "nation", [(in_words(nation), nation) for nation in NATIONS])
        yield from self._choice("Type", "type", _types("england"))
        models = [(visible(f"{m.title} ({m.version})"), m.id) for m in self._library.models.values()]
        yield from self._choice("Model", "model", models)
        yield Static("", classes="wrong", id="wrong")

    def _choice(self, label: str, field: str, options: list[tuple[str, str]]) -> ComposeResult:
        with Horizontal(classes="row"):
            yield Label(Content(label))
            value = options[0][1] if len(options) == 1 or field == "nation" else Select.NULL
            yield Select(
                _listed(options),
                id=field,
                value=self._model_id if field == "model" and self._model_id else value,
                prompt="choose one",
                compact=True,
            )

    def propose(self, found: Found) -> None:
        """Fill in what a document says, where a person has not answered yet."""
        field, phases = self.query_one("#name", Input), self.query_one("#phase", Select)
        if found.name and not field.value.strip():
            field.value = found.name
        if found.phase and phases.value == Select.NULL:
            phases.value = found.phase

    def begin(self) -> None:
        """Go to the first question that is not answered."""
        for field in ("name", "slug"):
            if not self.query_one(f"#{field}", Input).value.strip():
                self.query_one(f"#{field}", Input).focus()
                return
        choices = (self.query_one(f"#{field}", Select) for field in ("phase", "nation", "type", "model"))
        next((each for each in choices if each.value == Select.NULL), self.query_one("#name", Input)).focus()

    @on(Input.Changed, "#name")
    def _named(self, event: Input.Changed) -> None:
        if not self._own_slug:
            with self.prevent(Input.Changed):
                self.query_one("#slug", Input).value = slug_from(event.value, "") if event.value.strip() else ""
        self.tell("name-wrong", "" if event.value.strip() else "give the school's full name")
        self._check_slug()

    @on(Input.Changed, "#slug")
    def _slugged(self) -> None:
        self._own_slug = True
        self._check_slug()

    @on(Select.Changed, "#nation")
    def _nation(self, event: Select.Changed) -> None:
        if isinstance(event.value, str):
            options = _types(event.value)
            types = self.query_one("#type", Select)
            kept = types.value
            types.set_options(_listed(options))
            if kept in {key for _, key in options}:
                types.value = kept
        self._suggest()

    @on(Select.Changed, "#type")
    def _typed(self) -> None:
        self._suggest()

    @on(Select.Changed, "#model")
    def _modelled(self) -> None:
        self._say_fit()

    def _suggest(self) -> None:
        """Set the model written for such a school, unless the person chose another themselves."""
        models = self.query_one("#model", Select)
        found = self._library.model_for(self._chosen("nation"), self._chosen("type"))
        if found is not None and models.value in {Select.NULL, self._suggested}:
            self._suggested = found.id
            models.value = found.id
        self._say_fit()

    def _say_fit(self) -> None:
        model = self._library.models.get(self._chosen("model"))
        nation, type_ = self._chosen("nation"), self._chosen("type")
        odd = model is not None and type_ and not model.written_for(nation, type_)
        self.tell("wrong", "this model is not written for such a school: check its law and nouns" if odd else "")

    def _chosen(self, field: str) -> str:
        value = self.query_one(f"#{field}", Select).value
        return value if isinstance(value, str) else ""

    def answers(self) -> NewSchoolWanted | None:
        """What was said of the school; None where something is missing, which is told."""
        try:
            return self._answers()
        except Problem as problem:
            self.tell("wrong", str(problem))
            return None

    def _answers(self) -> NewSchoolWanted:
        chosen = {}
        for field in ("phase", "nation", "type", "model"):
            value = self.query_one(f"#{field}", Select).value
            if not isinstance(value, str):
                self.query_one(f"#{field}", Select).focus()
                raise Problem(f"the {field} is not chosen", "choose one")
            chosen[field] = value
        name = strip_controls(self.query_one("#name", Input).value)
        profile = check_profile(name, chosen["phase"], chosen["nation"], chosen["type"])
        return NewSchoolWanted(self._slug(), profile, chosen["model"])

    def _slug(self) -> str:
        slug = check_slug(self.query_one("#slug", Input).value.strip(), "short name")
        if slug in self._taken:
            raise Problem(f"there is a school {slug} already", "choose another short name")
        return slug

    def _check_slug(self) -> None:
        try:
            slug = self._slug()
        except Problem as problem:
            self.tell("slug-wrong", str(problem) if self.query_one("#slug", Input).value else "")
        else:
            field = self.query_one("#slug-wrong", Static)
            field.update(Content.assemble((self._writes.replace("SLUG", slug), "$quiet")))

    def tell(self, field: str, words: str) -> None:
        """Say what is wrong: ``name-wrong``, ``slug-wrong``, or of the rest ``wrong``."""
        self.query_one(f"#{field}", Static).update(Content(visible(words)))


def _listed(options: list[tuple[str, str]]) -> list[tuple[RenderableType, str]]:
    """Rich text, because Textual finds an option by typing its words in no other kind that is not markup."""
    return [(Text(words), key) for words, key in options]


def _types(nation: str) -> list[tuple[str, str]]:
    return [(in_words(kind).capitalize(), kind) for kind in TYPES[check_nation(nation)]]
