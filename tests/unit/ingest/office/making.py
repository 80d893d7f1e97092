"""Templates by hand, and the child's tasks done in this process."""

import io
import json
import zipfile

import docx
import pptx
from pptx.util import Cm

from kpi.ingest import office
from kpi.ingest.child.archive import Unreadable
from kpi.ingest.child.papers import filling
from kpi.ingest.refusals import Refused


def here(task, content):
    """What another process would answer."""
    try:
        return json.loads(json.dumps(getattr(filling, f"read_{task}")(content)))
    except Unreadable as refused:
        raise Refused(refused.code) from refused


TITLE = (office.OfficeName("title", "标题"),)


def checked(content, names=TITLE):
    """Codes of what is wrong with a file."""
    return [problem.code for problem in office.check_template("a.docx", content, names).problems]


def document(*texts, rows=(), header=""):
    """A .docx with a paragraph for each text, and a table of one column."""
    made, written = docx.Document(), io.BytesIO()
    for text in texts:
        made.add_paragraph(text)
    if rows:
        table = made.add_table(0, 1)
        for row in rows:
            table.add_row().cells[0].text = row
    if header:
        made.sections[0].header.paragraphs[0].text = header
    made.save(written)
    return written.getvalue()


def deck(*texts, rows=()):
    """A .pptx whose one slide has a text box for each text, and a table of one column."""
    made, written = pptx.Presentation(), io.BytesIO()
    slide = made.slides.add_slide(made.slide_layouts[6])
    for place, text in enumerate(texts):
        slide.shapes.add_textbox(Cm(1), Cm(1 + 2 * place), Cm(20), Cm(2)).text_frame.text = text
    if rows:
        table = slide.shapes.add_table(len(rows), 1, Cm(1), Cm(8), Cm(20), Cm(len(rows))).table
        for cell, row in zip(table.iter_cells(), rows, strict=True):
            cell.text = row
    made.save(written)
    return written.getvalue()


def with_parts(content, changed=(), **parts):
    """The same package with parts added, or changed by a pair of bytes; `__` in a name stands for a slash, `_` for a dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            for where, old, new in changed:
                part = part.replace(old, new) if name == where else part
            target.writestr(name, part)
        for name, part in parts.items():
            target.writestr(name.replace("__", "/").replace("_", "."), part)
    return packed.getvalue()
