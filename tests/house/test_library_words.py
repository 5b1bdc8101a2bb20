"""What a library complains of is told in the reader's language: no English sentence reaches a Chinese page."""

import inspect
import re
from typing import get_args

import pytest
import yaml
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import get_user_model, password_validation
from django.core import validators
from django.core.exceptions import ValidationError
from django.db.models import fields as model_fields
from django.forms import fields, formsets, models
from jsonschema import Draft202012Validator
from pydantic_core.core_schema import ErrorType

from kuangan.foundation.api import complaints
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.yaml_text import spoken
from kuangan.plan.package import schema
from kuangan.plan.package.reading import Source, Unreadable, parse
from kuangan.standards.rules.reading import read

pytestmark = pytest.mark.embedded
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
BROKEN = (
    "a: b: c", "a\n  b: 1", "a: [1, 2", "a: {b", 'a: "x', "\ta: 1", "a: *none", "a: !secret 1", "a: @x", "a: 'x",
    "a: %x", 'a: "\\q"', "- a\nb: 1", "a: 1\n - b", "a: |x\n b", "%YAML 9.9\n---\na: 1", "a: &x 1\nb: &x 2\n---\nc: 1",
    "? [", "]", "a: !!int x", "a: !!timestamp x", "<<: 1", "a: \x01", "? {a: 1}\n: 2",
)  # fmt: skip


def english(words):
    return bool(ENGLISH.search(str(words)))


@pytest.mark.parametrize("kind", get_args(ErrorType))
def test_every_complaint_of_the_validation_of_the_interface(kind):
    error = {"type": kind, "msg": "Input should be wrong", "loc": ("body", "x"), "ctx": {"expected": "a or b"}}
    assert not english(complaints.spoken(error)[1]) and complaints.spoken(error)[1]


def test_every_complaint_of_the_forms_and_their_checks():
    places = [*map(vars, (fields, models, formsets, model_fields))]
    kinds = [one for place in places for one in place.values() if inspect.isclass(one)]
    words = [text for one in kinds for text in getattr(one, "default_error_messages", {}).values()]
    words += [one.message for one in vars(validators).values() if isinstance(getattr(one, "message", None), str)]
    words += [text for one in (DefaultAccountAdapter, DefaultMFAAdapter) for text in one.error_messages.values()]
    assert len(words) > 40 and [str(text) for text in words if english(text)] == []


@pytest.mark.parametrize("password", ["1", "password", "12345678901", "zhangsan2023"])
def test_every_complaint_of_a_password(password):
    with pytest.raises(ValidationError) as refused:
        password_validation.validate_password(password, get_user_model()(username="zhangsan2023"))
    assert [one for one in refused.value.messages if english(one)] == []
    assert [one for one in password_validation.password_validators_help_texts() if english(one)] == []


@pytest.mark.parametrize("text", BROKEN)
def test_every_complaint_of_the_reader_of_yaml(text):
    for reader, kind in ((lambda: parse(text, "plan.yaml"), Unreadable), (lambda: read(text), Refused)):
        try:
            reader()
        except kind as refused:
            assert not english(refused)
    try:
        yaml.compose(text)
    except yaml.YAMLError as error:
        assert not english(spoken(error))


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ({"minLength": 3}, "a"), ({"maxLength": 1}, "abc"), ({"minItems": 1}, []), ({"maxItems": 0}, [1]),
        ({"not": {}}, 1), ({"maxProperties": 0}, {"a": 1}), ({"format": "date"}, "x"),
        ({"minimum": 3}, 1), ({"maximum": 3}, 9), ({"exclusiveMinimum": 3}, 3), ({"exclusiveMaximum": 3}, 3),
        ({"multipleOf": 3}, 4), ({"uniqueItems": True}, [1, 1]), ({"minProperties": 1}, {}),
        ({"contains": {"const": 1}}, []), ({"propertyNames": {"maxLength": 1}}, {"ab": 1}), ({"enum": ["a"]}, 1),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}), ({"required": ["a"]}, {}), ({"pattern": "^x$"}, "y"),
        ({"oneOf": [{}, {}]}, 1), *(({"type": one}, object()) for one in ("integer", "null", "array")),
    ],
)  # fmt: skip
def test_every_complaint_of_the_schema_of_plans(rule, value, monkeypatch):
    monkeypatch.setattr(schema, "schema", lambda: {"properties": {"it": rule}})
    (found,) = schema.complaints(Source({"it": value}, {}, "plan.yaml"))
    assert found.message and not english(found.message.replace(str(value), "")) and not english(found.mend)


def test_what_the_schema_says_of_spellings_is_known_to_the_catalogue():
    def told(rule):
        if isinstance(rule, dict):
            if {"pattern", "format"} & set(rule) and isinstance(rule.get("description"), str):
                yield rule["description"]
            rule = list(rule.values())
        if isinstance(rule, list):
            for one in rule:
                yield from told(one)

    Draft202012Validator.check_schema(schema.schema())
    assert set(told(schema.schema())) == set(schema.SPELLINGS)
