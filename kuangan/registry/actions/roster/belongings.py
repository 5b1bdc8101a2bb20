"""What belongs to the mines of a roster: licences, people and contractors, gathered and written together."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from kuangan.registry.models import Appointment, Contractor, Engagement, Licence, Mine, Person
from kuangan.registry.states import LicenceKind, Post

_BATCH = 500
_LICENCES = {"mining_licence": LicenceKind.MINING, "safety_licence": LicenceKind.SAFETY}
_POSTS = {"principal": Post.PRINCIPAL, "safety_officer": Post.SAFETY_OFFICER}
WORK = "名录登记的外包作业"


class Belongings:
    """Collects what rows give beside the mine itself; `save` writes it in a few statements."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.licences: list[Licence] = []
        self.numbers: set[tuple[str, str]] = set()
        self.replaced: list[Q] = []
        self.people: dict[tuple[int, str], Person] = {}
        self.posts: list[Appointment] = []
        self.left: list[Q] = []
        self.phones: list[tuple[Mine, str, str, str]] = []
        self.works: list[tuple[Mine, str, date]] = []
        self.moved: list[tuple[Mine, str]] = []

    def move(self, mine: Mine, region_code: str) -> None:
        """Note that the mine now lies in another county: what belongs to it goes along."""
        self.moved.append((mine, region_code))

    def take(self, mine: Mine, given: Mapping[str, Any], known: Mapping[str, Any], since: date) -> None:
        """Note what a row says that is not yet so; `since` is the day from which people and contractors count."""
        for prefix, kind in _LICENCES.items():
            self._take_licence(mine, kind, prefix, given, known)
        for prefix, post in _POSTS.items():
            self._take_person(mine, post, prefix, given, known, since)
        for name in given.get("contractors") or ():
            if name not in (known.get("contractors") or ()):
                self.works.append((mine, name, since))

    def save(self) -> None:
        """Write everything that was noted."""
        for part in self.replaced:
            Licence.rows.filter(part, ended_on__isnull=True).update(ended_on=self.today)
        Licence.rows.bulk_create(self.licences, batch_size=_BATCH)
        for part in self.left:
            Appointment.rows.filter(part, ended_on__isnull=True).update(ended_on=self.today)
        self._save_people()
        Appointment.rows.bulk_create(self.posts, batch_size=_BATCH)
        for mine, post, name, phone in self.phones:
            held = Appointment.rows.filter(
                Q(mine=mine) | Q(enterprise=mine.enterprise_id), post=post, person__name=name, ended_on__isnull=True
            )
            Person.rows.filter(pk__in=held.values("person")).update(phone=phone)
        self._save_works()
        for mine, region_code in self.moved:
            Licence.rows.filter(mine=mine).update(region_code=region_code)
            Appointment.rows.filter(mine=mine).update(region_code=region_code)

    def _take_licence(
        self, mine: Mine, kind: str, prefix: str, given: Mapping[str, Any], known: Mapping[str, Any]
    ) -> None:
        number, until = given.get(f"{prefix}_no", known.get(f"{prefix}_no")), given.get(f"{prefix}_to")
        former = known.get(f"{prefix}_no"), known.get(f"{prefix}_to")
        if not number or (number, until or former[1]) == former or (kind, number) in self.numbers:
            return
        if former[0]:
            self.replaced.append(Q(mine=mine, kind=kind, number=former[0]))
        self.numbers.add((kind, number))
        self.licences.append(
            Licence(
                enterprise_id=mine.enterprise_id,
                mine=mine,
                region_code=mine.region_code,
                kind=kind,
                number=number,
                valid_to=until or (former[1] if number == former[0] else None),
            )
        )

    def _take_person(
        self, mine: Mine, post: Post, prefix: str, given: Mapping[str, Any], known: Mapping[str, Any], since: date
    ) -> None:
        name, phone = given.get(f"{prefix}_name"), given.get(f"{prefix}_phone")
        if not name or name == known.get(f"{prefix}_name"):
            if phone and phone != known.get(f"{prefix}_phone") and known.get(f"{prefix}_name"):
                self.phones.append((mine, post, known[f"{prefix}_name"], phone))
            return
        if known.get(f"{prefix}_name") and post == Post.PRINCIPAL:
            self.left.append(Q(mine=mine, post=post))
        person = self.people.get((mine.enterprise_id, name))
        if person is None:
            person = Person(
                name=name, phone=phone or "", region_code=mine.region_code, enterprise_id=mine.enterprise_id
            )
            person.search_text = person.searchable()
            self.people[mine.enterprise_id, name] = person
        self.posts.append(
            Appointment(person=person, post=post, mine=mine, region_code=mine.region_code, appointed_on=since)
        )

    def _save_people(self) -> None:
        """Create the people who are not yet known at their enterprise, and let the posts point at those who are."""
        owners = {owner for owner, _name in self.people}
        known: dict[tuple[int, str], Person] = {}
        for start in range(0, len(owners), _BATCH):
            some = sorted(owners)[start : start + _BATCH]
            known |= {(one.enterprise_id or 0, one.name): one for one in Person.rows.filter(enterprise__in=some)}
        Person.rows.bulk_create([one for key, one in self.people.items() if key not in known], batch_size=_BATCH)
        for post in self.posts:
            post.person = known.get((post.person.enterprise_id or 0, post.person.name), post.person)

    def _save_works(self) -> None:
        names = {name for _mine, name, _since in self.works}
        known = {one.name: one for one in Contractor.objects.filter(name__in=names)}
        Contractor.objects.bulk_create([Contractor(name=name) for name in sorted(names - set(known))])
        known = {one.name: one for one in Contractor.objects.filter(name__in=names)}
        works = {
            (mine.pk, name): Engagement(mine=mine, contractor=known[name], work=WORK, started_on=since)
            for mine, name, since in self.works
        }
        Engagement.rows.bulk_create(works.values(), batch_size=_BATCH)
