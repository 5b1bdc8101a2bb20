"""English words from the glossary, one per concept; no pinyin. Chinese words as an office says them, one per thing."""

import ast
import re

from babel.messages.pofile import read_po

from tests.house.rooms import ROOT, place, python_files, report, tree_of

PINYIN = {
    *(
        "kuangshan",
        "yinhuan",
        "qiye",
        "jiancha",
        "zhenggai",
        "fangan",
        "zeren",
        "shangbao",
        "yingji",
        "anquan",
        "zhifa",
    ),
    *("fengxian", "peixun", "kaohe", "weikuang", "weikuangku", "paituchang", "lutian", "dixia", "xianqu", "chengnuo"),
    *("taizhang", "tongji", "baobiao", "shenhe", "shenpi", "tuihui", "yanqi", "duban", "jubao", "chufa", "fuze"),
}
# One concept, one word: the word that lost → the word of the glossary.
LOST_WORDS = {
    "jurisdiction_code": "region_code",
    "usci": "uscc",
    "enterprise_name_cn": "name",
    "todo": "assignment",
}
# Words of developers, or the losing word of two, on people's pages → what an office says.
SAID_INSTEAD = {
    r"待接入|台账接入|替代要求": "暂按下列材料办理",
    r"非官方样式": "参考样式",
    r"内容校验码|内容码": "校验码",
    # A programme's own seal over a message is no person's: there, and only there, it is 签名.
    r"(?<!带)签名(?!密钥)|签署": "签字 (a person), 签收 (a document)",
    r"取值": "数值, 设定",
    r"在库时长": "存续时间",
    r"三个时钟|按时钟|时钟说明": "分别统计, 按时间",
    r"载入方案包": "导入方案",
    r"试算": "测算本矿责任",
    r"字段|原值|新值(?!班)": "项目, 变更前, 变更后",
    r"(?<!办理)(?<!JSON)(?<!检查)对象(?!类型)": "办理对象, or what it is",
    r"(?<!\d)0天内": "立即",
    r"必须填写|(?<!也)(?<!以)可选(?!项|用)": "必填, 选填",
    r"\d ?(?:m|cm|km)(?![a-zA-Z0-9³²])|（°）|[高角]\d+°": "米, 厘米, 公里, 度",
}
# Not for people's pages: the glossary for developers explains both words.
FOR_DEVELOPERS = {"docs/glossary.md"}


def said():
    """Every Chinese sentence of catalogues, content and documents, with its place."""
    for path in sorted((ROOT / "locale").glob("*/zh_Hans/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_Hans"):
                for words in [message.string] if isinstance(message.string, str) else message.string:
                    yield f"{path.relative_to(ROOT)}: {message.id}", words
    content = [one for one in (ROOT / "content").rglob("*.yaml") if "standards" not in one.parts]  # law's own words
    for path in sorted([*content, *(ROOT / "docs").rglob("*.md"), ROOT / "README.zh-CN.md"]):
        if (name := str(path.relative_to(ROOT))) not in FOR_DEVELOPERS and "adr" not in path.parts:
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                yield f"{name}:{number}", line


def names(tree: ast.Module):
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node, node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node, node.id
        elif isinstance(node, ast.arg):
            yield node, node.arg


def words(name: str) -> set[str]:
    return {part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_names_are_english():
    problems = [
        f"{place(path, node)}: {name}"
        for path in python_files(tests=True)
        for node, name in [*names(tree_of(path)), (None, path.stem)]
        if words(name) & PINYIN
    ]
    report(problems, "use the English word of docs/glossary.md")


def test_one_concept_has_one_word():
    problems = [
        f"{place(path, node)}: {name}: say {LOST_WORDS[name.lower()]}"
        for path in python_files()
        for node, name in names(tree_of(path))
        if name.lower() in LOST_WORDS
    ]
    report(problems, "use the word of docs/glossary.md")


def test_people_read_the_words_of_an_office():
    sentences = list(said())
    problems = [
        f"{where}: {found[0]}: say {better}"
        for where, sentence in sentences
        for word, better in SAID_INSTEAD.items()
        if re.search("[\u4e00-\u9fff]", sentence) and (found := re.search(word, sentence))
    ]
    assert len(sentences) > 5000
    report(problems, "use the word of an office; tests/house/test_words.py lists them")


def test_no_row_is_named_by_its_own_equation():
    """`name=value (440700)` reaches pages through __str__: a row is named in words."""
    problems = [
        place(path, node)
        for path in python_files()
        for one in ast.walk(tree_of(path))
        if isinstance(one, ast.FunctionDef) and one.name == "__str__"
        for node in ast.walk(one)
        if isinstance(node, ast.JoinedStr)
        and any(isinstance(part, ast.Constant) and part.value == "=" for part in node.values)
    ]
    report(problems, "say it in words")
