"""The words of the zero-finding attestation (零隐患承诺): content, which a bureau may replace."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from kuangan.foundation.ui.rules import day
from kuangan.inspections.models import MonthlyCheck

SOURCE = "content/standards/attestations/zero-finding.yaml"


@cache
def _told(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


# house: unscoped — a published text with its blanks filled
def attestation(check: MonthlyCheck, leader: str, areas: int, criteria: int) -> str:
    """The attestation as the principal reads and signs it; worded otherwise when somebody else led."""
    told = _told(settings.BASE_DIR / SOURCE)
    text = told["text"] if check.led_by_principal else told["no_lead"]
    filled = text.format(
        mine=check.mine.name, day=day(check.checked_on, year=True), principal=leader, leader=leader, areas=areas,
        criteria=criteria,
    )  # fmt: skip
    return str("".join(filled.split()))
