"""What keeps a checklist from being loaded, told in sentences."""

from datetime import date

import pytest

from kuangan.standards import rules
from kuangan.standards.tests.samples import sample


def spoiled(**changes):
    return {**sample(), **changes}


def test_the_sample_has_107_items_in_11_aspects_and_is_in_order():
    data = sample()
    assert rules.problems(data) == []
    assert (len(data["items"]), len(data["aspects"])) == (107, 11)


def test_the_sample_says_that_it_is_not_official():
    data = sample()
    assert data["official"] is False
    assert "样例" in data["title"] and "样例" in data["source"]


def test_a_missing_item_is_counted_and_its_number_named():
    data = sample()
    del data["items"][41]
    found = rules.problems(data)
    assert any("107" in problem and "106" in problem for problem in found)
    assert any("42" in problem for problem in found)


def test_a_number_used_twice_is_named():
    data = sample()
    data["items"][5]["no"] = 5
    assert any("5" in problem and "重复" in problem for problem in rules.problems(data))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ({"aspect": "A99"}, "没有列出"),
        ({"text": "  "}, "没有内容"),
        ({"text": "长" * 501}, "500"),
        ({"method": ["打电话"]}, "检查方式"),
        ({"major_hazard_ref": "second part"}, "重大隐患"),
        ({"no": "seven"}, "整数"),
    ],
)
def test_a_wrong_item_is_named(spoil, told):
    data = sample()
    data["items"][9] = {**data["items"][9], **spoil}
    found = rules.problems(data)
    assert any(told in problem for problem in found), found


def test_an_aspect_without_items_is_named():
    data = sample()
    data["aspects"].append({"code": "A12", "name": "其他"})
    assert any("A12" in problem for problem in rules.problems(data))


def test_a_checklist_cannot_end_before_it_begins():
    assert rules.problems(spoiled(effective_to=date(2023, 3, 1)))


def test_a_head_without_its_parts_is_told_before_anything_else():
    data = sample()
    del data["urn"], data["items"]
    found = rules.problems(data)
    assert len(found) == 2
    assert any("urn" in problem for problem in found)


def test_the_hash_follows_the_content_and_not_the_order_of_keys():
    data = sample()
    turned = dict(reversed(list(data.items())))
    assert rules.content_hash(data) == rules.content_hash(turned)
    turned["items"][0]["text"] += "。"
    assert rules.content_hash(sample()) != rules.content_hash(turned)
