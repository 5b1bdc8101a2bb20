"""`kuangan audit …`: seal, verify, anchor and export the audit trail.

Exit status: 0 in order or done, 1 not in order, 2 a file cannot be read.
"""

import getpass
import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity import exporting, letters, verify_audit
from kuangan.foundation.integrity.models import Seal
from kuangan.foundation.integrity.queries import latest_seal
from kuangan.foundation.integrity.sealing import seal_all
from kuangan.foundation.integrity.verifying import verify
from kuangan.foundation.kernel import demo_clock


class Command(BaseCommand):
    """The command; each verb is a method."""

    help = "The audit trail: seal, verify, anchor, export."

    def add_arguments(self, parser: CommandParser) -> None:
        """Verbs with their arguments."""
        parser.add_argument("--language", choices=["zh-hans", "en"], help="language of the output")
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        verbs.add_parser("seal", help="seal what is not yet sealed; the worker does it every minute")
        one = verbs.add_parser("verify", help="check the whole trail, or an export")
        one.add_argument("--export", metavar="FILE", help="an export to check instead of the database")
        one.add_argument("--anchor", metavar="FILE", help="a seal that was kept elsewhere")
        one.add_argument("--code", default="", help="a short code that was kept on paper")
        one = verbs.add_parser("anchor", help="the latest seal, to be kept elsewhere")
        one.add_argument("--out", metavar="FILE", help="write it into a file as JSON")
        one.add_argument("--letter", action="store_true", help="as the text of a mail")
        one.add_argument("--mail", metavar="ADDRESS", help="send it there")
        one = verbs.add_parser("export", help="the whole sealed trail as a zip that proves itself")
        one.add_argument("out", metavar="FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the verb in the chosen language and leave with its exit status."""
        demo_clock.load()
        with translation.override(options["language"] or translation.get_language()):
            status = getattr(self, f"_{options['verb']}")(options)
        if status:
            sys.exit(status)

    def _seal(self, options: dict[str, Any]) -> int:
        made = seal_all(_operator())
        last = latest_seal()
        self.stdout.write(_("Sealed %(count)d records.") % {"count": sum(seal.count for seal in made)})
        self.stdout.write(letters.seal_line(last) if last else _("There is no seal yet."))
        return 0

    def _verify(self, options: dict[str, Any]) -> int:
        anchor = _anchor(options["anchor"])
        if options["export"]:
            try:
                ledger = verify_audit.check(verify_audit.Export(options["export"]), anchor, options["code"])
            except verify_audit.Unreadable as error:
                raise CommandError(_("%(path)s cannot be read: %(error)s") % {
                    "path": options["export"], "error": error
                }, returncode=2) from None  # fmt: skip
        else:
            ledger = verify(_operator(), anchor, options["code"])
        language = translation.get_language() or "en"
        for line in verify_audit.say(ledger, language, bool(anchor or options["code"])):
            self.stdout.write(line)
        return 1 if ledger.problems else 0

    def _anchor(self, options: dict[str, Any]) -> int:
        seal = latest_seal()
        if seal is None:
            raise CommandError(_("There is no seal yet."))
        if options["out"]:
            Path(options["out"]).write_text(exporting.anchor_text(seal), encoding="utf-8")
            self.stdout.write(letters.seal_line(seal))
        elif options["mail"]:
            self._mail(seal, options["mail"])
        elif options["letter"]:
            self.stdout.write("\n\n".join(letters.anchor_letter(seal)))
        else:
            self.stdout.write(exporting.anchor_text(seal))
        return 0

    def _mail(self, seal: Seal, address: str) -> None:
        if not settings.EMAIL_HOST:
            raise CommandError(_("No mail server is set: give KUANGAN_EMAIL_URL, or write a file with --out."))
        subject, body = letters.anchor_letter(seal)
        try:
            send_mail(subject, body, None, [address])
        except OSError as error:  # SMTPException is one
            raise CommandError(_("The mail was not taken: %(error)s") % {"error": error}, returncode=2) from None
        self.stdout.write(letters.seal_line(seal))

    def _export(self, options: dict[str, Any]) -> int:
        seal_all(_operator())
        with Path(options["out"]).open("wb") as target:
            total = exporting.write_export(_operator(), target, None, {})
        exporting.note_exported(_operator(), total)
        self.stdout.write(_("Exported %(count)d records.") % {"count": total})
        return 0


def _operator() -> Actor:
    """Whoever runs the command on the server: named in the audit trail as such."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = ""
    return Actor.system(f"command line {name}".strip())


def _anchor(path: str | None) -> dict[str, Any] | None:
    if not path:
        return None
    try:
        found: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))["seal"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(
            _("%(path)s cannot be read: %(error)s") % {"path": path, "error": error}, returncode=2
        ) from None
    return found
