"""Office packages know their parts by relations, not by names: where the main part lies, and what it leads to."""

import posixpath
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree  # nosec B405 - entities are refused before any part is parsed

ROOT = ""
_LONGEST = 2 * 1024 * 1024
_TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class Relation:
    """One relation of a part: `kind` is the last word of its type (worksheet, styles …), `target` a part or address."""

    key: str
    kind: str
    target: str
    is_external: bool = False


def of(package: zipfile.ZipFile, part: str = ROOT) -> list[Relation]:
    """The relations of a part; [] when it has none. ValueError when they are damaged, endless or hold entities."""
    folder, name = posixpath.split(part)
    root = _parsed(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    return [_relation(folder, item) for item in root] if root is not None else []


def main_part(package: zipfile.ZipFile) -> str:
    """The part that the package is about (word/document.xml, or whatever it is called here); "" when none is named."""
    return next((one.target for one in of(package) if one.kind == "officeDocument" and not one.is_external), "")


def type_of(package: zipfile.ZipFile, part: str) -> str:
    """The content type of a part in small letters; "" when the package does not say."""
    root = _parsed(package, _TYPES)
    ending = part.rpartition(".")[2].lower()
    usual = ""
    for item in root if root is not None else ():
        if item.get("PartName", "").lstrip("/").lower() == part.lower():
            return item.get("ContentType", "").lower()
        if item.get("Extension", "").lower() == ending:
            usual = item.get("ContentType", "").lower()
    return usual


def _relation(folder: str, item: ElementTree.Element) -> Relation:
    target = item.get("Target", "").replace("\\", "/")
    is_external = item.get("TargetMode", "") == "External"
    if not is_external:
        target = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
    return Relation(item.get("Id", ""), item.get("Type", "").rpartition("/")[2], target, is_external)


def _parsed(package: zipfile.ZipFile, name: str) -> ElementTree.Element | None:
    entry = next((one for one in package.infolist() if one.filename.replace("\\", "/").lower() == name.lower()), None)
    if entry is None:
        return None
    if entry.file_size > _LONGEST:
        raise ValueError("endless relations")
    body = package.read(entry)
    if any(mark in body.replace(b"\x00", b"") for mark in (b"<!DOCTYPE", b"<!ENTITY")):
        raise ValueError("entities")
    try:
        return ElementTree.fromstring(body)  # noqa: S314  # nosec B314 - entities are refused before
    except ElementTree.ParseError as error:
        raise ValueError("damaged relations") from error
