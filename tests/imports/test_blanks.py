"""The blanks of a document, and the placeholders that are proposed for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.imports.blanks import Proposal, propose, with_placeholders
from composer.imports.cutting import cut
from composer.imports.markdown import read_markdown
from composer.imports.source import Highlight, Source, SourceBlock
from composer.policy.dictionary import ValueEntry
from composer.text import PLACEHOLDER

VALUES = {
    entry.name: entry
    for entry in (
        ValueEntry("headteacher", "Who leads?", "role", default="the headteacher", stands_for=("head teacher",)),
        ValueEntry("dsl", "Who leads on safeguarding?", "role", default="the Designated Safeguarding Lead"),
        ValueEntry("governing_body", "Who approves?", "role", default="the governing body"),
        ValueEntry("quiet_hours", "When is it quiet?"),
    )
}


def proposed(text: str, earlier: dict[str, ValueEntry] | None = None) -> tuple[str, Proposal]:
    """The first piece's text with its placeholders, and the proposal."""
    return filled(read_markdown(text, "policy.md"), earlier)


def filled(source: Source, earlier: dict[str, ValueEntry] | None = None) -> tuple[str, Proposal]:
    found = cut(source)
    proposal = propose(found, source, VALUES, earlier)
    return with_placeholders(found.pieces[0], proposal.blanks).rstrip("\n"), proposal


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("[Name of School]", "school_name"),
        ("\\[Name of School\\]", "school_name"),
        ("[insert school name here]", "school_name"),
        ("<insert name of academy>", "school_name"),
        ("«School_Name»", "school_name"),
        ("{{school_name}}", "school_name"),
        ("[Headteacher/Principal]", "headteacher"),
        ("[head teacher]", "headteacher"),
        ("[governing board]", "governing_body"),
        ("[Designated Safeguarding Lead]", "dsl"),
        ("[quiet hours]", "quiet_hours"),
        ("[insert name of IT provider]", "name_of_it_provider"),
        ("[name of DSL]", "name_of_dsl"),
        ("(insert job title)", "job_title"),
        ("insert job title here", "job_title"),
        ("<<Trust Logo Wording>>", "trust_logo_wording"),
        ("{{field_7}}", "field_7"),
        ("{{Head Teacher}}", "headteacher"),
        ("{{ Trust Logo }}", "trust_logo"),
    ],
)
def test_a_blank_with_words_in_it(written: str, name: str) -> None:
    text, proposal = proposed(f"Ask {written} first.\n")
    (blank,) = proposal.blanks
    assert text == f"Ask {{{{{name}}}}} first."
    assert blank.known == (name in VALUES or name == "school_name")
    assert bool(blank.question) is not blank.known
    assert PLACEHOLDER.fullmatch(f"{{{{{blank.name}}}}}")


def test_the_article_before_a_value_that_brings_its_own() -> None:
    assert proposed("Ask the [Headteacher] or [DSL].\n")[0] == "Ask {{headteacher}} or {{dsl}}."
    assert proposed("The [quiet hours] begin.\n")[0] == "The {{quiet_hours}} begin."


def test_bare_blanks_are_named_by_what_stands_beside_them() -> None:
    text, _ = proposed(
        "Tel: XXXX or email: ____\n\nWithin XX days, on dd/mm/yyyy, by XXX.\n\n| Head | XXX |\n|---|---|\n"
    )
    assert text.startswith("Tel: {{tel}} or email: {{email}}\n\n")
    assert "Within {{number_of_days}} days, on {{date}}, by {{blank}}." in text
    assert "| Head | {{headteacher}} |" in text


def test_the_same_words_are_one_placeholder_and_the_same_signs_are_not() -> None:
    text, proposal = proposed("Ask [IT provider], XXX or XXX.\n\nThen [insert IT provider].\n")
    assert text == "Ask {{it_provider}}, {{blank}} or {{blank_2}}.\n\nThen {{it_provider}}."
    assert [blank.pieces for blank in proposal.blanks] == [(1,)] * 4


def test_what_is_no_blank_stays() -> None:
    said = "See [the guide](https://a.example), [sic], [^1] and\n\n- [x] done\n\nSigned: ________"
    text, proposal = proposed(said)
    assert (text, proposal.blanks) == (said, ())
    (note,) = proposal.notes
    assert note.endswith("has a line to sign on; it stays.")


def test_a_note_in_brackets_is_told() -> None:
    said = "Text [Schools may take this paragraph out if they have no nursery class of their own]."
    text, proposal = proposed(said)
    assert text == said
    assert proposal.notes == (f"“{said[5:-1]}” in piece 1 reads like a note to whoever drafts; it stays.",)


