#!/usr/bin/env python
"""Nothing foreign in the tree: locks without registry addresses, no third-party files copied in.

python tools/foreign.py      prints what is wrong, with the mend; exit status 1 when there is something
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "tools/node.lock")
HOSTS = re.compile(r"registry\.npm[j]s\.org|py[p]i\.org/simple|files\.python[h]osted\.org")
VENDORED = re.compile(r"(^|/)(node_modules|vendor|third_party)/|\.min\.(js|css|map)$|\.(woff2?|ttf|otf)$")
TEXT = {".py", ".sh", ".toml", ".json", ".lock", ".md", ".yml", ".yaml", ".npmrc", ""}
BIGGEST_ASSET = 200_000  # bytes of a script or style sheet; ours are far smaller


def tracked() -> list[Path]:
    """Files under version control, or about to be; outside a checkout every file that is not made by a tool."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return [ROOT / name for name in done.stdout.splitlines() if (ROOT / name).is_file()]
    made = {".venv", "node_modules", "var", ".git"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.relative_to(ROOT).parts)]


def lock_problems() -> Iterator[str]:
    """Locks that name an address: they would not install behind a mirror or an air gap."""
    for name in LOCKS:
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1):
            if not line.startswith("#") and re.search(r"https?:|--(extra-)?index-url|--find-links", line):
                yield f"{name}:{number}: holds an address: lock again with --no-emit-index-url"
    yield from _disagreements()
    for package, entry in json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"].items():
        if "resolved" in entry:
            yield f"package-lock.json: {package} holds an address: run npm with the project's .npmrc and lock again"
        if package and "integrity" not in entry:
            yield f"package-lock.json: {package} has no integrity hash"


def pins(lock: str) -> dict[str, str]:
    """Package and locked version, of every package in a lock."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", text, re.MULTILINE))


def _disagreements() -> Iterator[str]:
    """What is tested has to be what runs: the development lock holds every package of the other in its version."""
    tested = pins("requirements-dev.lock")
    for package, version in pins("requirements.lock").items():
        if tested.get(package) != version:
            yield (f"requirements-dev.lock: {package} is {tested.get(package, 'missing')} and {version} in "
                   "requirements.lock: lock it again as its first lines say")  # fmt: skip


def tree_problems() -> Iterator[str]:
    """Registry addresses anywhere, and files that look copied from somebody else's release."""
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if VENDORED.search(name):
            yield f"{name}: looks like a third-party file: take it from package.json or requirements.lock instead"
        if path.suffix in {".js", ".css"} and path.stat().st_size > BIGGEST_ASSET:
            yield f"{name}: {path.stat().st_size} bytes is no hand-written asset: take it from a package"
        if path.suffix in TEXT and HOSTS.search(path.read_text(encoding="utf-8", errors="ignore")):
            yield f"{name}: names a package registry: leave the choice to the machine that installs"


def main() -> int:
    """Print every problem; returns the exit status."""
    problems = [*lock_problems(), *tree_problems()]
    print("\n".join(problems) or "tree: nothing foreign")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
