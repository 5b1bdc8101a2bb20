"""Loading checklists: a version is taken in whole and never edited."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel.errors import Refused
from kuangan.standards import kinds, rules
from kuangan.standards.models import Aspect, CheckItem, Checklist

_HEAD = (
    "urn", "version", "mine_kind", "title", "source", "effective_from", "effective_to", "aspects_total", "items_total",
)  # fmt: skip


@transaction.atomic
def load_checklist(actor: Actor, data: Mapping[str, Any]) -> Checklist:
    """Take a checklist in as a new version, whole or not at all.

    The same content under the same version is answered with the stored version. Raises Refused with every problem of
    the content, or when the version exists with other content: what was loaded is never edited.
    """
    require(actor, "standards.load")
    if found := rules.problems(data):
        raise Refused(" ".join(found))
    digest = rules.content_hash(data)
    stored = Checklist.objects.select_for_update().filter(urn=data["urn"], version=str(data["version"])).first()
    if stored is not None:
        if stored.content_hash == digest:
            return stored
        raise Refused(
            _("Version %(version)s is already loaded with other content. Give the corrected list a new version.")
            % {"version": stored.version},
            field="version",
        )
    checklist = _write(actor, data, digest)
    record(
        actor,
        kinds.CHECKLIST_LOADED,
        checklist,
        urn=checklist.urn,
        version=checklist.version,
        official=checklist.official,
        items=checklist.items_total,
        content_hash=digest,
    )
    return checklist


def _write(actor: Actor, data: Mapping[str, Any], digest: str) -> Checklist:
    checklist = Checklist(
        **{key: data.get(key) for key in _HEAD if key != "version"},
        version=str(data["version"]),
        purpose=data.get("purpose") or "",
        official=bool(data.get("official")),
        unverified_basis=list(data.get("unverified_basis") or ()),
        content_hash=digest,
        loaded_by=actor.name[:100],
    )
    checklist.save()
    rows = [
        Aspect(checklist=checklist, position=position, code=str(aspect["code"]), name=aspect["name"])
        for position, aspect in enumerate(data["aspects"], start=1)
    ]
    by_code = {aspect.code: aspect for aspect in Aspect.objects.bulk_create(rows)}
    later = set(data.get("later_than_plan") or ())
    CheckItem.objects.bulk_create(_item(checklist, by_code[str(item["aspect"])], item, later) for item in data["items"])
    return checklist


def _item(checklist: Checklist, aspect: Aspect, item: Mapping[str, Any], later: set[int]) -> CheckItem:
    return CheckItem(
        checklist=checklist,
        aspect=aspect,
        no=item["no"],
        text=str(item["text"]).strip(),
        method=list(item.get("method") or ()),
        basis=list(item.get("basis") or ()),
        major_hazard_ref=item.get("major_hazard_ref") or "",
        later_basis=item["no"] in later,
    )
