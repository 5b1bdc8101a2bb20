"""How far a source has been told. Only a short cut: telling again tells nobody twice."""

from datetime import datetime

from kuangan.foundation.notices.models import Mark


def told_up_to(name: str) -> datetime | None:
    """Up to which moment; None before the first time."""
    return Mark.objects.filter(name=name).values_list("up_to", flat=True).first()


def keep_mark(name: str, moment: datetime) -> None:
    """Remember how far it went."""
    Mark.objects.update_or_create(name=name, defaults={"up_to": moment})
