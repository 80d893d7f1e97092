"""Text that people wrote, shown as the text it is: neither Markdown, nor a Streamlit directive, nor HTML."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>&:^=])")


def escape(text: str) -> str:
    """`text` with every character that Markdown or Streamlit might act on made harmless, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))
