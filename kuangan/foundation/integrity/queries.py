"""Reading the audit trail."""

from django.db.models import Model, QuerySet

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.models import AuditEvent


def events(scope: Scope) -> QuerySet[AuditEvent]:
    """The trail of a jurisdiction, newest first."""
    return AuditEvent.objects.within(scope)


def events_for(scope: Scope, row: Model) -> QuerySet[AuditEvent]:
    """What happened to one record, newest first. The caller was allowed to see the record, so its history is theirs."""
    if not scope.covers(row):
        return AuditEvent.objects.none()
    return AuditEvent.objects.unscoped("history of a record that the reader may see").filter(
        object_type=row._meta.label_lower, object_id=str(row.pk)
    )
