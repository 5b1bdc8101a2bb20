"""Builds the dirt that real offices send, and the files that attackers send. Deterministic."""
# ruff: noqa: E501, RUF001 - tables of words read better side by side; the dirt of real files is meant

import io
import re
import zipfile
from datetime import date

import openpyxl
import xlsxwriter

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PRIVATE = "\ue815"
RARE = "𠮷"
HEAD = ["序号", "校名", "单位名称", "信用代码", "办学许可证", None, "食品许可证", None, "学校类型", "人数", "楼高(米)",
        "寄宿", "坐标", None, "校长", None, "协作单位", "建校时间", "分管领导"]  # fmt: skip
SUB = [None, None, None, None, "证号", "有效期至", "证号", "有效期至", None, None, None, None, "东经", "北纬", "姓名",
       "联系电话", None, None, None]  # fmt: skip
GOOD = [1, "第一小学", "甲集团", "11440783MB2C94670Y", "Ａ－００１", "2025年6月30日", "F 001", 45838, "小学", "３００", "12.5m",
        "√", "112°34′56″E", "22°10′30″N", RARE + "　三", "１３８００１３８０００", "乙公司、丙公司", "2001.9.1", "王五"]  # fmt: skip


def other(number: int, **changes: object) -> list[object]:
    """A correct row of its own, with chosen cells changed by their letter."""
    row: list[object] = [
        number, f"第{number}小学", "甲集团", None, f"A-{number:03}", date(2026, 1, 31), f"F{number:03}", "20260131", "中学",
        200 + number, 9, "否", 112.6, 22.2, "李四", "0750-1234567", "无", 37135, None,
    ]  # fmt: skip
    for letter, value in changes.items():
        row[ord(letter) - 65] = value
    return row


def workbook(*, extra: int = 0) -> bytes:
    """The nasty roster: titles, two-row merged header, every kind of dirt, signatures at the end.

    Data starts in row 6. `extra` adds that many correct rows.
    """
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "说明"
    cover["A1"] = "请各单位如实填报"
    sheet = book.create_sheet("名录")
    sheet["A1"] = "2023年度学校基本情况统计表"
    sheet.merge_cells("A1:S1")
    sheet["A2"], sheet["P2"] = "填报单位：某某局", "2023年7月20日"
    for column, (top, below) in enumerate(zip(HEAD, SUB, strict=True), start=1):
        sheet.cell(4, column, top)
        sheet.cell(5, column, below)
    for area in ("E4:F4", "G4:H4", "M4:N4", "O4:P4"):
        sheet.merge_cells(area)
    for letter in "ABCDIJKLQRS":
        sheet.merge_cells(f"{letter}4:{letter}5")
    rows: list[list[object]] = [
        GOOD,  # 6
        other(2, C=None, K="约15米", R="二〇〇一年九月一日"),  # 7: owner comes from the merged cell above (C6:C7)
        GOOD,  # 8: the same again
        [*GOOD[:9], "301", *GOOD[10:]],  # 9: the same key, another number
        other(4, F="4-30", K="八十五", J="12.5", P="1380013"),  # 10: four bad cells
        other(5, M=22.3, N=112.7, B=f"第{PRIVATE}小学"),  # 11: exchanged degrees, self-made character
        [None, "二、城区", *[None] * 17],  # 12: a heading
        [
            "序号",
            "校名",
            "单位名称",
            "信用代码",
            "办学许可证",
            None,
            "食品许可证",
            None,
            "学校类型",
            *[None] * 10,
        ],  # 13: header
        other(6, J="=200+6", I="大学"),  # 14: a formula without a value, an unknown choice
        other(7, E=4.4070020e22, D="9144078370763****"),  # 15: cut by Excel, masked
        other(8, C="=甲集团", F="2023.1.1至2026.1.31"),  # 16: text that begins like a formula; a period
    ]
    rows += [other(number) for number in range(9, 9 + extra)]
    rows += [
        ["合计", None, None, None, None, None, None, None, None, 2000, *[None] * 9],
        [*[None] * 19],
        ["备注：本表一式两份。", *[None] * 18],
        ["填表人：张三", None, None, None, "审核人：李四", None, None, None, None, "联系电话：0750-1", *[None] * 9],
    ]
    for index, row in enumerate(rows, start=6):
        for column, value in enumerate(row, start=1):
            if value is not None:
                cell = sheet.cell(index, column, value)
                if value == "=甲集团":
                    cell.data_type = "s"
    sheet.merge_cells("C6:C7")
    hidden = book.create_sheet("旧表")
    hidden["A1"] = "作废"
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_text(encoding: str, separator: str = ",") -> bytes:
    """A delimited text with three columns and one row."""
    lines = [["学校名称", "举办单位", "成立日期"], [f"{RARE}小学", "甲集团", "2001/9/1"]]
    return "\r\n".join(separator.join(line) for line in lines).encode(encoding)


