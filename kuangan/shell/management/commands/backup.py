"""`kuangan backup PLACE`: database and kept files in one verified archive, while the site goes on."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kuangan.shell.backup.making import back_up
from kuangan.shell.backup.pruning import keep_newest

NOT_IN_IT = (
    "The archive holds personal data and no secrets: keep KUANGAN_SECRET_KEY and the environment in another place."
)


class Command(BaseCommand):
    """Ends with status 1 when no backup was made, or when kept files were already lost or damaged."""

    help = "Write database and kept files into PLACE, with the hash of every part, and verify what was written."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", type=Path, help="a new file, or a folder in which a dated archive is made")
        parser.add_argument(
            "--shared-files", action="store_true",
            help="PLACE is a folder of backups that share kept files: only new files are written",
        )  # fmt: skip
        parser.add_argument("--keep", type=int, help="delete all but the newest KEEP dated backups of the folder")

    def handle(self, *args: Any, place: Path, shared_files: bool, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep is 1 or more")
        path, manifest = back_up(place, shared=shared_files, say=self.stdout.write)
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(f"{path}: {len(manifest.tables)} tables, {rows} rows, {len(manifest.parts)} parts")
        self.stdout.write(NOT_IN_IT)
        if keep and path.parent == place:
            for name in keep_newest(place, keep):
                self.stdout.write(f"deleted the older {name}")
        if manifest.missing:
            raise CommandError(
                f"the backup is made, but {len(manifest.missing)} kept files were lost or damaged before: "
                + ", ".join(manifest.missing[:5])
            )
