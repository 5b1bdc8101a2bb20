"""Which records show their history, and to whom: rooms offer theirs in apps.py, one page shows them all."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model, QuerySet

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.integrity.queries import without_reads


@dataclass(frozen=True)
class Offer:
    """Records of one model: `verb` is what reads them, `page` the name of their page, empty when they have none."""

    label: str
    verb: str
    page: str = ""


_offers: dict[str, Offer] = {}


def offer(label: str, verb: str, page: str = "") -> None:
    """Offer the history of a model's records: `offer("registry.mine", "registry.read", "registry:mine")`."""
    _offers[label] = Offer(label, verb, page)


def offered(label: str) -> Offer | None:
    """What was offered for a model; None when its records show no history."""
    return _offers.get(label)


def find(actor: Actor, label: str, pk: int) -> Model | None:
    """The record, when this reader may see it; None otherwise. Forbidden when the role never reads such records."""
    told = _offers.get(label)
    if told is None:
        return None
    require(actor, told.verb)
    model = apps.get_model(label)
    if issubclass(model, ScopedModel):
        return model.objects.within(actor.scope).filter(pk=pk).first()
    return model._default_manager.filter(pk=pk).first()  # a public document: everybody with the verb sees it


def history_of(actor: Actor, row: Model) -> QuerySet[AuditEvent]:
    """What happened to a record that `find` gave to this reader, newest first; who read it is left out."""
    told = _offers[row._meta.label_lower]
    require(actor, told.verb, row if isinstance(row, ScopedModel) else None)
    found = AuditEvent.objects.unscoped("history of a record that the reader may see")
    return without_reads(found.filter(object_type=told.label, object_id=str(row.pk))).order_by("-id")
