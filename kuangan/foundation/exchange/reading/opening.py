"""What kind of file is this really? The name is not believed, the first bytes are."""

from django.utils.translation import gettext as _

from kuangan.foundation.exchange.reading import delimited, legacy, packages
from kuangan.foundation.exchange.reading.limits import MEGA, Deadline, Limits
from kuangan.foundation.exchange.reading.sheets import Workbook
from kuangan.foundation.kernel.errors import Refused

LIMITS = Limits()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_ANCIENT = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")


def read(data: bytes, name: str = "", *, limits: Limits = LIMITS, deadline: Deadline | None = None) -> Workbook:
    """Read a workbook or a delimited text from bytes.

    Formulas give their last computed value, macros and links are left aside, nothing is evaluated.
    Raises Refused with a sentence that says how to mend it: too large, encrypted, another kind of file, damaged.
    """
    deadline = deadline or Deadline(limits.seconds)
    if not data:
        raise Refused(_("The file is empty. Choose another file."))
    if len(data) > limits.size:
        raise Refused(
            _("The file has %(size)d MB, at most %(limit)d MB are taken. Remove pictures or split it.")
            % {"size": -(-len(data) // MEGA), "limit": limits.size // MEGA}
        )
    if data.startswith(b"PK"):
        return packages.read(data, limits, deadline)
    if data.startswith(OLE):
        return legacy.read(data, limits, deadline)
    _refuse_others(data)
    return delimited.read(data, limits, deadline)


def _refuse_others(data: bytes) -> None:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = data[:4096].replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<head", b"<meta", b"<style", b"<div", b"<body")):
        raise Refused(_("This is a web page with the name of a table. Open it in WPS or Excel and save it as .xlsx."))
    if head.startswith((b"<?xml", b"<workbook", b"<")):
        raise Refused(_("This is an XML file, not a workbook. Open it in WPS or Excel and save it as .xlsx."))
    if data.startswith(b"%PDF"):
        raise Refused(_("This is a PDF. Ask for the table itself as .xlsx."))
    if data.startswith(_PICTURES) and b"\x00" in data[:4096]:
        raise Refused(_("This is a picture. Ask for the table itself as .xlsx."))
    if data.startswith(_ANCIENT):
        raise Refused(_("This workbook has a very old format. Open it in WPS or Excel and save it as .xlsx."))
    if data.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise Refused(_("This is an archive. Unpack it and choose the table inside."))
