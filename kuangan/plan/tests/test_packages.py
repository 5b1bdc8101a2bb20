"""Reading, checking, comparing and deriving packages."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kuangan.plan.package.building import build
from kuangan.plan.package.checking import check
from kuangan.plan.package.differing import differ
from kuangan.plan.package.findings import ERROR, WARNING, Finding
from kuangan.plan.package.opening import open_package
from kuangan.plan.package.parts import PlanPackage
from kuangan.plan.package.reading import Source, Unreadable, canonical, content_hash, parse, read
from kuangan.plan.package.schema import schema

from .conftest import PACKAGES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(PACKAGES, tmp_path / "plans")
    return tmp_path / "plans" / "reservoirs-2024"


def edited(folder: Path, old: str, new: str) -> tuple[list[Finding], int]:
    """The findings after one edit, and the line of the edit."""
    file = folder / "plan.yaml"
    text = file.read_text("utf-8")
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new, 1), "utf-8")
    return list(open_package(folder).findings), text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "message", "mend"),
    [
        ("title: 高坝监测", "titel: 高坝监测", "titel", "title"),
        ("cadence: half_yearly", "cadence: twice", "twice", "half_yearly"),
        ("due: {on: 2025-11-28}", "due: {on: 28.11.2025}", "28.11.2025", "2023-04-30"),
        ("short: 每周调度", "short: 每一周都要调度一次啊", "每一周", "8"),
        ("version: 2.1.0", "version: two", "two", ""),
        ("scope: full}, {fact: slope", "scope: all}, {fact: slope", "all", "full"),
        ("bearer: enterprise", "bearer: village", "village", "enterprise"),
        ("kind: file, label: 监测报告, accepts: [document]", "kind: file, label: 监测报告", "accepts", "accepts"),
    ],
)
def test_a_schema_error_names_file_line_and_mend(folder: Path, old: str, new: str, message: str, mend: str) -> None:
    findings, line = edited(folder, old, new)
    assert len(findings) == 1, findings
    (finding,) = findings
    assert (finding.level, finding.file) == (ERROR, "plan.yaml")
    assert abs(finding.line - line) <= 1, (finding, line)
    assert message in finding.message and mend in finding.mend


@pytest.mark.parametrize(
    ("old", "new", "name", "mend"),
    [
        ("clauses: [第五条]", "clauses: [第六条]", "第六条", ""),
        ("parameter: fix_days", "parameter: fixdays", "fixdays", "fix_days"),
        ("chain: county\n", "chain: conty\n", "conty", "county"),
        ("phase: works", "phase: work", "work", "works"),
        ("{fact: storage_10k_m3, at_least", "{fact: storage, at_least", "storage", ""),
        ("when: {model: shared}", "when: {modell: shared}", "modell", "model"),
        ("id: before-rain", "id: dam-monitoring", "dam-monitoring", ""),
    ],
)
def test_a_reference_to_nothing_names_its_line_and_a_near_name(
    folder: Path, old: str, new: str, name: str, mend: str
) -> None:
    findings, line = edited(folder, old, new)
    wrong = [each for each in findings if each.level == ERROR]
    assert len(wrong) == 1 and name in wrong[0].message and mend in wrong[0].mend
    assert wrong[0].line == line


def test_dates_that_contradict_load_with_a_warning(folder: Path) -> None:
    findings, line = edited(folder, "due: {on: 2025-11-28}", "due: {on: 2024-03-01}")
    (finding,) = findings
    assert finding.level == WARNING and finding.line == line and "共同验收" in finding.message
    assert open_package(folder).package is not None


def test_a_deadline_outside_the_window_loads_with_a_warning(folder: Path) -> None:
    findings, _line = edited(folder, "due: {on: 2025-11-28}", "due: {on: 2026-03-01}")
    assert [each.level for each in findings] == [WARNING]


def test_a_cadence_that_never_happens_and_a_window_the_wrong_way_round_are_errors(folder: Path) -> None:
    findings, _line = edited(folder, "starts: 2024-02-01, ends: 2024-03-31", "starts: 2026-02-01")
    assert [each.level for each in findings] == [ERROR]
    findings, _line = edited(folder, "end: 2025-12-31}", "end: 2023-12-31}")
    assert findings[0].level == ERROR and findings[0].path == "window.end"


def test_a_clause_nobody_answers_is_reported(folder: Path) -> None:
    findings, line = edited(
        folder,
        "  - {id: 第五条, heading: 检测单位}\n",
        "  - {id: 第五条, heading: 检测单位}\n  - {id: 第六条, heading: 空}\n",
    )
    assert [(each.level, each.line) for each in findings] == [(WARNING, line + 1)] and "第六条" in findings[0].message


def test_a_default_outside_its_bounds_is_an_error(folder: Path) -> None:
    findings, line = edited(folder, "default: 10, least: 1", "default: 0, least: 1")
    assert [(each.level, each.line) for each in findings] == [(ERROR, line)] and "60" in findings[0].mend


def test_only_true_and_false_are_booleans_and_dates_and_times_stay_text() -> None:
    data, _marks = parse("on: 2023-03-24\nat: 12:00\nno: yes\nflag: true\ncount: 3\nnothing: ~\n", "x.yaml")
    assert data == {"on": "2023-03-24", "at": "12:00", "no": "yes", "flag": True, "count": 3, "nothing": None}


@pytest.mark.parametrize(
    "text",
    ["a: [1\nb: 2\n", "a: 1\na: 2\n", "- 1\n", "", "a: &x [*x]\n", "&a a: [&b [1,1],*b,*b]\nc: \x07\n"],
)
def test_a_broken_file_is_unreadable_with_line_and_mend(text: str) -> None:
    with pytest.raises(Unreadable) as told:
        parse(text, "x.yaml")
    assert told.value.mark.file == "x.yaml" and told.value.mend


def test_aliases_cannot_blow_up_a_package() -> None:
    lines = ["a0: &a0 [1,1,1,1,1,1,1,1,1,1]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(Unreadable):
        parse("\n".join(lines), "x.yaml")


@pytest.mark.parametrize("name", ["../secret.yaml", "missing.yaml", "plan.txt", "/etc/hostname.yaml"])
def test_an_include_stays_inside_the_package(folder: Path, name: str) -> None:
    (folder.parent / "secret.yaml").write_text("duties: []\n")
    findings, _line = edited(folder, "facts:\n", f"include: [{name}]\nfacts:\n")
    assert [each.level for each in findings] == [ERROR] and findings[0].mend


def test_included_lists_are_appended_with_their_own_lines(folder: Path) -> None:
    (folder / "more.yaml").write_text(
        "principles:\n  - {id: extra, title: t, text: t, kept_by: t, clauses: [第九条]}\n"
    )
    findings, _line = edited(folder, "facts:\n", "include: [more.yaml]\nfacts:\n")
    (finding,) = findings
    assert (finding.file, finding.line, finding.path) == ("more.yaml", 2, "principles[1].clauses[0]")


def test_the_hash_follows_content_not_layout(folder: Path, reservoirs: PlanPackage) -> None:
    file = folder / "plan.yaml"
    file.write_text("# another comment\n" + file.read_text("utf-8").replace("rows: [12]", "rows: [ 12 ]"), "utf-8")
    assert content_hash(read(folder).data) == reservoirs.hash
    changed = {**reservoirs.data, "version": "2.1.1"}
    assert content_hash(changed) != reservoirs.hash and len(reservoirs.hash) == 64


def test_a_package_kept_as_json_builds_the_same_values(jiangmen: PlanPackage) -> None:
    again = build(json.loads(canonical(jiangmen.data)))
    assert again == jiangmen


def test_a_difference_names_what_was_added_removed_changed_and_moved(reservoirs: PlanPackage) -> None:
    after = copy.deepcopy(dict(reservoirs.data))
    after["duties"].append({**after["duties"][0], "id": "new-one", "title": "新增"})
    after["duties"] = [after["duties"][1], after["duties"][0], *after["duties"][3:]]
    after["duties"][0]["due"] = {"end_of": "period"}
    after["version"] = "2.2.0"
    found = differ(reservoirs.data, after)
    assert found.added == (("duties", "new-one", "新增"),)
    assert found.removed == (("duties", "leak-repair", "渗漏处置"),)
    assert ("duties", "before-rain", "due.end_of", "period") in [(c.part, c.id, c.path, c.after) for c in found.changed]
    assert ("head", "version", "2.1.0", "2.2.0") in [(c.part, c.id, c.before, c.after) for c in found.changed]
    assert set(found.moved) == {"before-rain", "dam-monitoring"}
    assert not differ(reservoirs.data, copy.deepcopy(dict(reservoirs.data)))


def test_a_county_plan_omits_changes_and_adds_under_its_parent(reservoirs: PlanPackage) -> None:
    opened = open_package(PACKAGES / "reservoirs-2024-linshan")
    package, difference = opened.package, opened.difference
    assert package and difference
    assert package.parent == (reservoirs.urn, reservoirs.version) and package.window == reservoirs.window
    assert [duty.id for duty in package.duties if duty.id not in {each.id for each in reservoirs.duties}] == [
        "night-watch"
    ]
    assert ("duties", "weekly-dispatch", "每周调度") in difference.removed
    assert ("duties", "night-watch", "雨季夜间值守") in difference.added
    changed = [each for each in difference.changed if each.id == "dam-monitoring"]
    assert [(each.path, each.before, each.after) for each in changed] == [("due.working_days", 10, 5)]
    assert any("第四条" in each.message for each in opened.findings), "the duty left out leaves a clause unanswered"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("duty: weekly-dispatch", "duty: daily-dispatch", "daily-dispatch"),
        ("id: night-watch", "id: upkeep", "upkeep"),
        ("version: 2.1.0", "version: 9.9.9", "9.9.9"),
        ("omit:\n    - {duty: weekly-dispatch, reason: 由市局统一调度。}", "omit: weekly-dispatch", "weekly-dispatch"),
    ],
)
def test_a_county_plan_that_misnames_its_parent_is_told_where(folder: Path, old: str, new: str, word: str) -> None:
    child = folder.parent / "reservoirs-2024-linshan"
    findings, _line = edited(child, old, new)
    assert any(each.level == ERROR and word in each.message and each.line > 1 for each in findings), findings


def test_two_packages_that_name_each_other_as_parent_end_as_orphans(folder: Path) -> None:
    parent = "parent: {urn: urn:kuangan:plan:cn-539921:hillside-reservoirs:2024, version: 1.0.0}\nfacts:\n"
    findings, _line = edited(folder, "facts:\n", parent)
    assert [each.level for each in findings] == [ERROR]


def test_joint_and_named_bearers_are_told_apart(reservoirs: PlanPackage) -> None:
    together, order, named = (
        reservoirs.duty(name) for name in ("works-together", "works-in-order", "geological-survey")
    )
    assert (together.bearing, [each.kind for each in together.bearers]) == (
        "together",
        ["county_bureau", "county_government"],
    )
    assert (order.bearing, [each.kind for each in order.bearers]) == ("in_order", ["county_bureau", "city_bureau"])
    assert (named.bearing, named.bearer.kind, named.bearer.name) == ("alone", "named", "云溪地质勘察有限公司")


def test_a_package_without_its_required_head_lists_what_is_missing() -> None:
    found = check(Source({"schema": "kuangan-plan/1"}, {}, "plan.yaml"))
    assert len(found) == 1 and "urn" in found[0].message and "duties" in found[0].mend


def test_findings_read_like_a_compiler_message() -> None:
    finding: Any = Finding(ERROR, "plan.yaml", 7, "duties[0].due", "Wrong.", "Mend it.")
    assert str(finding) == "plan.yaml:7: error: duties[0].due: Wrong. Mend it."


def test_the_published_schema_is_valid_and_every_definition_is_used() -> None:
    Draft202012Validator.check_schema(schema())
    text = json.dumps(schema())
    assert [name for name in schema()["$defs"] if f'"#/$defs/{name}"' not in text] == []


def test_a_duty_that_is_over_at_publication_without_grace_is_warned_about(folder: Path) -> None:
    (finding,), _line = edited(folder, "due: {on: 2025-11-28}", "due: {on: 2024-01-02}")
    assert finding.level == WARNING and "grace_days" in finding.mend
    file = folder / "plan.yaml"
    file.write_text(file.read_text("utf-8").replace("2024-01-02}", "2024-01-02}\n    grace_days: 10"), "utf-8")
    (finding,) = open_package(folder).findings
    assert finding.level == WARNING and "grace_days" not in finding.mend