def test_braces_that_are_no_blank_of_ours_mean_themselves() -> None:
    text, proposal = proposed("In {{fact:kcsie-edition}} and {{ref:purpose}}.")
    assert proposal.blanks == ()
    assert PLACEHOLDER.search(text) is None
    assert text == "In {\\{fact:kcsie-edition}\\} and {\\{ref:purpose}\\}."


def test_a_blank_in_a_title_is_told() -> None:
    _, proposal = proposed("# P\n\n## About [school name]\n\nText.\n\n## B\n\nText.\n")
    assert proposal.notes == ("The title of piece 1 has a blank in it, “About [school name]”: write it out.",)


def coloured(text: str, *marked: str) -> Source:
    lights = tuple(Highlight(text.index(each), text.index(each) + len(each), "green") for each in marked)
    blocks = (SourceBlock("heading", "A", 1), SourceBlock("paragraph", text, highlights=lights),
              SourceBlock("heading", "B", 1), SourceBlock("paragraph", "Text."))  # fmt: skip
    return Source("a.docx", "word", blocks)


def test_a_few_words_in_colour_are_a_blank() -> None:
    text, _ = filled(coloured("Ask **the office manager** or the office.", "**the office manager**"))
    assert text == "Ask **{{office_manager}}** or the office."
    source = coloured("Ask Mr Able Baker now.", "Mr Able", " Baker")
    assert filled(source)[0] == "Ask {{mr_able_baker}} now."
    assert filled(coloured("In [Name of School] now.", "Name of School"))[0] == "In {{school_name}} now."


def test_a_sentence_in_colour_is_a_choice() -> None:
    text, proposal = filled(coloured("We never post. We do.", "We do."))
    assert (text, proposal.blanks) == ("We never post. We do.", ())
    assert proposal.notes == ("“We do.” in piece 1 is marked green: the school decides.",)


def test_a_later_edition_keeps_the_names() -> None:
    _, first = proposed("Call XXX at home, ask [IT provider] and wait XX days.\n")
    earlier = {each.name: ValueEntry(each.name, each.question) for each in first.blanks if not each.known}
    text, _ = proposed("New: XXX.\n\nCall XXX at home, ask [IT provider] and wait XX days.\n", earlier)
    assert text == "New: {{new}}.\n\nCall {{blank}} at home, ask {{it_provider}} and wait {{number_of_days}} days."


def test_without_its_blanks_a_piece_is_as_it_was() -> None:
    piece = cut(read_markdown("Ask [Name of School].\n", "a.md")).pieces[0]
    assert with_placeholders(piece, ()) == piece.text
    assert with_placeholders(replace(piece, index=9), proposed("Ask [Name of School].\n")[1].blanks) == piece.text


def test_a_name_or_a_date_is_another_one_at_every_place() -> None:
    text, found = proposed(
        "[insert name] leads, [Name] helps.\n\nPolicy owner: [insert name]. On [date] and by [date].\n"
    )
    assert text == (
        "{{name}} leads, {{name_2}} helps.\n\nPolicy owner: {{policy_owner}}. On {{date}} and by {{date_2}}."
    )
    asked = {each.name: each.question for each in found.blanks}
    assert asked["name_2"] == "What goes into the blank in “[insert name] leads, [name] helps.”?"


def test_the_hint_of_a_control_is_a_blank_however_long() -> None:
    hint = "Click or tap here to enter the name of your school."
    blocks = (
        SourceBlock("paragraph", f"{hint} is kind.", highlights=(Highlight(0, len(hint), "unfilled control"),)),
        SourceBlock("paragraph", "Text."),
    )
    source = Source("a.docx", "word", blocks)
    found = propose(cut(source), source, VALUES)
    assert ([each.name for each in found.blanks], found.notes) == (["school_name"], ())


def test_a_sentence_before_a_colon_is_no_label() -> None:
    text = proposed("Each academy names an account holder: [Name]. They meet every [X] weeks.\n")[0]
    assert (
        text == "Each academy names an account holder: {{account_holder}}. They meet every {{number_of_weeks}} weeks."
    )


def test_double_braces_that_ask_nothing_mean_themselves() -> None:
    assert proposed("Write }}, {{{, {{fact:x}} or {{ }}.\n")[0] == ("Write }\\}, {\\{\\{, {\\{fact:x}\\} or {\\{ }\\}.")
