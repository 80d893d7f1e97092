"""Texts as they are read from .po files: what Babel reads, which reads more and takes longer."""

import pytest
from babel.messages.pofile import read_po

from kpi.i18n.files import read_folder
from kpi.i18n.language import FOLDER


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_text_and_the_rule_of_counts_are_those_that_babel_reads(lang):
    told, rules = {}, set()
    for path in (FOLDER / lang).glob("*.po"):
        with path.open("rb") as file:
            entries = read_po(file, locale=lang)
        rules.add(entries.plural_expr)
        named = ((each.id[0] if isinstance(each.id, tuple) else each.id, each.string) for each in entries if each.id)
        told |= {str(key): tuple(said) if isinstance(said, tuple) else str(said) for key, said in named}
    assert read_folder(FOLDER / lang, lang) == (told, *rules)


HEAD = 'msgid ""\nmsgstr ""\n"Language: ga\\n"\n"Plural-Forms: nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;\\n"\n\n'


def test_what_a_file_may_hold_besides_is_read_too(tmp_path):
    """Comments, texts over several lines, escaped letters, three forms of a count and a rule of its own."""
    said = '# of a room\n#, fuzzy\nmsgid "a.b"\nmsgstr ""\n"one\\n"\n"\\"two\\"\\\\"\n\n'
    counted = 'msgid "a.c"\nmsgid_plural "a.c"\nmsgstr[0] "1"\nmsgstr[1] "2"\nmsgstr[2] "3"\n'
    (tmp_path / "a.po").write_text(HEAD + said + counted, "utf-8")
    assert read_folder(tmp_path, "en") == ({"a.b": 'one\n"two"\\', "a.c": ("1", "2", "3")}, "n==1 ? 0 : n==2 ? 1 : 2")


def test_a_line_that_says_nothing_is_named(tmp_path):
    (tmp_path / "a.po").write_text(HEAD + "msgid a.b\n", "utf-8")
    with pytest.raises(ValueError, match=r"a\.po:6: 'msgid a\.b'"):
        read_folder(tmp_path, "en")
