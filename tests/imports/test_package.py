"""What a stranger's file may be, and how it is refused."""

from __future__ import annotations

import io
import warnings
import zipfile

import pytest

from composer.imports.word import package, package_xml
from composer.imports.word.guarded import read_word_guarded
from composer.imports.word.package import Package
from composer.imports.word.package_xml import Reader
from composer.imports.word.reading import read_word
from composer.policy.problems import Problem
from tests.imports.docx_maker import HEAD, SPACES, docx, p, part, relations, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def problem(data: bytes, name: str = "policy.docx") -> str:
    with pytest.raises(Problem) as caught:
        read_word(data, name)
    assert str(caught.value).startswith(f"{name}: the file ")
    assert caught.value.mend
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"Hello", "is no Word document"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"{\\rtf1\\ansi", "is a rich text file"),
        (b"<!DOCTYPE html><html>", "is a web page"),
        (b"\xef\xbb\xbf  <html lang='en'>", "is a web page"),
        (b"MIME-Version: 1.0\r\n", "is a web page in one file"),
        (
            b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">',
            "one XML",
        ),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is protected with a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "is in Word's old format (.doc)"),
        (OLE, "is an old Office file"),
        (b"PK\x03\x04 and no more", "is damaged"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "OpenDocument"),
        (zipped({"xl/workbook.xml": "<x/>"}), "an Excel workbook"),
        (zipped({"ppt/presentation.xml": "<x/>"}), "a PowerPoint presentation"),
        (zipped({"Index/Document.iwa": "x"}), "a Pages document"),
        (zipped({"a.txt": "x"}), "is no Word document"),
    ],
)
def test_what_is_no_word_file_is_named(data: bytes, said: str) -> None:
    assert said in problem(data)


def test_a_file_that_is_too_large_is_not_opened() -> None:
    assert "is larger than 10 MB" in problem(b"PK" + bytes(package.MAX_PACKED))


