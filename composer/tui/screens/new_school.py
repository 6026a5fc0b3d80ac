"""The form for a new school, checked as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Select, Static

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


class NewSchoolScreen(ModalScreen[NewSchoolWanted | None]):
    """Name, short name, phase, nation, type and model; ctrl+s or the button makes the school."""

    DEFAULT_CSS = """
    NewSchoolScreen { align: center middle; }
    NewSchoolScreen #form { width: 78; max-width: 100%; height: auto; max-height: 100%; background: $panel;
                            border: round $primary; padding: 0 1; }
    NewSchoolScreen .row { height: auto; }
    NewSchoolScreen Label { width: 13; padding: 0 1 0 0; }
    NewSchoolScreen Input { width: 1fr; }
    NewSchoolScreen Select { width: 1fr; }
    NewSchoolScreen .wrong { height: auto; min-height: 1; padding: 0 0 0 14; color: $error; }
    NewSchoolScreen .help { color: $quiet; padding: 0 0 0 14; height: auto; }
    NewSchoolScreen #make { margin: 0 0 0 14; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", show=False),
        Binding("ctrl+s", "make", "Make", show=False, priority=True),
    ]

    def __init__(self, library: Library, taken: Container[str]) -> None:
        super().__init__()
        self._library = library
        self._taken = taken
        self._own_slug = False
        self._suggested: str | None = None

    def compose(self) -> ComposeResult:
        """One row a question."""
        form = VerticalScroll(id="form", can_focus=False)
        form.border_title = Content("A new school")
        form.border_subtitle = Content("tab next · ctrl+s make it · esc cancel")
        with form:
            with Horizontal(classes="row"):
                yield Label("Name")
                yield Input(placeholder="Oakfield Primary School", id="name")
            yield Static("", classes="wrong", id="name-wrong")
            with Horizontal(classes="row"):
                yield Label("Short name")
                yield Input(placeholder="oakfield-primary", id="slug")
            yield Static("", classes="wrong", id="slug-wrong")
            yield from self._choice("Phase", "phase", [(in_words(phase).capitalize(), phase) for phase in PHASES])
            yield from self._choice("Nation", "nation", [(in_words(nation), nation) for nation in NATIONS])
            yield from self._choice("Type", "type", _types("england"))
            models = [(visible(f"{m.title} ({m.version})"), m.id) for m in self._library.models.values()]
            yield from self._choice("Model", "model", models)
            yield Static("", classes="wrong", id="wrong")
            with Vertical(classes="row"):
                yield Button("Make the school", id="make", variant="primary", compact=True)

    def _choice(self, label: str, field: str, options: list[tuple[str, str]]) -> ComposeResult:
        with Horizontal(classes="row"):
            yield Label(Content(label))
            value = options[0][1] if len(options) == 1 or field == "nation" else Select.NULL
            yield Select(
                _listed(options),
                id=field,
                value=value,
                prompt="choose one",
                compact=True,
            )

    def on_mount(self) -> None:
        """Begin with the name."""
        self.query_one("#name", Input).focus()

    @on(Input.Changed, "#name")
    def _named(self, event: Input.Changed) -> None:
        if not self._own_slug:
            with self.prevent(Input.Changed):
                self.query_one("#slug", Input).value = slug_from(event.value, "") if event.value.strip() else ""
        self._tell("name-wrong", "" if event.value.strip() else "give the school's full name")
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
        self._tell("wrong", "this model is not written for such a school: check its law and nouns" if odd else "")

    def _chosen(self, field: str) -> str:
        value = self.query_one(f"#{field}", Select).value
        return value if isinstance(value, str) else ""

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#make")
    def _pressed(self) -> None:
        self.action_make()

    def action_make(self) -> None:
        """Make the school, or say what is missing."""
        try:
            wanted = self._answers()
        except Problem as problem:
            self._tell("wrong", str(problem))
            return
        self.dismiss(wanted)

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
            self._tell("slug-wrong", str(problem) if self.query_one("#slug", Input).value else "")
        else:
            field = self.query_one("#slug-wrong", Static)
            field.update(Content.assemble((f"writes schools/{slug}/policy.toml", "$quiet")))

    def _tell(self, field: str, words: str) -> None:
        self.query_one(f"#{field}", Static).update(Content(visible(words)))

    def action_leave(self) -> None:
        """Make nothing."""
        self.dismiss(None)


def _listed(options: list[tuple[str, str]]) -> list[tuple[RenderableType, str]]:
    """Rich text, because Textual finds an option by typing its words in no other kind that is not markup."""
    return [(Text(words), key) for words, key in options]


def _types(nation: str) -> list[tuple[str, str]]:
    return [(in_words(kind).capitalize(), kind) for kind in TYPES[check_nation(nation)]]
