"""Every variable of the environment is documented, and every documented one is read."""

import re

import yaml
from django.core.management import get_commands

from tests.house.rooms import ROOT, report

READ = re.compile(r'env(?:\.\w+)?\(\s*"([A-Z][A-Z0-9_]+)"')
TOLD = re.compile(r'"[^"\n]*"')  # some names of config stand in tables and sentences
IN_SHELL = re.compile(r"\$\{(KUANGAN_[A-Z0-9_]+):?[-}]")
NAMED = re.compile(r"\b(KUANGAN_[A-Z0-9]+(?:_[A-Z0-9]+)*|DATABASE(?:_REPLICA)?_URL)\b")
HANDBOOK = ROOT / "docs/operations.md"
# Set by the product for its own processes, or by the examples for each other; nobody sets them by hand.
OWN = {"KUANGAN_TESTING", "KUANGAN_SITE", "KUANGAN_UPSTREAMS", "KUANGAN_DEMO_PASSWORD"}
TOOLS = ("setup.sh", "test.sh")


def variables_read() -> set[str]:
    sources = [path for folder in ("config", "kuangan") for path in (ROOT / folder).rglob("*.py")]
    found = {name for path in sources if "tests" not in path.parts for name in READ.findall(path.read_text("utf-8"))}
    for path in (ROOT / "config").glob("*.py"):
        found |= {name for words in TOLD.findall(path.read_text("utf-8")) for name in NAMED.findall(words)}
    return found - OWN


def variables_of_tools() -> set[str]:
    return {name for tool in TOOLS for name in IN_SHELL.findall((ROOT / "tools" / tool).read_text("utf-8"))}


def test_every_variable_is_in_the_handbook():
    rows = set(NAMED.findall("\n".join(line for line in HANDBOOK.read_text("utf-8").splitlines() if line[:1] == "|")))
    report(sorted(variables_read() - rows), "add a row to the table of docs/operations.md, section Environment")


def test_the_handbook_and_the_examples_name_no_variable_that_nobody_reads():
    known = variables_read() | variables_of_tools() | OWN
    places = [HANDBOOK, *(path for path in (ROOT / "ops").rglob("*") if path.is_file())]
    problems = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in places
        for name in sorted(set(NAMED.findall(path.read_text("utf-8"))) - known)
    ]
    report(problems, "a variable that is gone goes from the handbook and from ops/ too")


def test_the_handbook_and_the_examples_call_commands_that_exist():
    known = set(get_commands())
    places = [HANDBOOK, *(path for path in (ROOT / "ops").rglob("*") if path.is_file())]
    called = re.compile(r"(?:bin/|`)kuangan ([a-z_]+)")
    problems = [
        f"{path.relative_to(ROOT)}: kuangan {verb}"
        for path in places
        for verb in called.findall(path.read_text("utf-8"))
        if verb not in known
    ]
    report(problems, "the command was renamed, or never was: write what `kuangan help` lists")


def test_the_containers_run_commands_that_exist_and_read_what_is_there():
    services = yaml.safe_load((ROOT / "ops/compose.yaml").read_text("utf-8"))["services"]
    ours = {name: service["command"][0] for name, service in services.items() if "build" in service}
    assert ours == {"prepare": "prepare", "web": "web", "work": "work", "backup": "backup"}
    assert set(ours.values()) <= set(get_commands())
    assert (ROOT / services["web"]["build"]["dockerfile"]).is_file()
