"""A plan package as somebody uploads it: one YAML file or a zip of its folder, unpacked within narrow limits."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from kuangan.foundation.kernel.errors import Refused

LARGEST = 2_000_000
"""Bytes of the upload."""
LARGEST_PART = 1_000_000
"""Bytes of one file inside, unpacked."""
LARGEST_WHOLE = 6_000_000
"""Bytes of all files inside, unpacked."""
MOST_PARTS = 200
NAMES = (".yaml", ".yml")


@contextmanager
def unpacked(upload: Any) -> Iterator[Path]:
    """The package as a path that open_package takes; gone afterwards. Raises Refused for what is no package."""
    if upload.size > LARGEST:
        raise Refused(
            _("The file is larger than 2 MB. A plan package is text; remove what does not belong to it."), "file"
        )
    with TemporaryDirectory(prefix="plan-") as name:
        folder = Path(name)
        if zipfile.is_zipfile(upload):
            yield _from_zip(upload, folder)
        elif str(upload.name).lower().endswith(NAMES):
            upload.seek(0)
            (folder / "plan.yaml").write_bytes(upload.read())
            yield folder
        else:
            raise Refused(_("Choose a plan.yaml, or a .zip of the folder that holds it."), "file")


def _from_zip(upload: Any, folder: Path) -> Path:
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as package:
            parts = [part for part in package.infolist() if _is_text(part)]
            if len(package.infolist()) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_WHOLE:
                raise Refused(_("The archive holds too much for a plan package."), "file")
            left = LARGEST_WHOLE
            for part in parts:
                left -= _write(package, part, folder, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise Refused(
            _("The archive is damaged or protected. Pack the folder again as a plain .zip."), "file"
        ) from None
    return _root(folder)


def _is_text(part: zipfile.ZipInfo) -> bool:
    """Only YAML files are taken; everything else in the archive is left in it."""
    return not part.is_dir() and part.filename.lower().endswith(NAMES) and "__MACOSX" not in part.filename


def _write(package: zipfile.ZipFile, part: zipfile.ZipInfo, folder: Path, left: int) -> int:
    name = PurePosixPath(part.filename.replace("\\", "/"))
    target = (folder / name).resolve()
    if name.is_absolute() or ".." in name.parts or ":" in name.parts[0] or not target.is_relative_to(folder.resolve()):
        raise Refused(_("The archive names files outside its folder and was not opened."), "file")
    with package.open(part) as stream:  # the declared size is not believed
        body = stream.read(min(LARGEST_PART, left) + 1)
    if len(body) > min(LARGEST_PART, left):
        raise Refused(_("The archive holds too much for a plan package."), "file")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(body)
    return len(body)


def _root(folder: Path) -> Path:
    found = sorted(folder.rglob("plan.yaml"), key=lambda file: len(file.parts))
    if not found:
        raise Refused(_("The archive holds no plan.yaml."), "file")
    return found[0].parent
