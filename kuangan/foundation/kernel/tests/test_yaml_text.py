"""YAML whose cost its sender would set is refused before anything is built of it."""

import pytest

from kuangan.foundation.kernel.yaml_text import Unbounded, check_bounds

pytestmark = pytest.mark.embedded
LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: " + "[" * 60_000, 2, "40层"),
        ("a:\n" + "".join(f"{' ' * n}b:\n" for n in range(1, 200)), 41, "40层"),
        (LAUGHS, 6, "200000项"),
        ("a: &a [1, *a]", 1, "自身"),
        ("a: 1\nb: 1\nc: " + "9" * 5_000, 3, "40位"),
        ("a: " + "1:" * 500 + "1", 1, "40位"),
        ("a: " + "字" * 1_000_001, 1, "1 MB"),
    ],
    ids=("brackets", "indents", "aliases", "itself", "digits", "sixties", "size"),
)
def test_a_text_that_would_cost_much_is_refused_at_its_line(text, line, words):
    with pytest.raises(Unbounded) as refused:
        check_bounds(text)
    assert refused.value.line == line and words in refused.value.words


def test_long_text_in_quotes_and_shared_parts_are_ordinary():
    check_bounds(f'a: "{"9" * 500}"\nb: &b [1, 2]\nc: [*b, *b]\nd: 91440700MA4UTC8X0K\n')
