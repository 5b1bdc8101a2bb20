"""Application registration of the plan room."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Registers the plan room."""

    name = "kuangan.plan"
    label = "plan"

    def ready(self) -> None:
        from kuangan.plan import kinds, policy  # noqa: F401
