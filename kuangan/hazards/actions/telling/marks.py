"""How far a source has been told. Only a short cut: telling again tells nobody twice."""

from datetime import datetime

from kuangan.foundation.notices.models import Mark


# house: no-actor — a short cut of the system, about no record
# house: not-atomic — only reads
def told_up_to(name: str) -> datetime | None:
    """Up to which moment; None before the first time."""
    return Mark.objects.filter(name=name).values_list("up_to", flat=True).first()


# house: no-actor — a short cut of the system, about no record
# house: not-atomic — one statement that writes one row
def keep_mark(name: str, moment: datetime) -> None:
    """Remember how far it went."""
    Mark.objects.update_or_create(name=name, defaults={"up_to": moment})
