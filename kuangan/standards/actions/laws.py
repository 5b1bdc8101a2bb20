"""Loading a law and its articles (法规条文) as a new version."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel.errors import Refused
from kuangan.standards import kinds, rules
from kuangan.standards.actions.storing import head, stored_version
from kuangan.standards.models import Article, Law

_TEXTS = ("urn", "version", "short", "title", "document_number", "issuer", "kind", "source")


@transaction.atomic
def load_law(actor: Actor, data: Mapping[str, Any]) -> Law:
    """Take a law in as a new version, whole or not at all.

    The same content under the same version is answered with the stored version. Raises Refused with every problem of
    the content, or when the version exists with other content: what was loaded is never edited.
    """
    require(actor, "standards.load")
    if found := rules.law_problems(data):
        raise Refused(" ".join(found))
    digest = rules.content_hash(data)
    if stored := stored_version(Law, data, digest):
        return stored
    made = Law(
        **head(data, _TEXTS),
        also=rules.other_names(data),
        effective_from=data.get("effective_from"),
        effective_to=data.get("effective_to"),
        content_hash=digest,
        loaded_by=actor.name[:100],
    )
    made.save()
    entries = rules.entries(data)
    Article.objects.bulk_create(_article(made, position, entry) for position, entry in enumerate(entries, start=1))
    record(
        actor, kinds.LAW_LOADED, made, urn=made.urn, version=made.version, articles=len(entries), content_hash=digest
    )
    return made


def _article(law: Law, position: int, entry: rules.Entry) -> Article:
    return Article(
        law=law,
        number=entry.number,
        label=rules.article_label(entry.number),
        heading=entry.heading,
        summary=entry.summary,
        wording=entry.wording,
        position=position,
        search_text=rules.article_search_text(law.short, entry.number, entry.heading, entry.summary),
    )
