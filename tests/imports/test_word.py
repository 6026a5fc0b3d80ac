"""What a Word document says, block by block, and what of it is told."""

from __future__ import annotations

from hashlib import sha256

import pytest

from composer.imports.source import Highlight, Source, SourceBlock
from composer.imports.word.reading import read_word
from composer.policy.incoming import LeftOut
from composer.policy.problems import Problem
from tests.imports.docx_maker import (
    BULLETS,
    STRICT_W,
    STYLES,
    W,
    docx,
    field,
    h,
    p,
    part,
    r,
    style,
    t,
    table,
    zipped,
)


def read(*body: str, **more: object) -> Source:
    return read_word(docx(*body, **more), "policy.docx")  # type: ignore[arg-type]


def only(*body: str, **more: object) -> SourceBlock:
    (block,) = read(*body, **more).blocks
    return block


def kinds(source: Source) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in source.blocks]


def told(source: Source) -> list[tuple[str, str]]:
    return [(each.kind, each.said) for each in source.left_out]


# -- paragraphs and headings ---------------------------------------------------------------------------------


def test_a_document_is_named_and_has_the_digest_of_its_bytes() -> None:
    data = docx(p("Staff must ask."))
    assert read_word(data, "folder/policy.docx") == Source(
        "policy.docx",
        "word",
        (SourceBlock("paragraph", "Staff must ask.", where="paragraph 1"),),
        digest=sha256(data).hexdigest(),
    )


def test_headings_are_known_by_name_outline_and_the_style_they_are_based_on() -> None:
    source = read(
        h(1, "Scope"),
        p("Photos", style="Unterkapitel"),
        p("By hand", more='<w:outlineLvl w:val="2"/>'),
        p("No heading", style="berschrift1", more='<w:outlineLvl w:val="9"/>'),
        p("Undefined", style="Heading3"),
    )
    assert kinds(source) == [
        ("heading", 1, "Scope"),
        ("heading", 2, "Photos"),
        ("heading", 3, "By hand"),
        ("paragraph", 0, "No heading"),
        ("heading", 3, "Undefined"),
    ]


def test_the_outline_level_of_a_style_counts_more_than_its_name() -> None:
    own = STYLES + style("A", "Clause", paragraph='<w:outlineLvl w:val="2"/>')
    own += style("B", "Lead", based_on="berschrift1", paragraph='<w:outlineLvl w:val="9"/>')
    assert kinds(read(p("x", style="A"), p("y", style="B"), styles=own)) == [("heading", 3, "x"), ("paragraph", 0, "y")]


def test_styles_that_are_based_on_each_other_end() -> None:
    loop = style("A", "a", based_on="B") + style("B", "b", based_on="A")
    assert only(p("x", style="A"), styles=loop).kind == "paragraph"


def test_a_paragraph_styled_as_a_heading_for_its_number_is_a_paragraph() -> None:
    long = "Staff must not take photographs of pupils on a telephone of their own, at any time."
    assert only(h(2, f"4.2 {long}")) == SourceBlock("paragraph", long, number="4.2", typed=True, where="paragraph 1")
    assert only(h(2, "4.2 Photographs of pupils")).kind == "heading"


def test_the_title_is_no_block() -> None:
    source = read(p("Oakfield School", style="Title"), p("Social media *policy*", style="Title"), h(1, "Scope"))
    assert source.title == "Oakfield School – Social media *policy*"
    assert kinds(source) == [("heading", 1, "Scope")]


def test_a_title_under_a_line_or_two_is_the_title() -> None:
    source = read(p("Oakfield"), p("Social media", style="Title"), p("Model", style="Title"), title="Oakfield")
    assert (source.title, [each[2] for each in kinds(source)]) == ("Social media", ["Oakfield", "Model"])
    assert source.notes == ("A line stands above the title in the document; here the title comes first.",)


def test_a_title_after_other_words_is_a_heading() -> None:
    for before in ((p("Oakfield"),) * 3, (p("word " * 13),), (h(1, "Scope"),)):
        source = read(*before, p("Social media", style="Title"))
        assert (source.title, kinds(source)[-1]) == ("", ("heading", 1, "Social media"))


