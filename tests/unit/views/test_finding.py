"""Finding by name, pinyin, initials, English and id: what is found and what comes first, worked out by hand."""

import pytest

from kpi.catalog import load_catalog
from kpi.views.finding.search import Findable, Index, Sort, index_of
from kpi.views.finding.spelling import by_initials, by_sound, readings
from tests.databases import LETTER

PAGES = {"overview": "page.overview", "measure": "page.measure", "gaps": "page.gaps", "query": "page.query"}


def thing(id, *names, sort=Sort.MEASURE):
    return Findable(sort, id, names[0], names)


def ids(index, typed, **bounds):
    return [found.id for found in index.find(typed, **bounds)]


@pytest.mark.parametrize(
    ("name", "typed", "place"),
    [
        ("技能人才", "jnrc", 0),
        ("技能人才", "rc", 2),
        ("技能人才", "jr", None),  # no letter in between may be left out
        ("“项目制”技能", "xmzjn", 0),  # signs are not read
        ("重庆", "cq", 0),  # 重 is read zhong and chong
        ("重庆", "zq", 0),
        ("5G基站", "5gjz", 0),
        ("技能", "jnx", None),
    ],
)
def test_first_letters(name, typed, place):
    assert by_initials(readings(name), typed) == place


@pytest.mark.parametrize(
    ("name", "typed", "place"),
    [
        ("技能人才", "jinengrencai", 0),
        ("技能人才", "jinengr", 0),  # the last reading is not typed to its end
        ("技能人才", "rencai", 2),
        ("西安", "xian", 0),  # xi and an
        ("新城", "xian", None),
        ("道滘", "daojiao", 0),
        ("女工", "nvgong", 0),
        ("技能人才", "jinren", None),
    ],
)
def test_full_readings(name, typed, place):
    assert by_sound(readings(name), typed) == place


def test_what_begins_so_comes_before_a_word_before_first_letters_before_anything_within():
    index = Index(
        [
            thing("within", "大技能"),
            thing("read", "机能"),  # ji neng as well
            thing("word", "“技能”大赛"),
            thing("prefix", "技能人才"),
            thing("whole", "技能"),
            thing("not", "人才"),
        ]
    )
    assert ids(index, "技能") == ["whole", "prefix", "word", "within"]
    for typed in ("jineng", "jn"):  # all are read so; 机能 stands before 技能 in the list and is as short
        assert ids(index, typed) == ["read", "whole", "prefix", "word", "within"]


def test_of_what_fits_alike_the_one_in_front_then_the_shorter_then_as_listed():
    index = Index(
        [thing("late", "全市技能人才"), thing("long", "技能人才总量"), thing("b", "技能人才"), thing("a", "技能人才")]
    )
    assert ids(index, "rc") == ["b", "a", "long", "late"]
    assert ids(index, "rc", most=2) == ["b", "a"]


def test_english_by_its_words_in_any_order_and_width_and_case_mean_nothing():
    index = Index(
        [
            thing("share", "技能人才占比", "Skilled workers as a share"),
            thing("total", "技能人才总量", "Skilled workers in total"),
        ]
    )
    assert ids(index, "SHARE skilled") == ["share"]
    assert ids(index, "ｓｋｉｌｌｅｄ  workers") == ["total", "share"]  # 24 letters, 26
    assert ids(index, "killed") == ["total", "share"]  # within
    assert ids(index, "sw") == []  # English is not read by first letters


def test_prose_is_found_by_words_of_some_length_and_never_by_how_it_is_read():
    long = Findable(Sort.MATTER, "long", "第1号", ("#1", "王芳"), ("经费不足，请人社局会同财政局研究", "Budget is short"))
    index = Index([long, thing("measure", "财政投入")])
    assert ids(index, "财政") == ["measure", "long"]  # what has the name comes before what is written
    assert ids(index, "研究 经费") == ids(index, "budget short") == ids(index, "wf") == ["long"]
    assert ids(index, "研") == ids(index, "bu") == ids(index, "jfbz") == ids(index, "研究 人才") == []


@pytest.mark.parametrize("typed", ["", "  ", "　", "没有此项", "<b>", "\\"])
def test_nothing_is_found_for_nothing(typed):
    assert ids(Index([thing("one", "技能")]), typed) == []


@pytest.fixture(scope="module")
def letter():
    return index_of(load_catalog(LETTER), PAGES, "zh")


@pytest.mark.parametrize(
    ("typed", "sort", "first"),
    [
        ("jnrczjy", Sort.MEASURE, "skilled_share_of_employed"),  # 技能人才占就业人员比例
        ("技能领军人才认定", Sort.MEASURE, "leading_skilled_talents"),
        ("cjyzg", Sort.PAGE, "gaps"),
        ("总览", Sort.PAGE, "overview"),
        ("overview", Sort.PAGE, "overview"),
        ("chaxun", Sort.PAGE, "query"),
        ("dongcheng", Sort.REGION, "441900003"),
        ("441900003", Sort.REGION, "441900003"),
        ("东人社函", Sort.DOCUMENT, "letter"),
        ("T02", Sort.MEASURE, "highly_skilled_share"),
        ("highly_skilled_share", Sort.MEASURE, "highly_skilled_share"),
    ],
)
def test_the_first_plan(letter, typed, sort, first):
    (best, *_) = letter.find(typed)
    assert (best.sort, best.id) == (sort, first)
