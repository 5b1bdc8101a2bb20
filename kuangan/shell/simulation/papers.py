"""Generated evidence: small PDFs with Chinese text, drawn photographs of a quarry with camera data. All invented."""

import io
from datetime import datetime
from random import Random

from django.core.files.base import ContentFile
from PIL import ExifTags, Image, ImageDraw, ImageFont

from kuangan.foundation.integrity.files import keep
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import clock

SIZE = (640, 480)
_FONT = (
    b"""<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>"""
)
_DESCENDANT = (
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor 6 0 R >>"
)
_DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
    b"/Ascent 880 /Descent -254 /CapHeight 880 /StemV 93 >>"
)


def document(name: str, title: str, lines: list[str]) -> StoredFile:
    """A stored PDF of one page with a title and some lines."""
    return keep(ContentFile(_pdf(title, lines), name=name))


def photograph(name: str, chance: Random, taken: datetime, caption: str) -> StoredFile:
    """A stored JPEG that looks like a quarry face seen from its floor, stamped and with camera data."""
    return keep(ContentFile(_jpeg(chance, taken.astimezone(clock.SHANGHAI), caption), name=name))


def _pdf(title: str, lines: list[str]) -> bytes:
    text = [_words(title, 18, 780), *(_words(line, 11, 740 - 22 * at) for at, line in enumerate(lines))]
    content = b"BT\n" + b"\n".join(text) + b"\nET"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 7 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>",
        _FONT,
        _DESCENDANT,
        _DESCRIPTOR,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    made = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table)
    return made + head + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(made))


def _words(text: str, size: int, height: int) -> bytes:
    return b"/F1 %d Tf 1 0 0 1 60 %d Tm <%s> Tj" % (size, height, text.encode("utf-16-be").hex().encode())


def _jpeg(chance: Random, taken: datetime, caption: str) -> bytes:
    image = Image.new("RGB", SIZE, _shade(chance, (176, 200, 222), 18))
    draw = ImageDraw.Draw(image)
    _face(draw, chance)
    _machine(draw, chance)
    grain = Image.effect_noise((SIZE[0] // 4, SIZE[1] // 4), 40).resize(SIZE).convert("RGB")
    image = Image.blend(image, grain, 0.12)
    ImageDraw.Draw(image).text(
        (12, SIZE[1] - 28), f"{taken:%Y-%m-%d %H:%M:%S}  {caption}", fill=(255, 214, 0), font=ImageFont.load_default(18)
    )
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Demo", "Phone 3"
    exif[ExifTags.Base.DateTime] = f"{taken:%Y:%m:%d %H:%M:%S}"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{taken:%Y:%m:%d %H:%M:%S}"
    made = io.BytesIO()
    image.save(made, "JPEG", quality=72, exif=exif)
    return made.getvalue()


def _shade(chance: Random, colour: tuple[int, int, int], by: int) -> tuple[int, int, int]:
    shift = chance.randint(-by, by)
    red, green, blue = (max(0, min(255, part + shift)) for part in colour)
    return red, green, blue


def _face(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    """Benches one above the other, stepping back, over a sandy floor."""
    width, height = SIZE
    top = chance.randint(90, 150)
    draw.polygon([(0, top), *_ridge(chance, top), (width, top), (width, height), (0, height)],
                 fill=_shade(chance, (96, 112, 84), 20))  # fmt: skip
    benches = chance.randint(3, 5)
    for bench in range(benches):
        upper = top + 30 + bench * (240 // benches)
        left, right = chance.randint(0, 60) - bench * 12, width - chance.randint(0, 60) + bench * 12
        stone = _shade(chance, (168, 156, 138), 26)
        draw.polygon([(left, upper), (right, upper + chance.randint(-8, 8)), (right + 14, upper + 52),
                      (left - 14, upper + 52)], fill=stone)  # fmt: skip
        for _crack in range(9):
            x = chance.randint(max(left, 0), width)
            draw.line(
                [(x, upper + 4), (x + chance.randint(-14, 14), upper + 48)], fill=_shade(chance, (120, 110, 98), 20)
            )
    draw.rectangle([0, 400, width, height], fill=_shade(chance, (188, 170, 138), 16))


def _ridge(chance: Random, top: int) -> list[tuple[int, int]]:
    return [(x, top - chance.randint(10, 60)) for x in range(60, SIZE[0], 90)]


def _machine(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    """An excavator of five strokes, somewhere on the floor."""
    x, y = chance.randint(80, 480), chance.randint(352, 396)
    yellow = _shade(chance, (222, 170, 40), 14)
    draw.rectangle([x, y, x + 54, y + 26], fill=yellow)
    draw.rectangle([x + 4, y - 18, x + 26, y], fill=(70, 84, 96))
    draw.rectangle([x - 6, y + 26, x + 62, y + 38], fill=(52, 50, 48))
    draw.line([(x + 50, y), (x + 86, y - 34), (x + 112, y + 6)], fill=yellow, width=7)
