"""`kuangan plan …` on the command line."""

import io
import subprocess
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kuangan.plan.management.commands._tables import cut, table, width
from kuangan.plan.models import PlanVersion
from kuangan.plan.states import VersionState
from kuangan.plan.tests import factories as cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]
ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path):
    cast.package_file(tmp_path / "one")
    return tmp_path / "one"


def run(*words, language="zh-hans") -> tuple[int, str]:
    """Exit status and output of `kuangan plan WORDS`."""
    out = io.StringIO()
    try:
        call_command("plan", f"--language={language}", *map(str, words), stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    except CommandError as refused:
        return refused.returncode, out.getvalue() + str(refused)
    return 0, out.getvalue()


def test_check_of_a_good_package_says_what_is_in_it(folder):
    status, said = run("check", folder)
    assert status == 0
    assert "责任4项" in said and "错误0处" in said


def test_check_speaks_english_too(folder):
    assert "Errors: 0." in run("check", folder, language="en")[1]


def test_check_of_a_bad_package_names_file_and_line_and_fails(tmp_path):
    bad = cast.data()
    del bad["duties"][0]["title"]
    status, said = run("check", cast.package_file(tmp_path, bad))
    assert status == 1
    assert "plan.yaml:" in said and "title" in said


def test_load_publish_and_preview(folder):
    cast.counties()
    cast.mine("A", slope_height_m=180)
    assert run("load", folder)[0] == 0
    assert run("load", folder)[0] == 0
    assert PlanVersion.objects.count() == 1
    status, said = run("publish", cast.URN, "1.0.0")
    assert status == 0 and "采石场整治试验方案" in said
    assert PlanVersion.objects.get().state == VersionState.PUBLISHED
    status, said = run("preview", "--mine", "A")
    assert status == 0
    assert "高边坡监测" in said and "因" in said and "4月14日" in said


def test_publishing_twice_is_refused(folder):
    run("load", folder)
    run("publish", cast.URN, "1.0.0")
    assert run("publish", cast.URN, "1.0.0")[0] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("check", "no/such/folder"),
        ("publish", cast.URN, "9.9.9"),
        ("diff", cast.URN, cast.URN),
        ("trace", "urn:kuangan:plan:test:none"),
        ("preview", "--mine", "A"),
        ("preview", "--mine", "A", "--plan", "urn:kuangan:plan:test:none"),
    ],
    ids=" ".join,
)
def test_what_does_not_exist_ends_with_status_two(words):
    status, said = run(*words)
    assert status == 2
    assert said.strip()


def test_load_of_a_bad_package_is_refused(tmp_path):
    bad = cast.data()
    bad["duties"][0]["clauses"] = ["九"]
    status, said = run("load", cast.package_file(tmp_path, bad).parent)
    assert status == 1 and "plan.yaml:" in said
    assert not PlanVersion.objects.exists()


def test_diff_between_a_folder_and_a_loaded_version(folder, tmp_path):
    run("load", folder)
    changed = cast.data(version="1.1.0")
    changed["duties"][0]["title"] = "每周排查"
    changed["duties"].pop()
    cast.package_file(tmp_path / "two", changed)
    said = run("diff", f"{cast.URN}@1.0.0", tmp_path / "two")[1]
    assert "monthly-check" in said and "每周排查" in said
    assert "county-meeting" in said and "删除" in said
    assert "没有差异" in run("diff", folder, cast.URN)[1]


def test_trace_of_the_real_plan_answers_every_row_and_clause():
    status, said = run("trace", ROOT / "content" / "plans" / "jiangmen-2023")
    assert status == 0
    assert "已对应109条，共109条" in said


def test_trace_fails_when_a_row_has_no_answer(tmp_path):
    status, said = run("trace", cast.package_file(tmp_path, cast.data(catalogue_rows=5)).parent)
    assert status == 1
    assert "没有对应的要求：5" in said


def test_columns_count_chinese_characters_twice():
    assert width("矿a") == 3
    assert cut("矿矿矿矿", 5) == "矿矿…"
    lines = table(("编号", "b"), [("矿", "x"), ("矿山名", "y")]).splitlines()
    assert {width(line) for line in lines} == {width("矿山名") + 3}


def test_wrapper_runs_from_any_folder_and_through_a_link(tmp_path):
    link = tmp_path / "kuangan"
    link.symlink_to(ROOT / "bin" / "kuangan")
    done = subprocess.run([link, "plan", "--help"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "preview" in done.stdout
