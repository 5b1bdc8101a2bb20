"""What happened to a hazard or a risk, in the API."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

from kuangan.foundation.api.operations import Cursor


class HazardHappened(Schema):
    """Something that happened to a hazard or a risk."""

    id: int
    kind: str
    label: str
    happened_at: datetime = Field(description=gettext_noop("As stated by whoever entered it."))
    entered_at: datetime
    actor_name: str
    details: dict[str, Any]


class HazardHistory(Cursor):
    """A page of what happened, newest first."""

    items: list[HazardHappened]
