"""The first three administrators of a new installation, made once from the machine itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.access.actions import Place, create_account, grant
from kuangan.access.models import GrantRecord
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.roles import ADMIN_ROLES, Role
from kuangan.foundation.kernel.errors import Refused


class Command(BaseCommand):
    """Makes one account each for system, security and audit administration and prints temporary passwords once."""

    help = "Make the first system, security and audit administrators; prints their temporary passwords once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", required=True, help="six-digit code of the bureau's region, e.g. 440700")
        for role in ("system", "security", "audit"):
            parser.add_argument(f"--{role}", required=True, metavar="SIGN-IN-NAME:NAME")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses when any administrator exists: from then on the security administrator grants."""
        if GrantRecord.objects.filter(role__in=ADMIN_ROLES, revoked_at__isnull=True).exists():
            raise CommandError(_("There are administrators already. The security administrator grants further ones."))
        actor = Actor.system("first_administrators")
        place = Place(region_code=options["region"])
        for part, role in (
            ("system", Role.SYSTEM_ADMIN),
            ("security", Role.SECURITY_ADMIN),
            ("audit", Role.AUDIT_ADMIN),
        ):
            username, _sign, name = options[part].partition(":")
            try:
                user, temporary = create_account(actor, username=username, name=name or username)
                grant(actor, user, role=role, place=place)
            except Refused as refusal:
                raise CommandError(f"{options[part]}: {refusal}") from refusal
            self.stdout.write(f"{role.label}\t{user.username}\t{temporary}")
