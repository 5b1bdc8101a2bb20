"""Addresses of the standards room: the same law for everybody."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kuangan.standards.models import Article, Criterion, CriterionSet, Law, WrittenOnce
from tests.permissions.table import BOTH, Address


def _one(side: Any) -> dict[str, Any]:
    return {"pk": side.checklist.pk}


def first(model: type[WrittenOnce]) -> Callable[[Any], dict[str, Any]]:
    """The first published row of a sort: the same for every side."""
    return lambda _side: {"pk": model._default_manager.order_by("pk")[0].pk}


LINES = [
    Address("standards:home", query="?q=边坡"),
    Address("standards:criteria", query="?q=边坡&kind=open_pit"),
    Address("standards:criterion_set", kwargs=first(CriterionSet)),
    Address("standards:criterion", kwargs=first(Criterion)),
    Address("standards:laws"),
    Address("standards:law", kwargs=first(Law)),
    Address("standards:article", kwargs=first(Article)),
    Address("standards:checklists"),
    Address("standards:load", methods=BOTH, works=False,
            post=lambda side: {"file": SimpleUploadedFile("a.csv", "序号,内容\n1,甲\n".encode())}),
    Address("standards:checklist", kwargs=_one),
    Address("standards:export", kwargs=_one),
]  # fmt: skip
