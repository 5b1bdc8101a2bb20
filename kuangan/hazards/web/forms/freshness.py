"""Forms that carry what was on the screen when they were opened, so that a stale page is told."""

from typing import Any

from kuangan.hazards.queries.record import Record


class Fresh:
    """Mixin: after a refusal over a change the hidden marks catch up with what the page now shows."""

    def catch_up(self, held: Record) -> None:
        """Set the marks to those of the record that is shown."""
        raise NotImplementedError

    def mark(self, **values: Any) -> None:
        """Set hidden marks of a form that was sent; everything else stays as it was typed."""
        data = self.data.copy()  # type: ignore[has-type]
        for name, value in values.items():
            data[self.add_prefix(name)] = str(value)  # type: ignore[attr-defined]
        self.data = data
