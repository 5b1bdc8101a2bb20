"""Application registration of the shell."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Registers the shell."""

    name = "kuangan.shell"
    label = "shell"