def test_a_damaged_part_is_named() -> None:
    whole = docx(p("a few words that are kept"))
    at = whole.index(b"word/document.xml") + len("word/document.xml") + 5
    assert "is damaged" in problem(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
    assert "is damaged" in problem(whole[: len(whole) // 2])


def test_a_wrong_checksum_is_damage() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/document.xml", part("w:document", f"<w:body>{p('aaaa')}</w:body>"))
    assert "is damaged" in problem(out.getvalue().replace(b"aaaa", b"bbbb"))


@pytest.mark.parametrize("xml", ["", "not xml", "<a><b></a>", HEAD + "<w:p/>", "<a/>\x00", part("w:lang", "")])
def test_text_that_is_no_document_is_named(xml: str) -> None:
    assert ("holds no text" if "w:lang" in xml else "is damaged") in problem(zipped({"word/document.xml": xml}))


def test_a_document_without_a_body_says_so() -> None:
    assert "holds no text" in problem(zipped({"word/document.xml": part("w:document", "")}))


@pytest.mark.parametrize("name", ["/etc/passwd", "../up.xml", "word/../../up.xml", "C:/x.xml", "word\\x.xml"])
def test_names_that_lead_out_are_refused(name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
        entry = zipfile.ZipInfo("x")
        entry.filename = name
        archive.writestr(entry, "x")
    assert "leads out of the file" in problem(out.getvalue())


def test_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("word/document.xml", "<x/>")
        archive.writestr("word/Document.xml", "<y/>")
    assert "two parts of one name" in problem(out.getvalue())


def test_too_many_parts_are_refused() -> None:
    parts = {f"p{at}": "" for at in range(package.MAX_PARTS)}
    assert "has more than 2,000 parts" in problem(zipped({"word/document.xml": "<x/>", **parts}))


def test_an_encrypted_part_is_a_password() -> None:
    data = bytearray(zipped({"word/document.xml": "<x/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "protected with a password" in problem(bytes(data))


def test_what_unpacks_to_far_more_is_refused() -> None:
    said = problem(docx(p("a" * 3_000_000)))
    assert said.count("the file") == 1
    assert "unpacks to more than 100 times its size" in said


def test_size_is_counted_over_all_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED", 6_000)
    assert "unpacks to more than 0 MB" in problem(docx(p("word " * 500)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "cp1252"])
def test_no_document_type_in_any_encoding(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "holds a document type" in problem(zipped({"word/document.xml": xml.encode(encoding)}))


def test_a_document_type_that_fetches_is_refused_too() -> None:
    xml = f'<!DOCTYPE a SYSTEM "file:///etc/passwd"><w:document {SPACES}/>'
    assert "holds a document type" in problem(zipped({"word/document.xml": xml}))
    styles = '<!DOCTYPE a [<!ENTITY b SYSTEM "http://x.invalid/">]><a>&b;</a>'
    assert "holds a document type" in problem(docx(p("a"), extra={"word/styles.xml": styles}))


def test_depth_pieces_and_long_tags_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = package_xml.MAX_DEPTH
    Reader().tree(b"<a>" * deep + b"</a>" * deep)
    with pytest.raises(Problem, match="deeper"):
        Reader().tree(b"<a>" * (deep + 1) + b"</a>" * (deep + 1))
    with pytest.raises(Problem, match="no end"):
        Reader().tree(b"<a><!--" + b"x" * 2_000_000 + b"--></a>")
    monkeypatch.setattr(package_xml, "MAX_ELEMENTS", 50)
    reader = Reader()
    reader.tree(b"<a>" + b"<b/>" * 30 + b"</a>")
    with pytest.raises(Problem, match="more pieces"):
        reader.tree(b"<a>" + b"<b/>" * 30 + b"</a>")
    monkeypatch.setattr(package_xml, "MAX_ATTRIBUTES", 5)
    with pytest.raises(Problem, match="more pieces"):
        Reader().tree(b'<a b="" c="" d=""><e b="" c="" d=""/></a>')


def test_the_main_part_is_found_by_its_relation() -> None:
    odd = zipped(
        {
            "_rels/.rels": relations(("a", "officeDocument", "/text/main.xml")),
            "text/main.xml": part("w:document", f"<w:body>{p('found')}</w:body>"),
        }
    )
    assert read_word(odd, "x.docx").blocks[0].text == "found"
    assert Package(odd, "x.docx").main == "text/main.xml"


# -- the process of its own ----------------------------------------------------------------------------------


def test_the_process_says_what_reading_here_says() -> None:
    data = docx(p("Staff must ask.", p("x")[:0]), title="Staff must ask.")
    assert read_word_guarded(data, "folder/policy.docx") == read_word(data, "policy.docx")


def test_a_problem_crosses_whole() -> None:
    with pytest.raises(Problem) as here:
        read_word(docx(p("a" * 3_000_000)), "policy.docx")
    with pytest.raises(Problem) as there:
        read_word_guarded(docx(p("a" * 3_000_000)), "policy.docx")
    assert str(there.value) == str(here.value)


def test_no_process_for_what_is_no_zip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("composer.imports.word.guarded._answer", None)
    with pytest.raises(Problem, match="is a PDF"):
        read_word_guarded(b"%PDF-1.4", "policy.docx")


def test_a_process_without_memory_is_one_sentence() -> None:
    with pytest.raises(Problem, match=r"^policy.docx: the file ") as caught:
        read_word_guarded(docx(p("x " * 20_000)), "policy.docx", memory=24_000_000)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("print('nonsense')", "cannot be read"),
        ("print('[]')", "cannot be read"),
        ('print(\'{"source": {"blocks": 3}}\')', "cannot be read"),
        (
            'print(\'{"source": {"blocks": [], "left_out": [], "notes": [], "digest": "0", "title": ""}}\')',
            "cannot be read",
        ),
        ("raise SystemExit(3)", "cannot be read"),
        ("1 / 0", "cannot be read"),
        ("import os; os.kill(os.getpid(), 11)", "cannot be read"),
        ("import os; os.kill(os.getpid(), 9)", "far longer to read"),
        ("import sys, time; sys.stdin.close(); time.sleep(9)", "far longer to read"),
    ],
)
def test_a_process_that_fails_is_one_sentence(
    start: str, said: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("composer.imports.word.guarded._START", start)
    with pytest.raises(Problem, match=said) as caught:
        read_word_guarded(docx(p("x")), "policy.docx", seconds=0 if "sleep" in start else 5)
    assert str(caught.value).startswith("policy.docx: the file ")
    assert capfd.readouterr() == ("", "")


def test_no_process_at_all_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(Problem, match="no process could be started"):
        read_word_guarded(docx(p("x")), "policy.docx")