def test_the_title_in_the_properties_may_be_the_line_under_the_title() -> None:
    source = read(p("County Council", style="Title"), p("Social media"), p("Text"), title="Social media")
    assert (source.title, kinds(source)) == ("County Council – Social media", [("paragraph", 0, "Text")])


def test_a_title_in_the_properties_counts_if_the_document_begins_with_it() -> None:
    same = read(p(r("Online  SAFETY", "<w:b/>")), p("Text"), title="Online safety")
    assert (same.title, kinds(same)) == ("Online safety", [("paragraph", 0, "Text")])
    other = read(p("Online safety"), title="Template 3 DRAFT")
    assert (other.title, other.blocks[0].text) == ("", "Online safety")


def test_bold_italic_and_breaks() -> None:
    assert only(p(r("Never ", "<w:b/>"), r("ever", "<w:b/>"), r(" post "), r("this", "<w:i/>"))).text == (
        "**Never ever** post *this*"
    )
    assert only(p(r("a"), "<w:r><w:br/></w:r>", r("b"))).text == "a  \nb"
    assert only(p(r("a"), '<w:r><w:br w:type="page"/></w:r>', r("b"))).text == "a b"
    assert only(p(r("under", '<w:u w:val="single"/>'))).text == "under"
    assert (
        only(p("<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>saf</w:t><w:softHyphen/><w:t>e\u00adty</w:t></w:r>")).text
        == "e-safety"
    )


def test_bold_of_a_style_is_taken_back_by_the_run() -> None:
    bold = STYLES + style("Loud", "Loud", run="<w:b/>")
    assert only(p(r("a "), r("b", '<w:b w:val="0"/>'), style="Loud"), styles=bold).text == "**a** b"
    assert only(p(r("a "), r("b", '<w:rStyle w:val="Strong"/>'), style="Loud"), styles=bold).text == "**a** b"


def test_a_paragraph_that_is_bold_throughout() -> None:
    assert only(p(r("Who may ", "<w:b/>"), r(" "), r("post", "<w:b/>"))).bold
    assert not only(p(r("Who: ", "<w:b/>"), r("staff"))).bold
    assert only(h(1, r("Who", "<w:b/>"))).text == "Who"


def test_characters_mean_themselves() -> None:
    said = "*a* _b_ [Name of School] <insert> `c` {{dsl}} a|b R&D &amp; snake_case \\ ~~d~~"
    assert only(p(said)).text == (
        r"\*a\* \_b\_ \[Name of School\] \<insert\> \`c\` \{\{dsl}} a\|b R&D \&amp; snake_case \\ \~\~d\~\~"
    )


def test_what_nobody_sees_is_taken_out_and_told() -> None:
    source = read(p("a\u200bb\u202ec\u00a0d"))
    assert source.blocks[0].text == "abc\u00a0d"
    assert source.notes == ("Characters that nobody sees were taken out.",)
    assert read(p("pho\u00adto")).notes == ()


def test_quotations() -> None:
    assert only(p("As the law says", style="Quote")).kind == "quote"


# -- links ---------------------------------------------------------------------------------------------------


def link(key: str, *runs: str) -> str:
    return f'<w:hyperlink r:id="{key}">{"".join(runs)}</w:hyperlink>'


def test_links_to_secure_addresses_are_kept_and_others_told() -> None:
    links = {
        "a": "https://example.org/a b(1)",
        "b": "http://old.example.org/",
        "c": "mailto:head@example.org",
        "d": "file:///c:/x",
    }
    source = read(p(*(link(key, r(key * 2), r("x")) + r(" ") for key in links)), links=links)
    assert source.blocks[0].text == "[aax](https://example.org/a%20b%281%29) bbx [ccx](mailto:head@example.org) ddx"
    assert told(source) == [("link", "http://old.example.org/"), ("link", "file:///c:/x")]


def test_links_by_field_and_inside_the_document() -> None:
    assert only(p(field('HYPERLINK "https://example.org/"', r("here")))).text == "[here](https://example.org/)"
    assert only(p(field('HYPERLINK \\l "_Ref1"', r("section 3")))).text == "section 3"
    assert only(p(f'<w:hyperlink w:anchor="x">{r("there")}</w:hyperlink>')).text == "there"
    assert (
        only(p(link("a", r("https://example.org/"))), links={"a": "https://example.org/"}).text
        == "https://example.org/"
    )


