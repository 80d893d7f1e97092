"""The tags of a template, one after the other as they stand in its paragraphs: what each says, and all that is wrong with it.

A name knows what it stands for, and a loop makes a name of its own for each row; so every mistake is told before anything is
filled in, with the paragraph it stands in.
"""

import re
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from rapidfuzz import fuzz, process, utils

from .language import FILTERS, LOOP, MILLIMETRES, Language, Name
from .package import Paragraph

MOST_PROBLEMS = 100
_TAG = re.compile(r"\{\{(?P<shown>.*?)\}\}|\{%(?P<done>.*?)%\}|\{#.*?#\}", re.DOTALL)
_LOOSE = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_FULL_WIDTH = re.compile(r"｛\s*[｛%％]|[｝%％]\s*｝")
_LEVEL = re.compile(r"(tr|tc|p|r)\s+(?=\S)")
_LEVELS = {"docx": ("tr", "tc", "p", "r"), "pptx": ("tr", "p")}
_ENDS = {"endfor": "for", "endif": "if"}
_NEAR = 45
"""Of a hundred: how like a known name an unknown one must be to be taken for it."""
_CURLY = str.maketrans("“”‘’", "\"\"''")
"""As Word writes quotation marks by itself; Jinja knows only straight ones."""
_LOOP = {name: Name(name, name, "number", {}) for name in LOOP}
_NAMED = (nodes.Name, nodes.Getattr, nodes.Getitem)
"""Expressions that a name or key leads to; what else there is has no parts."""
_PLAIN = (nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Const, nodes.CondExpr, nodes.Concat)
"""Expressions that only put others together."""


@dataclass(frozen=True)
class Fault:
    """Something wrong with a tag, and where it stands."""

    code: str
    part: str
    paragraph: int
    tag: str
    value: str = ""
    near: str = ""
    """The known name that is most like an unknown one."""


@dataclass
class _Open:
    """A loop or condition that has not ended."""

    keyword: str
    level: str
    place: Paragraph
    tag: str


@dataclass
class Reading:
    """What a template asks for, and what is wrong with it."""

    kind: str
    names: Mapping[str, Name]
    faults: list[Fault] = field(default_factory=list)
    uses: set[str] = field(default_factory=set)
    """Names that are asked for: `title`, `targets`, `targets.measure`."""

    def part(self, paragraphs: Sequence[Paragraph]) -> None:
        """Read the paragraphs of one part, in which all that is begun must end."""
        reader = _Part(self)
        for paragraph in paragraphs:
            reader.paragraph(paragraph)
        reader.end()


@dataclass(frozen=True)
class _Tag:
    text: str
    shown: str | None
    done: str | None
    level: str = ""

    @property
    def keyword(self) -> str:
        return (self.done or "").split(maxsplit=1)[0] if self.done and self.done.strip() else ""


def _tags(text: str) -> Iterator[_Tag]:
    for match in _TAG.finditer(text.translate(_CURLY)):
        shown, done = match["shown"], match["done"]
        inner = shown if shown is not None else done
        level = _LEVEL.match(inner) if inner is not None else None
        if level:
            rest = inner[level.end() :] if inner else ""
            yield _Tag(match[0], rest if shown is not None else None, rest if done is not None else None, level[1])
        else:
            yield _Tag(match[0], _trimmed(shown), _trimmed(done))


def _trimmed(inner: str | None) -> str | None:
    return inner.strip().removeprefix("-").removesuffix("-").strip() if inner is not None else None


