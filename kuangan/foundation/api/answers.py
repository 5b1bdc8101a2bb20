"""Answers that are a success: plain values written out at once, without a schema run over every row (ADR 0009)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from pydantic_core import to_json

MEDIA_TYPE = "application/json"


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponseBase:
    """`data` (plain values, dates, decimals) as JSON; a response is handed on as it is."""
    if isinstance(data, HttpResponseBase):
        return data
    return HttpResponse(to_json(data), status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))
