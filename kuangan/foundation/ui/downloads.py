"""Files that a page hands out."""

from urllib.parse import quote

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def workbook(data: bytes, name: str) -> HttpResponse:
    """A workbook as a download, whatever characters its name has."""
    return download(data, name, XLSX)


def download(data: bytes, name: str, media_type: str) -> HttpResponse:
    """A file that was just made, as a download, whatever characters its name has; nobody keeps a copy on the way."""
    response = HttpResponse(data, content_type=media_type)
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
