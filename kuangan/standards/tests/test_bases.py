"""Every basis of the checklist leads to an article or a criterion, or says that its text is not there."""

import pytest
import yaml

from kuangan.standards import queries
from kuangan.standards.rules.basis import Basis, basis, criterion_code
from kuangan.standards.states import Resolution
from kuangan.standards.tests.samples import CONTENT, load_everything


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("text", "document", "places"),
    [
        ("安全生产法第31-34条", "安全生产法", ("31", "32", "33", "34")),
        ("安全生产法第21、25条", "安全生产法", ("21", "25")),
        ("安全生产法第36条第3款", "安全生产法", ("36(3)",)),
        ("《刑法》第134条之一", "刑法", ("134-1",)),
        ("刑法第343条（移送线索）", "刑法", ("343",)),
        ("生产经营单位安全培训规定（总局令3号，80号修正）", "生产经营单位安全培训规定", ()),
        ("GB 16423-2020 5.2.4", "GB 16423-2020", ("5.2.4",)),
        ("GB 6722-2014第6、7章", "GB 6722-2014", ("c6", "c7")),
        ("矿安〔2022〕88号 二(七)1", "矿安〔2022〕88号", ("二(七)1",)),
        ("江应急〔2023〕61号 五(一)6(1)", "江应急〔2023〕61号", ("五(一)6(1)",)),
        ("某某办法第1-99条", "某某办法", ("1", "99")),
        ("安全设施设计", "安全设施设计", ()),
        ("第41条", "第41条", ()),
    ],
)
def test_a_basis_is_taken_apart_into_its_document_and_the_places_in_it(text, document, places):
    assert basis(text) == Basis(text, document, places)


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("place", "code"),
    [("一(二十一)", "UG-21"), ("二(七)1", "OP-07-1"), ("三(十)", "TP-10"), ("五(一)2", ""), ("41", "")],
)
def test_a_place_in_the_criteria_has_the_code_of_its_item(place, code):
    assert criterion_code(place) == code


@pytest.mark.django_db
def test_each_of_the_165_bases_of_the_sample_leads_somewhere_or_says_that_its_text_is_not_loaded():
    load_everything()
    items = yaml.safe_load((CONTENT / "checklists/open-pit-107.yaml").read_text("utf-8"))["items"]
    texts = [text for item in items for text in item["basis"]]
    resolved = queries.resolved_bases(texts)
    nowhere = {text for text in texts if resolved[text].resolution == Resolution.NOTHING}
    assert len(texts) == 165 and nowhere == {"安全设施设计"}  # the mine's own paper is no law
    in_text = [text for text in texts if resolved[text].resolution == Resolution.TEXT]
    assert len(in_text) == 96 and all(resolved[text].articles or resolved[text].criteria for text in in_text)


@pytest.mark.django_db
def test_a_section_of_a_standard_whose_text_is_not_loaded_counts_as_unresolved():
    load_everything()
    resolved = queries.resolved_bases(["GB 16423-2020 5.2", "GB 16423-2020 5.2.4", "消防法", "爆破安全规程第6章"])
    assert {one.resolution for one in resolved.values()} == {Resolution.TITLE}
    assert all(one.law for one in resolved.values())
    assert resolved["GB 16423-2020 5.2"].articles[0].heading == "露天开采"


@pytest.mark.django_db
def test_one_missing_article_leaves_the_whole_basis_unresolved():
    load_everything()
    found = queries.resolved_bases(["安全生产法第21、999条"])["安全生产法第21、999条"]
    assert found.resolution == Resolution.TITLE and [one.number for one in found.articles] == ["21"]


@pytest.mark.django_db
def test_a_paragraph_is_found_by_its_article_and_an_article_by_its_paragraphs():
    load_everything()
    resolved = queries.resolved_bases(["安全生产法第36条第3款", "安全生产法第41条"])
    assert {one.resolution for one in resolved.values()} == {Resolution.TEXT}
    assert {row.number for row in resolved["安全生产法第41条"].articles} == {"41(1)", "41(2)", "41(3)"}