class _Part:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._language = Language()
        self._open: list[_Open] = []
        self._scopes: list[dict[str, tuple[str, Name]]] = [{called: ("", name) for called, name in reading.names.items()}]
        self._place = Paragraph("", 0)
        self._tag = ""

    def paragraph(self, paragraph: Paragraph) -> None:
        """Read the tags of a paragraph."""
        self._place, self._tag = paragraph, paragraph.text.strip()[:80]
        if _FULL_WIDTH.search(paragraph.text):
            self._fault("template_full_width")
        if _LOOSE.search(_TAG.sub("", paragraph.text)):
            self._fault("template_unclosed")
        for tag in _tags(paragraph.text):
            self._tag = tag.text
            if tag.level:
                self._level(tag)
            if tag.shown is not None:
                self._shown(tag)
            elif tag.done is not None:
                self._done(tag)

    def end(self) -> None:
        """All that has begun must have ended."""
        for each in self._open:
            self._place, self._tag = each.place, each.tag
            self._fault("template_unended", f"end{each.keyword}")

    def _fault(self, code: str, value: str = "", near: str = "") -> None:
        fault = Fault(code, self._place.part, self._place.number, self._tag[:200], value[:200], near)
        if len(self._reading.faults) < MOST_PROBLEMS and fault not in self._reading.faults:
            self._reading.faults.append(fault)

    def _level(self, tag: _Tag) -> None:
        """What a tag stands for is the whole paragraph, row or cell it stands in: nothing else may stand there."""
        if tag.level not in _LEVELS[self._reading.kind] or tag.shown is not None:
            self._fault("template_not_allowed", f"{tag.level} ")
            return
        around = {"tr": self._place.row, "tc": self._place.cell, "p": [self._place]}.get(tag.level, [])
        if around is None:
            self._fault("template_no_row")
        elif around and "".join(each.text for each in around).translate(_CURLY).strip() != tag.text:
            self._fault("template_not_alone")

    def _done(self, tag: _Tag) -> None:
        keyword = tag.keyword
        if keyword in ("for", "if"):
            self._open.append(_Open(keyword, tag.level, self._place, tag.text))
            self._scopes.append(self._begun(keyword, tag.done or ""))
        elif keyword in _ENDS or keyword in ("else", "elif"):
            self._ended(keyword, tag)
        else:
            self._fault("template_not_allowed", keyword)

    def _ended(self, keyword: str, tag: _Tag) -> None:
        begun = self._open[-1] if self._open else None
        fits = begun and (_ENDS.get(keyword) == begun.keyword or (keyword not in _ENDS and begun.keyword == "if"))
        if begun is None or not fits:
            self._fault("template_unbegun", keyword)
            return
        if begun.level != tag.level:
            self._fault("template_levels", begun.tag)
        if keyword == "elif":
            self._condition((tag.done or "").removeprefix("elif"))
        if keyword in _ENDS:
            self._open.pop()
            self._scopes.pop()

    def _begun(self, keyword: str, done: str) -> dict[str, tuple[str, Name]]:
        """The names that a loop or condition knows besides."""
        if keyword == "if":
            self._condition(done.removeprefix("if"))
            return {}
        (loop,) = self._parsed(f"{{% {done} %}}{{% endfor %}}", nodes.For) or (None,)
        if loop is None:
            return {}
        if not isinstance(loop.target, nodes.Name) or loop.else_ or loop.recursive:
            self._fault("template_not_allowed", done)
            return {}
        rows = self._kind(loop.iter)
        if rows and rows[1].kind != "rows":
            self._fault("template_loop_over", rows[1].name)
            rows = None
        path, name = rows or ("", Name("", "", "unknown", {}))
        bound = {loop.target.name: (path, Name(name.name, name.alias, "row" if rows else "unknown", name.fields))}
        bound["loop"] = ("", Name("loop", "loop", "row", _LOOP))
        if loop.test:
            self._scopes.append(bound)
            self._kind(loop.test)
            self._scopes.pop()
        return bound

    def _condition(self, expression: str) -> None:
        for test in self._parsed(f"{{% if {expression} %}}{{% endif %}}", nodes.If) or ():
            self._kind(test.test)

    def _shown(self, tag: _Tag) -> None:
        for output in self._parsed(f"{{{{ {tag.shown} }}}}", nodes.Output) or ():
            for shown in output.nodes:
                found = self._kind(shown)
                if found and found[1].kind in ("rows", "row"):
                    self._fault("template_table_shown", found[1].name)
                if found and found[1].kind == "picture" and self._reading.kind == "pptx" and not self._picture_alone(found[0]):
                    self._fault("template_picture_here", found[1].name)

    def _picture_alone(self, path: str) -> bool:
        """On a slide a picture takes the place of a text box that holds nothing else, and rows have none."""
        return "." not in path and self._place.row is None and self._place.text.translate(_CURLY).strip() == self._tag

    def _parsed(self, text: str, kind: type[nodes.Node]) -> list[Any] | None:
        try:
            found = self._language.parse(text).body
        except (TemplateSyntaxError, ValueError):
            self._fault("template_syntax")
            return None
        if len(found) != 1 or not isinstance(found[0], kind):
            self._fault("template_syntax")
            return None
        return found

    def _kind(self, node: nodes.Node) -> tuple[str, Name] | None:
        """What an expression stands for, with its path; None where that is a text of the template's, or unknown."""
        match node:
            case nodes.Name():
                return self._named(node.name)
            case nodes.Getattr() | nodes.Getitem(arg=nodes.Const()) if isinstance(node.node, _NAMED):
                key = node.attr if isinstance(node, nodes.Getattr) else str(getattr(node.arg, "value", ""))
                return self._field(self._kind(node.node), key)
            case nodes.Getitem(arg=nodes.Slice()):
                return self._kind(node.node)
            case nodes.Filter() if node.name in FILTERS and node.node is not None:
                found = self._kind(node.node)
                for argument in node.args:
                    self._kind(argument)
                return found if node.name in MILLIMETRES else None
            case _ if isinstance(node, _PLAIN):
                for part in node.iter_child_nodes():
                    self._kind(part)
                return None
        self._fault("template_not_allowed", getattr(node, "name", "") or type(node).__name__)
        return None

    def _named(self, called: str) -> tuple[str, Name] | None:
        known = ChainMap(*reversed(self._scopes))
        if called not in known:
            self._fault("template_unknown", called, nearest(called, known))
            return None
        path, name = known[called]
        if name.kind == "row":
            return path, name
        self._reading.uses.add(name.name)
        return name.name, name

    def _field(self, of: tuple[str, Name] | None, called: str) -> tuple[str, Name] | None:
        if of is None or of[1].kind == "unknown":
            return None
        path, name = of
        if name.kind == "rows":
            self._fault("template_table_shown", name.name)
            return None
        if name.kind != "row" or called not in name.fields:
            self._fault("template_field", called, nearest(called, name.fields))
            return None
        found = name.fields[called]
        if not path:
            return "", found
        self._reading.uses.add(f"{path}.{found.name}")
        return f"{path}.{found.name}", found


def nearest(called: str, known: Iterable[str]) -> str:
    """The known name that is most like one; empty where none is."""
    found = process.extractOne(called, list(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_NEAR)
    return str(found[0]) if found else ""
