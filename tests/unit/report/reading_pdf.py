"""Opens finished PDF files the way their readers do."""

import io
import re

import pypdf


def open_pdf(content):
    return pypdf.PdfReader(io.BytesIO(content))


def squeezed(text):
    """Without blanks and line ends, which a page puts where it has room."""
    return re.sub(r"\s", "", text)


def page_texts(reader):
    return [squeezed(page.extract_text()) for page in reader.pages]


def whole_text(content):
    return "".join(page_texts(open_pdf(content)))


def bookmarks(reader):
    """Titles with their level, 1 the highest."""

    def told(items, level):
        for item in items:
            if isinstance(item, list):
                yield from told(item, level + 1)
            else:
                yield level, item.title

    return list(told(reader.outline, 1))


def alternative_texts(reader):
    """What the file tells those who cannot see its figures."""

    def told(node, seen):
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                yield from told(child, seen)
        elif isinstance(node, dict) and id(node) not in seen:
            seen.add(id(node))
            if "/Alt" in node:
                yield node["/Alt"]
            if "/K" in node:
                yield from told(node["/K"], seen)

    return list(told(reader.trailer["/Root"]["/StructTreeRoot"], set()))


def links(reader, page):
    """Where the links of a page lead, as page numbers from 0."""
    pages = [each.indirect_reference.idnum for each in reader.pages]
    notes = [note.get_object() for note in page.get("/Annots", ())]
    return [pages.index(note["/Dest"][0].idnum) for note in notes if note["/Subtype"] == "/Link"]


def places(page, character):
    """Where runs of text with `character` start, in points from the lower left corner."""
    found = []

    def visit(text, outer, inner, _font, _size):
        if character in text:
            found.append(tuple(pypdf.mult(inner, outer)[4:]))

    page.extract_text(visitor_text=visit)
    return found


def told_tables(reader):
    """The tables as a file has them read out: of each its rows, of these their cells: kind, columns, whether it has words."""
    return [[list(_told_cells(row)) for row in _of_kind(table, "/TR")] for table in _of_kind(_root(reader), "/Table")]


def _root(reader):
    return reader.trailer["/Root"]["/StructTreeRoot"].get_object()


def _children(node):
    children = node.get("/K", ())
    return [child.get_object() for child in (children if isinstance(children, list) else [children])]


def _of_kind(node, kind):
    for child in _children(node):
        if isinstance(child, dict):
            yield from [child] if child.get("/S") == kind else _of_kind(child, kind)


def _told_cells(row):
    for cell in _children(row):
        attributes = cell.get("/A", ())
        spans = [each.get_object() for each in (attributes if isinstance(attributes, list) else [attributes])]
        across = next((each["/ColSpan"] for each in spans if "/ColSpan" in each), 1)
        yield cell["/S"].removeprefix("/"), across, bool(_children(cell))
