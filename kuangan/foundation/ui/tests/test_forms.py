"""Forms read what people type and say beside the field how to mend it."""

from datetime import date, time
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from kuangan.foundation.kernel import clock, reading
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui.forms import (
    AmountField,
    ClockField,
    DayField,
    Form,
    LongTextField,
    PhoneField,
    PhotosField,
    WholeField,
)


class Report(Form):
    found_on = DayField(label="发现日期", help_text="可以补录")
    at = ClockField(label="时间", required=False)
    height = AmountField(label="高度", required=False)
    people = WholeField(label="人数", required=False)
    grade = forms.ChoiceField(
        label="等级", widget=forms.RadioSelect, choices=[("g", "一般"), ("m", "重大")], required=False
    )
    text = LongTextField(label="说明", required=False)
    photos = PhotosField(label="照片", required=False)
    stopped = forms.BooleanField(label="已停产", required=False)


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"), clock.at(clock.moment(date(2023, 7, 20), time(12, 0))):
        yield


def body(form: Form) -> str:
    return Template("{% load ka %}{% form_body form %}").render(
        Context({"form": form, "request": RequestFactory().get("/")})
    )


@pytest.mark.parametrize(
    "text",
    [
        "2023-4-30",
        "2023年4月30日",
        "２０２３年４月３０日",
        "2023/04/30",
        "2023.4.30",
        "20230430",
        " 2023－4－30 ",
        "4月30日",
    ],
)
def test_a_day_is_read_however_it_is_written(text):
    form = Report({"found_on": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["found_on"] == date(2023, 4, 30)


@pytest.mark.parametrize("text", ["2023-02-30", "2023年13月1日", "昨天", "20231"])
def test_a_day_that_is_none_is_refused_with_an_example(text):
    form = Report({"found_on": text})
    assert form.errors["found_on"] == ["请按2023-04-30的样式填写日期。"]


def test_numbers_and_times_are_read_with_full_width_digits():
    form = Report({"found_on": "2023-7-1", "at": "８：０５", "height": "１，２００．５元", "people": "１２"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == time(8, 5)
    assert form.cleaned_data["height"] == Decimal("1200.5")
    assert form.cleaned_data["people"] == 12
    assert reading.clock_time("8点") == time(8, 0)
    assert reading.clock_time("25:00") is None
    for typed in ("0830", "830", "8.30", "８：３０", "０８３０", "8点半", "8时30分", "上午8点30", "8點半", "08:30"):
        assert reading.clock_time(typed) == time(8, 30), typed
    assert reading.clock_time("下午3点一刻") == time(15, 15) and reading.clock_time("中午12点") == time(12, 0)
    for typed in ("8", "2560", "半", "8点75", "1点2刻", "24:00"):
        assert reading.clock_time(typed) is None, typed


def test_telephone_numbers_and_codes_are_taken_in_any_width():
    assert PhoneField().clean("１３８００１３８０００ ") == "13800138000"
    assert PhoneField().clean("０７５０－３５０００００ 转 8012") == "0750-3500000 转 8012"
    assert reading.digits("１２３ ４５６") == "123456"


def test_every_field_has_label_help_and_error_beside_it():
    html = body(Report({"found_on": "x"}))
    assert 'for="id_found_on"' in html
    assert 'aria-describedby="id_found_on-help id_found_on-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'href="#id_found_on"' in html
    assert "必填" in html
    assert 'accept="image/*"' in html
    assert "multiple" in html
    assert 'name="ui_once"' in html


def test_an_empty_required_field_says_so_in_our_words():
    assert Report({}).errors["found_on"] == ["请填写此项。"]


def test_a_refusal_of_the_action_appears_beside_its_field_or_on_top():
    form = Report({"found_on": "2023-7-1"})
    assert form.is_valid()
    form.refuse(Refused("须先验收", field="text"))
    form.refuse(Refused("已经报送", field="no_such_field"))
    assert form.errors["text"] == ["须先验收"]
    assert "已经报送" in body(form)
