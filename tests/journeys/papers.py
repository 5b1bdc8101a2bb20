"""Files that people attach: real PDF, PNG and XLSX content, each different from the others."""

from io import BytesIO

from openpyxl import Workbook
from PIL import Image
from playwright.sync_api import FilePayload

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def document(name: str, words: str = "") -> FilePayload:
    """A PDF."""
    body = f"%PDF-1.4\n% {words or name}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    body += "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": body.encode()}


def photo(name: str, colour: tuple[int, int, int]) -> FilePayload:
    """A photograph."""
    kept = BytesIO()
    Image.new("RGB", (640, 480), colour).save(kept, "JPEG")
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def table(name: str, *rows: tuple[str, ...]) -> FilePayload:
    """A workbook of one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = BytesIO()
    book.save(kept)
    return {"name": f"{name}.xlsx", "mimeType": XLSX, "buffer": kept.getvalue()}
