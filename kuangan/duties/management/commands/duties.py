"""`manage.py duties signatures`: signatures that are not over what they stand under; tells people to sign again."""

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuangan.duties.actions.signing_again import tell_to_sign_again
from kuangan.duties.queries.broken_signatures import Broken, broken_signatures
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import demo_clock


class Command(BaseCommand):
    """Lists without --tell and changes nothing; exit status 1 when something was found that nobody was told of."""

    help = "duties signatures [--tell]: lists broken signatures; --tell asks the signers of what is not delivered."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one word, and whether people are told."""
        parser.add_argument("what", choices=["signatures"])
        parser.add_argument("--tell", action="store_true", help="tell the signers to sign again; leaves audit records")

    def handle(self, *_args: Any, tell: bool, **_options: Any) -> None:
        """One line a signature: what was or would be done about it."""
        demo_clock.load()
        found = tell_to_sign_again(_operator()) if tell else list(broken_signatures(Scope.everywhere()))
        for one in found:
            self.stdout.write("\t".join((one.assignment.region_code, one.assignment.bearer, one.assignment.title,
                                         one.signature.signed_by, _outcome(one, tell))))  # fmt: skip
        count = len(found)
        self.stdout.write(ngettext("%(count)d signature", "%(count)d signatures", count) % {"count": count})
        if [one for one in found if not tell or one.is_delivered]:
            sys.exit(1)


def _outcome(one: Broken, tell: bool) -> str:
    if one.is_delivered:
        altered = "、".join(one.altered) or _("signed over another content")
        return _("delivered, left as it is: %(altered)s; have the reviewer return it or order it redone") % {
            "altered": altered
        }
    if one.signature.signed_by_id is None:
        return _("signed by no account: sign again")
    return _("told to sign again") if tell else _("to be told to sign again")


def _operator() -> Actor:
    """Whoever runs the command on the server: named in the audit trail as such."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = ""
    return Actor.system(f"command line {name}".strip())
