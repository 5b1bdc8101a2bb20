"""Files by content hash: kept once, typed by what they contain, and never handed to a browser as a page.

Doors: `keep(upload, allowed=IMAGES | DOCUMENTS)`, `serve(stored, name, preview=False)`, `read(stored)`,
`is_intact(stored)`.
"""

from kuangan.foundation.integrity.files.keeping import keep
from kuangan.foundation.integrity.files.serving import serve
from kuangan.foundation.integrity.files.shelves import is_intact, read
from kuangan.foundation.integrity.files.sniffing import DOCUMENTS, IMAGES, SHEETS, TEXTS, VIDEOS

__all__ = ["DOCUMENTS", "IMAGES", "SHEETS", "TEXTS", "VIDEOS", "is_intact", "keep", "read", "serve"]
