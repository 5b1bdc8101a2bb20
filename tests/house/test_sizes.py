"""Files a person can hold in mind."""

from tests.house.rooms import ROOT, place, python_files, report

LINES = 300
# Files that must stay one file, with the reason.
WHOLE = {"verify_audit.py": "given to readers of an audit export as the single file that checks it"}


def test_no_python_file_is_longer_than_three_hundred_lines():
    problems = []
    for path in python_files(ROOT / "kuangan", ROOT / "config", ROOT / "tests", tests=True):
        count = len(path.read_text(encoding="utf-8").splitlines())
        if count > LINES and path.name not in WHOLE:
            problems.append(f"{place(path)}: {count} lines")
    report(problems, "make it a package of the same name, split by verb; aim at 40 to 120 lines a file")
