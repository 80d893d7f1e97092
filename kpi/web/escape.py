"""Text that people wrote, shown as the text it is: neither Markdown, nor a Streamlit directive, nor HTML, nor a link.

A backslash keeps a character from the Markdown reader. Streamlit looks at what that reader made of it once more, and turns
addresses, `a@b.c`, `:smile:`, `:material/home:` and `->` into links, pictures and arrows all the same, as long as they stand
in one piece. So they are taken apart by a span with nothing in it.
"""

import re

from kpi.i18n import visible

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>&:^=@])")
_APART = ":small[]"
_SEAM = re.compile(r"(?<=:)(?=[A-Za-z0-9_+\-/])|(?<=[Ww]{3})(?=\.)|(?<=.)(?=@)|(?<=[<>~-])(?=[-=>])")
"""Inside a scheme or a shortcode, after www, before @, and within an arrow."""


def escape(text: str) -> str:
    """`text` on one line, for whatever reads Markdown: bodies, cells, labels, pills, metrics, helps and tooltips."""
    one_line = " ".join(visible(str(text)).split())
    return _APART.join(_SPECIAL.sub(r"\\\1", piece) for piece in _SEAM.split(one_line))


def plain(text: str) -> str:
    """`text` for what shows letters as they are: the options of a select box, cells of a data frame, descriptions."""
    return visible(str(text))
