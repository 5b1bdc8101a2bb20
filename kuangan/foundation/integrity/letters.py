"""What is sent of a seal, so that it is kept outside: a mail with its code in the subject and the anchor below."""

from django.utils.translation import gettext as _

from kuangan.foundation.integrity.canonical import stamp
from kuangan.foundation.integrity.exporting import anchor_text
from kuangan.foundation.integrity.models import Seal
from kuangan.foundation.kernel import clock


def anchor_letter(seal: Seal) -> tuple[str, str]:
    """Subject and body of the mail that carries a seal to a place outside; whoever sends it chooses to whom."""
    told = {"number": seal.number, "code": seal.code, "records": seal.total, "day": f"{clock.day_of(seal.sealed_at)}"}
    subject = _("Seal %(number)d of the audit trail: %(code)s") % told
    body = _(
        "Keep this message. With it anybody can find out later whether the audit trail was changed or cut off.\n\n"
        "Seal %(number)d of %(day)s, %(records)d records so far, code %(code)s.\n"
        "The lines below are the same as a file (anchor.json)."
    )
    return subject, f"{body % told}\n\n{anchor_text(seal)}"


def seal_line(seal: Seal) -> str:
    """One line for the foot of a printed return: number, time in UTC and code of a seal."""
    return f"{_('Seal')} {seal.number} {stamp(seal.sealed_at)[:16]}Z {seal.code}"
