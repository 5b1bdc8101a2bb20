"""The text in which criteria and articles are searched: half-width, lower case, with every way they are cited."""

from kuangan.foundation.kernel.text import compared
from kuangan.standards.rules.citing import article_formally, article_label, chinese_number

_PARTS = {"UG": ("地下", "一"), "OP": ("露天", "二"), "TP": ("尾矿库", "三")}
"""How the parts of the criteria are called, and their number in the document."""
LIMIT_OF_CRITERION, LIMIT_OF_ARTICLE = 700, 1000
"""The widths of the columns, in characters."""


def criterion_search_text(code: str, label: str, text: str, head: str = "") -> str:
    """The text of a criterion, that of its head, and how it is cited: op-04, op04, 露天第4项, 露天第四项, 二(四)."""
    part, number = code.split("-")[:2]
    words = [code, code.replace("-", ""), label, text, head]
    if number.isdigit() and part in _PARTS:
        name, which = _PARTS[part]
        spoken = chinese_number(int(number))
        words += [f"{name}第{spoken}项", f"{which}({spoken})"]
    return _joined(words, LIMIT_OF_CRITERION)


def article_search_text(short: str, number: str, heading: str, summary: str) -> str:
    """The content of an article and how it is cited: 安全生产法第41条第2款, 第四十一条第二款, 41(2)."""
    label, formal = article_label(number), article_formally(number)
    return _joined([number, f"{short}{label}", f"{short}{formal}", heading, summary], LIMIT_OF_ARTICLE)


def _joined(words: list[str], limit: int) -> str:
    return " ".join(dict.fromkeys(compared(word) for word in words if word))[:limit]
