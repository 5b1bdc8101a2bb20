"""The desk at which acts are laid out: the reader and the record, read once."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.ui.acts import Act
from kuangan.hazards.policy import is_officer
from kuangan.hazards.queries import gates
from kuangan.hazards.queries.record import Record
from kuangan.hazards.states import HazardState
from kuangan.hazards.web.addresses import first_address


@dataclass(frozen=True)
class Desk:
    """Who looks at what."""

    actor: Actor
    record: Record

    @property
    def state(self) -> str:
        """State of the hazard."""
        return self.record.row.state

    @property
    def open_to_work(self) -> bool:
        """Whether it is still with the mine."""
        return self.state in (HazardState.REGISTERED, HazardState.RECTIFYING)

    @property
    def official(self) -> bool:
        """Whether the reader works for a bureau."""
        return is_officer(self.actor, self.record.row)

    def act(
        self,
        key: str,
        label: Any,
        verb: Any,
        right: str,
        *refusals: Any,
        on: Model | None = None,
        hint: Any = "",
        is_next: bool = True,
        page: str = "",
    ) -> list[Act]:
        """The act as a list of one; empty when the reader's roles lack the right or the page is not there.

        `refusals` are sentences, "" where nothing stands in the way; `on` is the record that the right is about when
        that is not the hazard; `page` is the name of its page where that is not the key.
        """
        row = self.record.row
        decision = may(self.actor, right, on if right == "hazards.lift" and on is not None else row)
        if decision.is_noise:
            return []
        numbers: list[tuple[Any, ...]] = [(row.pk,)]
        if on is not None:
            numbers = [(row.pk, on.pk), (row.pk,), (on.pk,)]
        url = first_address(f"hazards:{page or key}", *numbers)
        if not url:
            return []
        reason = "" if decision else str(decision.reason)
        reason = reason or next((str(words) for words in refusals if words), "")
        return [Act(key, label, verb, url, reason, hint, is_next)]

    def before_rectifying(self) -> str:
        """What stands before rectification, in one line."""
        if self.state != HazardState.REGISTERED:
            return ""
        return joined(gates.before_rectifying(self.record.row, self.record.latest_five))

    def before_applying(self) -> str:
        """What stands before the application, in one line."""
        found = self.before_rectifying()
        return found or joined(gates.before_applying(self.record.row, self.record.photos, self.record.latest_five))


def joined(sentences: list[Any]) -> str:
    """Sentences in one line."""
    return "".join(str(one) if str(one).endswith("。") else f"{one} " for one in sentences).strip()
