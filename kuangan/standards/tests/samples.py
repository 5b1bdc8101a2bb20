"""The sample checklist as a file, and actors who meet it."""

from pathlib import Path
from typing import Any

import yaml

from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope

SAMPLE = Path(__file__).parents[3] / "content/standards/checklists/open-pit-107.yaml"


def sample() -> dict[str, Any]:
    """The content of the sample file, fresh for every test that spoils it."""
    return yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))


def actor(role: Role, region: str = "440700") -> Actor:
    """Somebody in one role over one region."""
    return Actor(1, "梁雅文", "江门市应急管理局", grants=(Grant(role, Scope.of_region(region)),))
