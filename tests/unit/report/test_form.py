"""主送, 附件说明, 署名, 成文日期 and 版记 as blocks: each once, a place to fill in where empty, left out for a dash."""

from datetime import date

import pytest

from kpi.i18n import texts
from kpi.model import OfficialForm
from kpi.report import Genre
from kpi.report.document import CopyTo, Paragraph, Signature, Style, document_of
from kpi.report.document.composer import Composer
from kpi.report.document.form import addressee, closing, copy_to
from tests.unit.report.sample import small

DAY = date(2025, 7, 18)


def written(*parts, **said):
    write, report = Composer(texts("zh")), small(form=OfficialForm(**said))
    write.paragraph("正文。")
    for part in parts:
        part(write, report)
    return write.blocks[1:]


@pytest.mark.parametrize(
    ("said", "printed"),
    [("各镇人民政府", ["各镇人民政府："]), ("各镇人民政府：", ["各镇人民政府："]), ("", ["（主送机关）："]), ("—", [])],
)
def test_to_whom_it_goes_ends_with_one_colon(said, printed):
    assert [block.text for block in written(addressee, addressee=said)] == printed


@pytest.mark.parametrize(
    ("said", "printed"),
    [("市委办。", ["市委办。"]), ("市委办，市府办", ["市委办，市府办。"]), ("", ["（抄送机关）。"]), ("-", [])],
)
def test_who_gets_a_copy_ends_with_one_full_stop(said, printed):
    assert [block.names for block in written(copy_to, copy_to=said)] == printed


def test_names_of_what_is_enclosed_have_no_book_marks_and_no_full_stop():
    *listed, _ = written(closing, annex_note="《统计公报（2024年）》。； 《甲》和《乙》;—", signatory="市人社局", signed_on=DAY)
    assert [block.text for block in listed] == ["附件：1.统计公报（2024年）", "2.《甲》和《乙》"]
    assert [block.style for block in listed] == [Style.ANNEX_LIST, Style.ANNEX_LIST_MORE]


@pytest.mark.parametrize(
    ("signatory", "lines", "middle"),
    [
        ("市人社局", ("市人社局", "2025年7月18日"), 7.25),
        ("东莞市人力资源和社会保障局办公室", ("东莞市人力资源和社会保障局办公室", "2025年7月18日"), 8.5),
        ("—", ("2025年7月18日",), 7.25),
        ("字" * 40, ("字" * 40, "2025年7月18日"), 14),
    ],
)
def test_the_day_ends_four_characters_from_the_edge_and_lines_share_a_middle(signatory, lines, middle):
    """The day is 6.5 characters wide, its middle 4 + 3.25 from the edge. 16 characters need half of 17; a line holds 28."""
    [signature] = written(closing, signatory=signatory, signed_on=DAY)
    assert (signature.lines, round(signature.middle, 6)) == (lines, middle)


@pytest.mark.parametrize("genre", [Genre.GAP, Genre.TASKS])
def test_a_document_has_each_once(genre):
    blocks = document_of(small(genre=genre))
    of_whom = [block for block in blocks if isinstance(block, Paragraph) and block.style is Style.ADDRESSEE]
    assert [len(of_whom), *(sum(isinstance(block, kind) for block in blocks) for kind in (Signature, CopyTo))] == [1, 1, 1]
    assert isinstance(blocks[-1], CopyTo)
