"""Templates of documents: Chinese content in content/letters, filled in one pass."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from kuangan.foundation.documents.ledgers import Column, Form
from kuangan.foundation.documents.letters import Block, Letter

_PLACE = re.compile(r"\{(\w+)\}")


def letter(name: str, data: Mapping[str, str]) -> Letter:
    """The letter `name` with its places filled. A block whose `when` is empty in the data is left out.

    What is put in is never read as a template again. Raises KeyError for a place that the data leave out.
    """
    told = _read(name)

    def fill(text: str) -> str:
        return _PLACE.sub(lambda place: data[place[1]], text or "")

    return Letter(
        name=fill(told["name"]),
        title=fill(told["title"]),
        number=fill(told["number"]),
        mark=fill(told["mark"]),
        addressees=fill(told["addressees"]),
        blocks=tuple(
            Block(one.get("level", 0), fill(one.get("head", "")), fill(one.get("text", "")))
            for one in told["blocks"]
            if "when" not in one or data[one["when"]]
        ),
        attachments=tuple(fill(one) for one in told.get("attachments", ())),
        signer=fill(told["signer"]),
        day=fill(told["day"]),
    )


def form(name: str) -> Form:
    """The ledger `name`: its columns, paper and signatures."""
    told = dict(_read(name))
    columns = tuple(Column(**one) for one in told.pop("columns"))
    return Form(**{**told, "columns": columns, "signatures": tuple(told["signatures"])})


def sample(name: str) -> dict[str, str]:
    """Invented data for a letter, as the template brings it."""
    return dict(_read(name)["sample"])


def names() -> list[str]:
    """The templates there are."""
    return sorted(path.stem for path in _folder().glob("*.yaml"))


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "content" / "letters"


@cache
def _read(name: str) -> dict[str, Any]:
    with (_folder() / f"{name}.yaml").open(encoding="utf-8") as stream:
        return dict(yaml.safe_load(stream))
