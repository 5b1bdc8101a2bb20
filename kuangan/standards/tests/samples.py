"""The published content as files, and actors who meet it."""

from pathlib import Path
from typing import Any

import yaml

from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.standards import rules
from kuangan.standards.actions import load_criteria, load_law

CONTENT = Path(__file__).parents[3] / "content/standards"
SAMPLE = CONTENT / "checklists/open-pit-107.yaml"
FORMER, PRESENT, SUPPLEMENT = (
    CONTENT / "criteria" / f"{name}.yaml" for name in ("anjian-2017-98", "kuangan-an-2022-88", "kuangan-an-2024-41")
)
LAW = CONTENT / "laws/work-safety-law.yaml"


def sample() -> dict[str, Any]:
    """The content of the sample file, fresh for every test that spoils it."""
    return yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))


def actor(role: Role, region: str = "440700") -> Actor:
    """Somebody in one role over one region."""
    return Actor(1, "梁雅文", "江门市应急管理局", grants=(Grant(role, Scope.of_region(region)),))


def content(path: Path) -> dict[str, Any]:
    """The content of a criteria or law file, fresh for every test that spoils it."""
    return dict(rules.read(path.read_text(encoding="utf-8")))


def load_everything() -> None:
    """All criteria and laws that come with the system."""
    for path in sorted((CONTENT / "criteria").glob("*.yaml")):
        load_criteria(Actor.system(), content(path))
    for path in sorted((CONTENT / "laws").glob("*.yaml")):
        load_law(Actor.system(), content(path))