# -- fields and controls -------------------------------------------------------------------------------------


def test_fields_show_their_result() -> None:
    source = read(
        p(
            r("See "),
            field("REF _Ref3 \\r", r("4.2")),
            r(" and "),
            f'<w:fldSimple w:instr="DATE">{r("May")}</w:fldSimple>',
        )
    )
    assert (source.blocks[0].text, source.left_out) == ("See 4.2 and May", ())
    assert told(read(p(r("Page "), field("PAGE", r("7"))))) == [("page number", "7")]


def test_nested_fields() -> None:
    inner = field("MERGEFIELD a", r("hidden"))
    source = read(p(field(" IF ", r("shown")).replace("</w:instrText></w:r>", f"</w:instrText></w:r>{inner}", 1)))
    assert source.blocks[0].text == "shown"
    assert told(source) == [("field code", "hidden")]


def test_a_list_of_contents_is_told_once() -> None:
    whole = field("TOC \\o", f"{r('Scope')}{field('PAGEREF _1', r('2'))}</w:p><w:p>{r('Rules 3')}")
    source = read(p("Contents", style="TOCHeading"), p(whole), p("By style 4", style="TOC1"), h(1, "Scope"))
    assert told(source) == [("contents list", "Contents Scope2 Rules 3 By style 4")]
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    boxed = read(f"<w:sdt>{gallery}<w:sdtContent>{p('Contents')}{p('Scope 2')}</w:sdtContent></w:sdt>", p("Text"))
    assert told(boxed) == [("contents list", "Contents Scope 2")]
    assert kinds(boxed) == [("paragraph", 0, "Text")]