def formatted_empty(rows: int, columns: int = 20) -> bytes:
    """One header, one row, and formatted nothing down to row `rows`."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("名录")
    bordered = book.add_format({"border": 1})
    for column, title in enumerate(["学校名称", "举办单位", "人数"]):
        sheet.write(0, column, title, bordered)
        sheet.write(1, column, ["第一小学", "甲集团", 300][column], bordered)
    for row in range(2, rows):
        for column in range(columns):
            sheet.write_blank(row, column, None, bordered)
    book.close()
    return out.getvalue()


def million_empty_rows() -> bytes:
    """1,048,576 formatted rows, made quickly: the same XML a spreadsheet program would write."""
    letters = "ABC"
    thousand = []
    for block in range(1, 1_048_577, 4096):
        rows = (
            f'<row r="{row}" spans="1:3">' + "".join(f'<c r="{letter}{row}" s="1"/>' for letter in letters) + "</row>"
            for row in range(max(block, 3), block + 4096)
        )
        thousand.append("".join(rows))
    return _with_sheet(formatted_empty(2), lambda xml: xml.replace("</sheetData>", "".join(thousand) + "</sheetData>"))


def far_value() -> bytes:
    """Two values, one of them in the last cell a sheet can have: a grid of 17 thousand million cells."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return _with_sheet(formatted_empty(2), lambda xml: xml.replace("</sheetData>", far))


def hidden_far_value() -> bytes:
    """The same behind a comment that pretends the data has ended."""
    return _with_sheet(far_value(), lambda xml: xml.replace("<sheetData>", "<!-- </sheetData> --><sheetData>"))


def entities() -> bytes:
    """A worksheet with the entity bomb called billion laughs."""
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet'
    return _with_sheet(formatted_empty(2), lambda xml: xml.replace("<worksheet", bomb))


def zip_bomb(megabytes: int) -> bytes:
    """A workbook whose shared strings unpack to many megabytes."""
    source = zipfile.ZipFile(io.BytesIO(formatted_empty(2)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for entry in source.infolist():
            body = source.read(entry)
            if entry.filename == "xl/_rels/workbook.xml.rels" and b"sharedStrings" not in body:
                led = (
                    f'<Relationship Id="r99" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
                )
                body = body.replace(b"</Relationships>", led.encode())
            if entry.filename != "xl/sharedStrings.xml":
                package.writestr(entry.filename, body)
        with package.open("xl/sharedStrings.xml", "w") as part:
            for _ in range(megabytes):
                part.write(b" " * 2**20)
    return out.getvalue()


def encrypted() -> bytes:
    """The outside of a password-protected workbook: an OLE container that names its encrypted package."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 512


def web_page() -> bytes:
    """What many platforms export as .xls."""
    return '<html xmlns:o="urn:schemas-microsoft-com:office:office"><table><tr><td>学校名称</td></tr></table></html>'.encode()


def _with_sheet(data: bytes, change) -> bytes:  # type: ignore[no-untyped-def]
    source = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for entry in source.infolist():
            body = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                body = change(body.decode()).encode()
            package.writestr(entry.filename, body)
    return out.getvalue()


def renamed(data: bytes, names: dict[str, str]) -> bytes:
    """The same package with its parts under other names; every relation and type follows, nothing else changes."""
    source = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    ends = {old.rpartition("/")[2]: f"/{new}" for old, new in names.items()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for entry in source.infolist():
            body = source.read(entry)
            if entry.filename == "[Content_Types].xml":
                for old, new in names.items():
                    body = body.replace(f'"/{old}"'.encode(), f'"/{new}"'.encode())
            elif entry.filename.endswith(".rels"):
                text = body.decode()
                for end, new in ends.items():
                    text = re.sub(rf'Target="[^"]*{re.escape(end)}"', f'Target="{new}"', text)
                body = text.encode()
            folder, _slash, end = entry.filename.rpartition("/_rels/")
            owner = f"{folder}/{end.removesuffix('.rels')}"
            if owner in names:
                at, _slash, last = names[owner].rpartition("/")
                package.writestr(f"{at}/_rels/{last}.rels".lstrip("/"), body)
            else:
                package.writestr(names.get(entry.filename, entry.filename), body)
    return out.getvalue()
