#!/usr/bin/env python
"""Command-line entry: everything that is not a page is a command here."""

import os
import sys


def main() -> None:
    """Run a management command under the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"kuangan: {problem}")


if __name__ == "__main__":
    main()
