"""English words from the glossary, one per concept; no pinyin."""

import ast
import re

from tests.house.rooms import place, python_files, report, tree_of

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
