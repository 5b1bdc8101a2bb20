"""Criteria and laws for programmes: the same versions, days and words as on the pages."""

from datetime import date, time

import pytest

from kuangan.access.actions import create_token
from kuangan.foundation.api import limits
from kuangan.foundation.kernel import clock
from kuangan.standards.models import Article, Criterion, CriterionSet, Law
from kuangan.standards.tests.samples import load_everything
from tests.cast import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """Answers of the API to a county inspector, on a day of the campaign."""
    limits.forget()
    load_everything()
    with clock.at(clock.moment(date(2023, 5, 20), time(9))):
        owner = people.county_inspector()
        wish = {"name": "数据交换", "areas": ["standards:read"], "days": 30, "proven": True}
        _token, secret = create_token(people.as_actor(owner), owner, **wish)

        def asked(path, **query):
            answer = client.get(f"/api/v1/standards/{path}", query, headers={"Authorization": f"Bearer {secret}"})
            return answer.json() if answer.status_code == 200 else answer.status_code

        yield asked


def test_versions_say_where_they_stand_on_a_day(ask):
    shown = {
        row["version"]: (row["standing"], row["effective_to"], row["items"]) for row in ask("criterion-sets")["items"]
    }
    assert shown == {"2024": ("not_yet", None, 6), "2022.2": ("in_force", None, 64), "2017": ("ended", "2022-08-31", 0)}
    before = {row["version"]: row["standing"] for row in ask("criterion-sets", on="2022-08-31")["items"]}
    assert before == {"2024": "not_yet", "2022.2": "not_yet", "2017": "in_force"}


def test_criteria_are_filtered_by_kind_day_words_and_version(ask):
    assert [row["label"] for row in ask("criteria", q="工作帮坡角")["items"]] == ["露天第4项"]
    assert {row["mine_kind"] for row in ask("criteria", kind="dump_site")["items"]} == {"open_pit"}
    assert [row["code"] for row in ask("criteria", kind="open_pit", on="2024-05-01", q="补充")["items"]] == [
        "OP-S1",
        "OP-S2",
    ]
    supplement = CriterionSet.objects.get(version="2024")
    assert len(ask("criteria", set=supplement.pk)["items"]) == 6
    assert ask("criteria", set=999_999) == 404 and ask("criteria", kind="coal") == 422


def test_all_criteria_can_be_leafed_through_without_loss(ask):
    codes, cursor = [], ""
    while cursor is not None:
        page = ask("criteria", limit=60, cursor=cursor)
        codes += [row["code"] for row in page["items"]]
        cursor = page["next_cursor"]
    assert codes == list(Criterion.objects.filter(criterion_set__version="2022.2").values_list("code", flat=True))


def test_one_criterion_comes_with_its_version_and_its_sub_items(ask):
    shown = ask(f"criteria/{Criterion.objects.get(code='OP-07').pk}")
    assert [row["code"] for row in shown["parts"]] == ["OP-07-1", "OP-07-2", "OP-07-3"]
    assert (shown["set"]["document_number"], shown["set"]["standing"], shown["wording"]) == (
        "矿安〔2022〕88号",
        "in_force",
        "partly",
    )
    assert ask("criteria/999999") == 404


def test_laws_and_articles_are_read_with_how_they_are_cited(ask):
    laws = {row["short"]: row for row in ask("laws")["items"]}
    assert laws["安全生产法"]["articles"] == Article.objects.filter(law__short="安全生产法").count()
    found = ask("articles", q="第41条第2款")["items"]
    assert [row["cited_formally"] for row in found] == ["《中华人民共和国安全生产法》第四十一条第二款"]
    assert ask("articles", q="第41条第2款", on="2021-08-31")["items"] == []
    criminal = Law.objects.get(short="刑法")
    assert [row["number"] for row in ask("articles", law=criminal.pk)["items"]] == ["134", "134-1", "229", "343"]
    assert ask("articles", law=999_999) == 404
