"""Where the operations of standards are declared, and what several of them share."""

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

from kuangan.foundation.api.operations import Operations
from kuangan.standards.rules.versions import Stand
from kuangan.standards.states import Standing, Wording

standards = Operations("standards")
SEARCHED = gettext_noop("Words that must all be found; a code or a citation is a word too.")
ON = gettext_noop("In force on this day; today when left out.")
OWN_WORDS = gettext_noop("In our own words, never the printed text.")
if TYPE_CHECKING:
    Standings = str
    Wordings = str
else:
    Standings = Literal[tuple(Standing.values)]
    Wordings = Literal[tuple(Wording.values)]


class PublishedShape(Schema):
    """One version of a published document."""

    id: int
    urn: str
    version: str
    title: str
    document_number: str
    issuer: str
    effective_from: date | None = Field(
        description=gettext_noop("First day in force; null where only the title is in the library.")
    )
    effective_to: date | None = Field(
        description=gettext_noop("Last day in force, also when another document ended it; null while that is open.")
    )
    standing: Standings = Field(description=gettext_noop("Where it stands on the day that was asked for."))
    source: str = Field(description=gettext_noop("Where the content was taken from, and what was not verified."))


def document(row: Any, stand: Stand) -> dict[str, Any]:
    """A set or a law as PublishedShape."""
    plain = ("id", "urn", "version", "title", "document_number", "issuer", "effective_from", "source")
    return {name: getattr(row, name) for name in plain} | {
        "effective_to": stand.until,
        "standing": str(stand.standing),
    }
