"""The upload page beyond the plain case: names offered, warnings one by one, columns mapped by hand, many files."""

import io
import re
import zipfile

import pytest

from kpi.i18n import texts
from kpi.web import session
from kpi.web.escape import escape
from tests.pages.conftest import shown

pytestmark = pytest.mark.slow

ZH = texts("zh")


def drop(app, *files):
    app.file_uploader[0].set_value([(name, text.encode(), "text/csv") for name, text in files]).run()
    assert not app.exception
    return app


def button(app, key):
    return next((each for each in app.button if each.label == ZH(key)), None)


def test_an_offered_name_is_accepted_on_the_page_and_removed_on_the_other(visit):
    app = drop(visit("upload"), ("a.csv", "指标,地区,2024年\n补贴性职业技能培训（人次）,南成,1900\n"))
    assert button(app, "page.commit") is None
    button(app, "page.accept_name").click().run()
    assert not app.error
    assert [alias.spelling for alias in session.workspace().store.aliases()] == ["南成"]
    assert button(app, "page.commit") is not None
    app = visit("reading")
    assert any("南成" in text for text in shown(app))
    button(app, "page.remove_alias").click().run()
    assert session.workspace().store.aliases() == []
    assert ZH("page.no_aliases") in shown(app)


def test_every_warning_is_confirmed_before_the_button_works(visit):
    text = "指标代码,年份,数值,单位\nvocational_students,2024,1230,万人\nmaster_studios_new,2024,4000,家\n"
    app = drop(visit("upload"), ("a.csv", text))
    one_by_one = [box for box in app.checkbox if str(box.key).startswith("confirm_") and box.key != "confirm_all"]
    assert len(one_by_one) == 2
    assert button(app, "page.commit").disabled
    one_by_one[0].check().run()
    assert button(app, "page.commit").disabled
    next(box for box in app.checkbox if box.key == one_by_one[1].key).check().run()
    assert not button(app, "page.commit").disabled
    button(app, "page.commit").click().run()
    assert session.workspace().store.data_version == 2
    assert len(session.workspace().store.batches()[0].warnings) == 2


def test_a_closed_year_needs_a_note_on_the_page(visit):
    app = drop(visit("upload"), ("a.csv", "指标代码,年份,数值,单位\nmaster_studios_new,2022,41,家\n"))
    next(box for box in app.checkbox if box.key == "confirm_all").check().run()
    assert button(app, "page.commit").disabled
    next(field for field in app.text_input if field.key == "upload_note").set_value("普查修订").run()
    assert not button(app, "page.commit").disabled


def test_columns_are_mapped_by_hand_and_saved(visit):
    app = drop(visit("upload"), ("a.csv", "甲,乙\n补贴性职业技能培训,1900\n"))
    assert [error.value for error in app.error] == [ZH("page.refused")]
    next(each for each in app.toggle if each.label == ZH("page.map_by_hand")).set_value(True).run()
    roles = [each for each in app.selectbox if str(each.key).startswith("role_")]
    roles[0].set_value("name").run()
    next(each for each in app.selectbox if str(each.key).startswith("role_1_")).set_value("value").run()
    next(each for each in app.text_input if str(each.key).startswith("says_1_")).set_value("2024年前三季度").run()
    next(each for each in app.text_input if str(each.key).startswith("around_unit_")).set_value("人次").run()
    assert not app.exception
    assert not app.error
    assert any("0\\.19万人次" in text or "0.19万人次" in text for text in shown(app))
    next(each for each in app.text_input if str(each.key).startswith("profile_name_")).set_value("培训月报").run()
    button(app, "page.save_profile").click().run()
    assert [profile.name for profile in session.workspace().store.profiles()] == ["培训月报"]
    app = drop(visit("upload"), ("b.csv", "甲,乙\n补贴性职业技能培训,2100\n"))
    assert not app.error
    assert any("培训月报" in text for text in shown(app))


def test_an_encoding_chosen_by_hand_is_used(visit):
    app = drop(visit("upload"), ("a.csv", "指标代码,年份,数值,单位\nsubsidized_training,2024,6.2,万人次\n"))
    next(each for each in app.selectbox if str(each.key).startswith("encoding_")).set_value("UTF-16 LE").run()
    assert [error.value for error in app.error] == [ZH("page.refused")]


