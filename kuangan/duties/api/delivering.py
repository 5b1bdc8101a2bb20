"""Delivering: submit, withdraw, ask for more time, confirm a share."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from pydantic import Field

from kuangan.duties.actions import extend as extending
from kuangan.duties.actions import submit as submitting
from kuangan.duties.actions import supply as supplying
from kuangan.duties.api import telling
from kuangan.duties.api.declared import actor_of, assignment_of, duties, state_of
from kuangan.duties.api.shapes import ExtensionShape, Share, Standing, SubmissionLine
from kuangan.duties.models import CoBearer
from kuangan.foundation.api.operations import NOTHING, Given, Pk, Shown
from kuangan.foundation.kernel.errors import OutOfScope


class Remark(Given):
    """What travels with a submission."""

    note: str = Field("", max_length=500)
    unchanged_because: str = Field(
        "", max_length=300, description=gettext_noop("Needed when nothing was changed since it was returned.")
    )
    shown: Shown


class Reason(Given):
    """Why."""

    reason: str = Field(min_length=1, max_length=500)


class MoreTime(Given):
    """A later day, and why."""

    until: date
    reason: str = Field(min_length=1, max_length=2000, description=gettext_noop("It stays on record with both dates."))


@duties.post("/assignments/{pk}/submissions", "duties.submit", SubmissionLine, gettext_noop("Submit"))
def submit(request: HttpRequest, pk: Pk, sent: Remark) -> dict[str, Any]:
    """Deliver: the content is frozen and a receipt number given. Refused while anything is missing, naming it."""
    return telling.submission(submitting.submit(actor_of(request), assignment_of(request, pk), **sent.model_dump()))


@duties.post("/assignments/{pk}/withdrawals", "duties.withdraw", Standing, gettext_noop("Withdraw a submission"))
def withdraw(request: HttpRequest, pk: Pk, sent: Reason) -> dict[str, Any]:
    """Take a submission back before anybody has decided on it."""
    return state_of(submitting.withdraw(actor_of(request), assignment_of(request, pk), reason=sent.reason))


@duties.post("/assignments/{pk}/extensions", "duties.ask_extension", ExtensionShape, gettext_noop("Ask for more time"))
def ask_extension(request: HttpRequest, pk: Pk, sent: MoreTime) -> dict[str, Any]:
    """Ask for a later due date; asking late is allowed and visible."""
    row = assignment_of(request, pk)
    return telling.extension(
        row, extending.ask_extension(actor_of(request), row, until=sent.until, reason=sent.reason)
    )  # fmt: skip


@duties.post(
    "/assignments/{pk}/shares/{share_pk}/confirmation", "duties.confirm_share", Share,
    gettext_noop("Confirm a share"), body=NOTHING,
)  # fmt: skip
def confirm_share(request: HttpRequest, pk: Pk, share_pk: Pk) -> dict[str, Any]:
    """A joint bearer says that its share is done."""
    share: CoBearer | None = assignment_of(request, pk).co_bearers.filter(pk=share_pk).first()
    if share is None:
        raise OutOfScope
    done = supplying.confirm_share(actor_of(request), share)
    return {name: getattr(done, name) for name in ("id", "name", "confirmed_at")}
