"""20 March: the bodies, the accounts and the roster are put on record by the people whose work that is."""

import io
from datetime import date

from django.conf import settings
from django.core.management import call_command

from kuangan.registry.models import Authority, Contractor, Region
from kuangan.shell.simulation import world
from kuangan.shell.simulation.cast import Casting
from kuangan.shell.simulation.scene import Scene
from kuangan.shell.simulation.sketches import sketches
from kuangan.standards.models import Checklist, CriterionSet

_HIRED = {1: 0, 3: 1, 4: 4, 8: 2, 14: 0, 16: 3, 21: 1, 25: 2, 29: 4, 32: 0, 37: 3, 40: 5, 43: 1, 48: 2, 53: 0}
"""Mine by number and the contractor that works in it; 4 and 5 are unfit."""


def load_references() -> None:
    """Regions, authorities, criteria, laws and checklists, unless the installation has them already."""
    if not Region.objects.exists():
        call_command("load_regions", verbosity=0, stdout=io.StringIO())
    if not Authority.objects.exists():
        call_command("load_authorities", verbosity=0, stdout=io.StringIO())
    if not CriterionSet.objects.exists():
        call_command("load_standards", verbosity=0, stdout=io.StringIO())
    if not Checklist.objects.exists():
        for path in sorted((settings.BASE_DIR / "content/standards/checklists").glob("*.yaml")):
            call_command("load_checklist", str(path), verbosity=0, stdout=io.StringIO())


def open_stage(scene: Scene, count: int) -> list[Contractor]:
    """Everybody and everything that is there before the plan comes; returns the contractors."""
    casting = Casting(scene.seed)
    scene.cast = casting.officials()
    city = scene.cast.city
    hired = world.contractors(city)
    scene.cast.agency = world.agency(city)
    casting.agency(scene.cast.agency)
    for sketch in sketches(scene.seed, count):
        registrar = scene.cast.counties[sketch.county.code].reviewer
        holding = world.settle(registrar, sketch, scene.holdings, scene.chance("settle", sketch.number))
        host = scene.holdings[sketch.host].mine if sketch.host else None
        casting.mine(scene.cast, holding, host)
        scene.enter(holding)
    for number, which in _HIRED.items():
        if employer := scene.holdings.get(number):
            registrar = scene.cast.counties[employer.sketch.county.code].reviewer
            chance = scene.chance("hire", number)
            world.hire(registrar, employer.mine, hired[which], chance, since=date(2022, 9, 1), agreed=which < 4)
    return hired