def test_many_files_have_a_line_each(visit):
    files = [
        (f"{n}.csv", f"指标,地区,2024年\n补贴性职业技能培训（人次）,{town},{1000 + n}\n")
        for n, town in enumerate(["东城", "南城", "石碣镇"])
    ]
    app = drop(visit("upload"), *files)
    (listed,) = [each.value for each in app.main.html if "kpi-files" in each.value]
    assert re.findall(r"<b>(.*?)</b>", listed) == ["0.csv", "1.csv", "2.csv"]
    button(app, "page.commit").click().run()
    assert len(session.workspace().store.batches()) == 4


def listed_in(app, kind):
    """The block of a page that bears a class."""
    (block,) = [each.value for each in app.main.html if kind in each.value]
    return block


def labels(app):
    return [button.label for button in app.get("download_button")]


def test_rows_in_the_address_are_shown_with_their_form_and_what_is_unknown_is_said(visit):
    app = visit("upload", rows="T05.2024,T07.2024,T99,T05.2022")
    assert not app.exception
    asked = listed_in(app, "kpi-asked")
    assert "要填的2个数" in asked
    assert re.findall(r"<b>(.*?)</b> (\S+) <small>(.*?)</small>", asked) == [
        ("学历技能素质提升培训", "2024年", "万人次"),
        ("“项目制”技能培训", "2024年", "万人次"),
    ]
    assert labels(app)[0] == "下载这2项数据的填报表"
    assert [each.value for each in app.main.warning] == ["本规划没有T99，已略过。"]
    assert any("T05\\.2022" in each.value for each in app.main.info)


def test_what_is_due_stands_first_the_longest_overdue_first_with_one_form_for_all(visit):
    """16 targets are of each year, one of them not of 2023; three are of 2023 alone, and seven end with 2025."""
    app = visit("upload")
    lead = listed_in(app, "kpi-note")
    assert "26项目标到期未报，共缺68项数据" in lead
    assert "目标的期末最早为2023年底（18项）" in lead
    assert "填报期限另算：" in lead
    assert labels(app)[0] == "下载这68项数据的填报表"
    due = listed_in(app, "kpi-due")
    assert re.findall(r"<summary><b>(.*?)</b> <span class=\"kpi-due-count\">(.*?)</span>", due) == [
        ("2023年底", "18项"),
        ("2024年底", "16项"),
        ("2025年底", "23项"),
    ]
    assert due.count("填这一项") == 57
    assert "rows=T05.2023" in due


def test_a_note_that_was_typed_outlasts_a_run_in_which_the_files_are_refused(visit):
    text = "指标代码,年份,数值,单位\nmaster_studios_new,2024,41,家\n"
    app = drop(visit("upload"), ("a.csv", text))
    note = next(field for field in app.text_input if field.key == "upload_note")
    note.set_value("季报").run()
    drop(app, ("a.csv", text.replace("2024", "20244")))
    assert [error.value for error in app.error] == [ZH("page.refused")]
    drop(app, ("a.csv", text))
    assert next(field for field in app.text_input if field.key == "upload_note").value == "季报"


def test_an_archive_is_confirmed_like_a_file(visit):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for town in ("东城街道", "南城街道"):
            made.writestr(f"{town}.csv", f"指标代码,地区,年份,数值,单位\nmaster_studios_new,{town},2024,4,家\n")
    app = visit("upload")
    app.file_uploader[0].set_value([("上报.zip", written.getvalue(), "application/zip")]).run()
    assert not app.exception
    told = " ".join(shown(app))
    assert "压缩包，内有2个表格文件" in told
    assert escape("东城街道.csv D2") in told
    assert escape("南城街道.csv D2") in told
    for box in app.checkbox:
        if box.key == "confirm_all":
            box.check().run()
    button(app, "page.commit").click().run()
    (batch, *_) = session.workspace().store.batches()
    assert (batch.file, batch.rows) == ("上报.zip", 2)
