"""设置 › 报告模板: a file is dropped, checked at once, kept under a name, offered for reports and given back as it came."""

import io

import docx
import pytest

from kpi import services
from kpi.i18n import texts
from kpi.model import Action
from kpi.web import session
from tests.pages.conftest import shown

pytestmark = pytest.mark.slow

ZH = texts("zh")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def template_of(*paragraphs):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def drop(visit, content, name="局发公文.docx"):
    app = visit("templates")
    app.file_uploader[0].set_value([(name, content, DOCX)]).run()
    assert not app.exception
    return app


def keep_button(app):
    return next((each for each in app.button if each.label == ZH("page.template_keep")), None)


def kept():
    views = services.office_templates(session.workspace(), actor())
    return [(each.template.name, each.template.version, each.in_use) for each in views]


def actor():
    return session.require(Action.VIEW)


def test_a_file_that_fits_is_kept_under_its_name_and_a_second_one_is_its_next_version(visit):
    first, second = template_of("{{ 标题 }}", "{{ 总体情况 }}"), template_of("{{ 标题 }}")
    app = drop(visit, first)
    assert [each.value for each in app.success] == [ZH("page.template_fits", count=2)]
    assert next(each for each in app.text_input if each.key == "template_called").value == "局发公文"
    keep_button(app).click().run()
    assert ZH("page.template_added", name="局发公文") in [each.value for each in app.success]
    app = drop(visit, second)
    keep_button(app).click().run()
    assert sorted(kept()) == [("局发公文", 1, False), ("局发公文", 2, True)]
    newest = next(each for each in services.office_templates(session.workspace(), actor()) if each.in_use)
    assert services.office_template_file(session.workspace(), actor(), newest.template.template_id).content == second
    assert any("局发公文" in option for each in visit("export").selectbox for option in each.options)


def test_a_file_with_an_unknown_placeholder_says_which_and_is_not_kept(visit):
    app = drop(visit, template_of("{{ 标题 }}", "{{ 总体情況 }}"))
    assert keep_button(app) is None
    assert [each.value for each in app.error] == [ZH("page.template_wrong", count=1)]
    told = [text for text in shown(app) if "总体情況" in text]
    assert any("总体情况" in text for text in told), told
    assert kept() == []


def test_a_file_that_is_none_is_refused_in_words(visit):
    app = drop(visit, b"PK\x03\x04 not a document", "坏.docx")
    assert keep_button(app) is None
    assert app.error
    assert kept() == []
