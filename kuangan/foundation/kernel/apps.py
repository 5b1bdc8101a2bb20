"""Application registration of the kernel."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Registers the kernel room."""

    name = "kuangan.foundation.kernel"
    label = "kernel"