def test_controls_keep_their_words_and_unfilled_ones_are_blanks() -> None:
    hint = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    inline = only(p(r("Head: "), f"<w:sdt>{hint}<w:sdtContent>{r('Click here')}</w:sdtContent></w:sdt>"))
    assert (inline.text, inline.highlights) == ("Head: Click here", (Highlight(6, 16, "unfilled control"),))
    block = only(f"<w:sdt>{hint}<w:sdtContent>{p('Name of school')}</w:sdtContent></w:sdt>")
    assert block.highlights == (Highlight(0, 14, "unfilled control"),)
    assert only(f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Oakfield')}</w:sdtContent></w:sdt>").highlights == ()
    assert only(p(field("MACROBUTTON NoMacro [Name]", "", mark=""))).text == "\\[Name\\]"


def test_smart_tags_and_unknown_wrappers_are_seen_through() -> None:
    inside = (
        f"<w:smartTag><w:customXml>{r('kept')}</w:customXml></w:smartTag><x:new xmlns:x='urn:x'>{r(' too')}</x:new>"
    )
    assert only(p(inside)).text == "kept too"


# -- colour --------------------------------------------------------------------------------------------------


def test_highlights_are_places_in_the_text() -> None:
    yellow = '<w:highlight w:val="yellow"/>'
    block = only(p(r("The "), r("[Name", yellow), r(" of School]", f"<w:b/>{yellow}"), r(" is")))
    assert block.text == "The \\[Name of School\\] is"
    assert [(block.text[each.start : each.end], each.colour) for each in block.highlights] == [
        ("\\[Name of School\\]", "yellow")
    ]
    bold = only(p(r("The ", "<w:b/>"), r(" name ", f"<w:b/>{yellow}"), r("is", "<w:b/>")))
    assert bold.text == "**The name is**"
    assert [bold.text[each.start : each.end] for each in bold.highlights] == ["name"]


def test_shading_counts_as_colour() -> None:
    assert only(p(r("x", '<w:shd w:val="clear" w:fill="92D050"/>'))).highlights == (Highlight(0, 1, "green"),)
    assert only(p(r("x", '<w:shd w:val="clear" w:fill="auto"/>'))).highlights == ()
    assert only(p(r("x"), more='<w:shd w:val="clear" w:fill="FFFF00"/>')).highlights == (Highlight(0, 1, "yellow"),)
    assert only(p(r("x"), more='<w:shd w:val="clear" w:fill="1F4E79"/>')).highlights == ()


# -- tracked changes -----------------------------------------------------------------------------------------

DELETED_MARK = "<w:rPr><w:del/></w:rPr>"


def deleted(text: str) -> str:
    return f'<w:del w:id="1"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def test_tracked_changes_are_read_as_accepted() -> None:
    source = read(p(r("Staff "), deleted("may "), f"<w:ins>{r('must ')}</w:ins>", r("ask")))
    assert source.blocks[0].text == "Staff must ask"
    assert source.left_out == (LeftOut("deleted words", "may", "paragraph 1"),)
    assert source.notes == ("2 tracked changes were read as accepted.",)
    assert read(p(deleted("x"))).notes == ("1 tracked change was read as accepted.",)


def test_moved_words_stand_where_they_were_moved_to() -> None:
    source = read(p(f"<w:moveFrom>{r('here')}</w:moveFrom>", r("a")), p(f"<w:moveTo>{r('here')}</w:moveTo>"))
    assert [block.text for block in source.blocks] == ["a", "here"]
    assert source.left_out == ()


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    source = read(p(r("One "), more=DELETED_MARK), p(r("two"), num=(BULLETS, 0)), p(r("last"), more=DELETED_MARK))
    assert kinds(source) == [("item", 1, "One two"), ("paragraph", 0, "last")]
    gone = read(p(deleted("all of it"), more=DELETED_MARK), table(["a", "b"]))
    assert kinds(gone) == [("table", 0, "| a | b |\n| --- | --- |")]


def test_old_properties_of_a_tracked_change_do_not_count() -> None:
    old = '<w:pPrChange><w:pPr><w:pStyle w:val="berschrift1"/><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>'
    assert only(p("x", more=old)).kind == "paragraph"


# -- what is told --------------------------------------------------------------------------------------------

BOX = f"<w:txbxContent>{p('In the box')}{p('and more')}</w:txbxContent>"
SHAPE = f"<wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp>"
DRAWN = f'<w:drawing><wp:inline><wp:docPr id="1" name="x"/>{SHAPE}</wp:inline></w:drawing>'
OLD_BOX = f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>"


@pytest.mark.parametrize(
    "drawing",
    [
        DRAWN,
        OLD_BOX,
        f"<mc:AlternateContent><mc:Choice>{DRAWN}</mc:Choice><mc:Fallback>{OLD_BOX}</mc:Fallback></mc:AlternateContent>",
        f"<mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback>{OLD_BOX}</mc:Fallback></mc:AlternateContent>",
    ],
)
def test_text_boxes_follow_their_paragraph_once(drawing: str) -> None:
    source = read(p(r("Before"), f"<w:r>{drawing}</w:r>"), p("After"))
    assert [block.text for block in source.blocks] == ["Before", "In the box", "and more", "After"]
    assert source.left_out == ()
    assert source.notes == ("The words of text boxes follow the paragraph that each box is fixed to.",)


def test_a_box_in_a_box_is_read_once() -> None:
    inner = f"<w:txbxContent>{p('deep')}</w:txbxContent>"
    outer = f"<w:txbxContent>{p(f'<w:r><w:pict><v:textbox>{inner}</v:textbox></w:pict></w:r>')}</w:txbxContent>"
    assert kinds(read(p(f"<w:r><w:pict><v:textbox>{outer}</v:textbox></w:pict></w:r>"))) == [("paragraph", 0, "deep")]


def test_pictures_shapes_and_objects_are_told() -> None:
    def picture(inside: str) -> str:
        return f'<w:r><w:drawing><wp:inline><wp:docPr descr="A  phone"/>{inside}</wp:inline></w:drawing></w:r>'

    source = read(
        p(picture("<pic:pic/>"), picture('<a:x><c:chart r:id="ch"/></a:x>'), picture('<dgm:relIds r:dm="di"/>')),
        p(picture("<wps:wsp/>"), "<w:r><w:pict><v:shape alt='Crest'><v:imagedata/></v:shape></w:pict></w:r>"),
        p(
            '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>',
            '<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>',
        ),
        '<w:altChunk r:id="x"/>',
        parts={
            "ch": ("chart", part("c:chartSpace", "<a:t>Screen time</a:t><c:pt><c:v>7</c:v></c:pt>")),
            "di": ("diagramData", part("dgm:x", "<a:p><a:t>Ask</a:t></a:p><a:p><a:t>Tell</a:t></a:p>")),
        },
    )
    assert told(source) == [
        ("picture", "A phone"),
        ("chart", "Screen time 7"),
        ("diagram", "Ask Tell"),
        ("drawing", "A phone"),
        ("picture", "Crest"),
        ("embedded object", "Excel.Sheet.12"),
        ("embedded document", ""),
    ]
    assert source.blocks == ()


def test_notes_and_comments_are_told_where_they_belong() -> None:
    def note(tag: str, number: int, said: str) -> str:
        return f'<{tag} w:id="{number}">{p(said)}</{tag}>'

    parts = {
        "f": (
            "footnotes",
            part("w:footnotes", '<w:footnote w:type="separator" w:id="0"/>' + note("w:footnote", 1, "See the law.")),
        ),
        "e": ("endnotes", part("w:endnotes", note("w:endnote", 1, "At the end."))),
        "c": ("comments", part("w:comments", note("w:comment", 1, "Check?") + note("w:comment", 2, "Lost one."))),
    }
    source = read(
        p("First"),
        p(r("Staff"), '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:endnoteReference w:id="1"/></w:r>',
          '<w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>', r(" ask")),
        parts=parts,
    )  # fmt: skip
    assert source.blocks[1].text == "Staff ask"
    assert source.left_out == (
        LeftOut("footnote", "See the law.", "paragraph 2"),
        LeftOut("endnote", "At the end.", "paragraph 2"),
        LeftOut("comment", "Check?", "paragraph 2"),
        LeftOut("comment", "Lost one."),
    )


def test_headers_and_footers_are_told_once() -> None:
    head = part(
        "w:hdr", p("Oakfield") + p('<w:r><w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict></w:r>')
    )
    source = read(
        p("Text"),
        parts={
            "a": ("header", head),
            "b": ("header", head),
            "c": ("footer", part("w:ftr", p(r("Page "), field("PAGE", r("1"))))),
        },
    )
    assert told(source) == [("header", "Oakfield"), ("watermark", "DRAFT"), ("footer", "Page 1")]


def test_hidden_words_are_told() -> None:
    secret = STYLES + style("Secret", "Secret", run="<w:vanish/>", kind="character")
    source = read(p(r("Seen "), r("not", "<w:vanish/>"), r(" at all", '<w:rStyle w:val="Secret"/>')), styles=secret)
    assert (source.blocks[0].text, told(source)) == ("Seen", [("hidden words", "not at all")])


def test_equations_on_a_line_are_kept_and_others_told() -> None:
    half = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    source = read(p(r("So "), "<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>"), p(f"<m:oMath>{half}</m:oMath>"))
    assert (source.blocks[0].text, told(source)) == ("So a=b", [("equation", "12")])


def test_signs_of_a_font() -> None:
    source = read(
        p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Wingdings" w:char="F001"/></w:r>', r(" yes"))
    )
    assert (source.blocks[0].text, told(source)) == ("✓ yes", [("sign", "Wingdings F001")])


def test_macros_are_told_and_struck_words_kept() -> None:
    source = read(p(r("old", "<w:strike/>")), extra={"word/vbaProject.bin": "x"})
    assert source.blocks[0].text == "old"
    assert told(source) == [("macros", "")]
    assert source.notes == ("Words that are struck through were kept, without the line through them.",)


def test_the_strict_form_is_read() -> None:
    xml = part("w:document", f"<w:body>{p('Strict')}</w:body>").replace(W, STRICT_W)
    assert read_word(zipped({"word/document.xml": xml}), "x.docx").blocks[0].text == "Strict"


def test_more_text_than_any_document_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("composer.imports.word.told.MAX_CHARACTERS", 10)
    with pytest.raises(Problem, match=r"policy.docx: the file has more than"):
        read(p(r("12345"), deleted("678901")))


def test_the_same_file_reads_the_same() -> None:
    data = docx(p(t("x")), table(["a", "b"]))
    assert read_word(data, "x.docx") == read_word(data, "x.docx")
