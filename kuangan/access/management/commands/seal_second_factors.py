"""`manage.py seal_second_factors`: seal the stored second factors under the first key of KUANGAN_SECOND_FACTOR_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kuangan.access.actions import seal_second_factors
from kuangan.access.rules import SealBroken
from kuangan.foundation.authority.actors import Actor


class Command(BaseCommand):
    """After a new key was put in front; when it is done the old key may be taken out of the setting."""

    help = "Seal stored second factors under the first key of KUANGAN_SECOND_FACTOR_KEYS"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = seal_second_factors(Actor.system("seal_second_factors"))
        except SealBroken as error:
            raise CommandError(
                "A second factor opens with none of the keys. Put the key it was sealed with into "
                "KUANGAN_SECOND_FACTOR_KEYS, after the new one. Nothing was changed."
            ) from error
        self.stdout.write(f"{count} sealed anew; the first key opens every second factor now.")
