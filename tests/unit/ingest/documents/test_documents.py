"""The text of source documents, and a reason where there is none to be had."""

import io

import docx
import pypdf
import pytest

from kpi.errors import UnreadableFile
from kpi.i18n import LANGUAGES, texts
from kpi.ingest import document_text
from kpi.ingest.child import documents, process
from kpi.ingest.child.archive import Unreadable
from tests.unit.ingest.workbooks import repacked, saved


def word(*paragraphs, table=()):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        cells = document.add_table(1, len(table)).rows[0].cells
        for cell, text in zip(cells, table, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(text="", locked_with=""):
    """A PDF of one page with one line of Latin text."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    if text:
        font = pypdf.generic.DictionaryObject(
            {
                pypdf.generic.NameObject("/Type"): pypdf.generic.NameObject("/Font"),
                pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Type1"),
                pypdf.generic.NameObject("/BaseFont"): pypdf.generic.NameObject("/Helvetica"),
            }
        )
        fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): font})
        page[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject(
            {pypdf.generic.NameObject("/Font"): fonts}
        )
        content = pypdf.generic.StreamObject()
        content.set_data(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode())
        page[pypdf.generic.NameObject("/Contents")] = writer._add_object(content)
    if locked_with:
        writer.encrypt(locked_with, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_in_any_encoding(encoding):
    assert document_text("函.txt", "第一段\r\n共137.6万人\x0c第二页".encode(encoding)) == "第一段\n共137.6万人\x0c第二页"


def test_a_word_document_paragraph_by_paragraph_with_its_tables():
    text = document_text("函.docx", word("第一段", "共137.6万人", table=("甲", "乙")))
    assert [line for line in text.split("\n") if line] == ["第一段", "共137.6万人", "甲", "乙"]


def test_words_that_were_deleted_are_not_part_of_a_document():
    content = repacked(
        word("留下删去"),
        [("document.xml", "删去".encode(), b"</w:t></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:r><w:t>")],
    )
    assert document_text("函.docx", content).strip() == "留下"


def test_a_pdf():
    assert document_text("a.pdf", pdf("137.6 of 200")).strip() == "137.6 of 200"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"  \n", "file_empty"),
        (b"x" * (20 * 1024 * 1024 + 1), "file_too_large"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "document_old_word"),
        (b"\x89PNG\r\n\x1a\n\0\0", "control_characters"),
        (b"abc\x01", "control_characters"),
        (b"\xff\xff\xff", "undecodable"),
        (b"PK\x03\x04junk", "archive_damaged"),
        (saved([["x"]]), "not_a_document"),
        (word(""), "document_no_text"),
        (pdf(), "document_no_text"),
        (pdf("x", locked_with="1234"), "encrypted"),
        (b"%PDF-1.7 junk", "document_damaged"),
        (pdf("x")[:300], "document_damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_has_no_text_says_why(content, code):
    with pytest.raises(UnreadableFile) as refused:
        document_text("函.docx", content)
    assert refused.value.message.key == f"error.{code}"
    for lang in LANGUAGES:
        assert "函.docx" in texts(lang).message(refused.value.message)


def test_too_much_text_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "MOST_CHARACTERS", 3)
    with pytest.raises(Unreadable, match="document_too_large"):
        documents.read_docx(word("四个字的"))
    monkeypatch.setattr(documents, "MOST_PAGES", 0)
    with pytest.raises(Unreadable, match="document_too_large"):
        documents.read_pdf(pdf("x"))


def test_every_task_has_its_reader():
    assert {task: process.reader_of(task).__name__ for task in process.TASKS} == {
        "workbook": "read_workbook",
        "old_workbook": "read_old_workbook",
        "docx": "read_docx",
        "pdf": "read_pdf",
        "plan_workbook": "read_plan_workbook",
        "plan_archive": "read_plan_archive",
        "check_template": "read_check_template",
        "fill_template": "read_fill_template",
    }
