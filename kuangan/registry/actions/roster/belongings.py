"""What belongs to the mines of a roster: licences, people and contractors, gathered and written together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel.inserting import insert, update
from kuangan.registry.actions import drafting, traces
from kuangan.registry.actions.people import SINGLE
from kuangan.registry.models import Appointment, Licence, Mine, Person
from kuangan.registry.states import LicenceKind, Post

_BATCH = 500
_LICENCES = {"mining_licence": LicenceKind.MINING, "safety_licence": LicenceKind.SAFETY}
_POSTS = {"principal": Post.PRINCIPAL, "safety_officer": Post.SAFETY_OFFICER}


def chunks(values: Iterable[Any]) -> Iterable[list[Any]]:
    """Sorted values in lists short enough for one statement."""
    known = sorted(values)
    return (known[start : start + _BATCH] for start in range(0, len(known), _BATCH))


class Licences:
    """Licences that rows give and that are not yet so; a new number or day replaces the row that was in force."""

    def __init__(self, actor: Actor, today: date) -> None:
        self.actor, self.today = actor, today
        self.new: list[Licence] = []
        self.numbers: set[tuple[str, str]] = set()
        self.replaced: set[tuple[int, str, str]] = set()

    def take(self, mine: Mine, given: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        """Note what a row says about the two licences."""
        for prefix, kind in _LICENCES.items():
            number, until = given.get(f"{prefix}_no", known.get(f"{prefix}_no")), given.get(f"{prefix}_to")
            former = known.get(f"{prefix}_no"), known.get(f"{prefix}_to")
            if not number or (number, until or former[1]) == former or (kind, number) in self.numbers:
                continue
            if former[0]:
                self.replaced.add((mine.pk, kind, former[0]))
            self.numbers.add((kind, number))
            until = until or (former[1] if number == former[0] else None)
            self.new.append(drafting.licence(mine, kind=kind, number=number, valid_to=until))

    def save(self) -> list[AuditEvent]:
        """End what is replaced, store what is new; returns the records of both."""
        ended = []
        for some in chunks({mine for mine, _kind, _number in self.replaced}):
            held = Licence.rows.filter(mine__in=some, ended_on__isnull=True).select_related("mine")
            ended += [one for one in held if (one.mine_id, one.kind, one.number) in self.replaced]
        for one in ended:
            one.ended_on = self.today
        update(ended, ["ended_on"])
        insert(self.new)
        events = [traces.licence_ended(self.actor, one, self.today) for one in ended]
        return events + [traces.licence_registered(self.actor, one) for one in self.new]


def _listed(value: Any) -> tuple[str, ...]:
    """Names or numbers of a cell, one or several."""
    if isinstance(value, tuple | list):
        return tuple(value)
    return tuple(part for part in str(value or "").split("、") if part)


def _paired(names: Sequence[str], phones: Sequence[str]) -> dict[str, str]:
    """Whose each number is: one for each name in their order, all of them for one name alone."""
    if len(names) == len(phones):
        return dict(zip(names, phones, strict=True))
    return {names[0]: "、".join(phones)[:40]} if names and phones else {}


class People:
    """People in the two posts of a roster: known at their enterprise or new; a principal follows the former one."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.wanted: list[tuple[Mine, Post, str, str, date]] = []
        self.phones: list[tuple[Mine, str, str, str]] = []

    def take(self, mine: Mine, given: Mapping[str, Any], known: Mapping[str, Any], since: date) -> None:
        """Note what a row says about the holders of the posts."""
        for prefix, post in _POSTS.items():
            names, phones = _listed(given.get(f"{prefix}_name")), _listed(given.get(f"{prefix}_phone"))
            held = _listed(known.get(f"{prefix}_name"))
            paired = _paired(names or held, phones)
            for name in names:
                if name not in held:
                    self.wanted.append((mine, post, name, paired.get(name, ""), since))
            for name in held:
                if (phone := paired.get(name)) and phone not in _listed(known.get(f"{prefix}_phone")):
                    self.phones.append((mine, post, name, phone))

    def save(self) -> list[AuditEvent]:
        """Store people and appointments; returns the records."""
        fresh = {row[0].pk for row in self.wanted} | {row[0].pk for row in self.phones}
        held: dict[int, list[Appointment]] = defaultdict(list)
        for some in chunks(fresh):
            rows = Appointment.rows.filter(mine__in=some, ended_on__isnull=True)
            for row in rows.select_related("person", "mine").order_by("pk"):
                held[row.mine_id or 0].append(row)
        events = self._take_phones(held)
        people, new, called = self._people()
        posts = [self._appointment(row, people, held) for row in self.wanted]
        posts_new = [post for post in posts if post is not None]
        events += self._end_former(posts_new, held)
        insert(new)
        update(called, ["phone"])
        for post in posts_new:
            one = post.person
            post.person = one  # who was new has a number only now
        insert(posts_new)
        events += [traces.person_registered(self.actor, one) for one in new]
        return events + [traces.appointed(self.actor, one) for one in posts_new]

    def _people(self) -> tuple[dict[tuple[int, str], Person], list[Person], list[Person]]:
        """Everybody named, by enterprise and name; who of them is new, and whose telephone is."""
        known: dict[tuple[int, str], Person] = {}
        for some in chunks({mine.enterprise_id for mine, *_rest in self.wanted}):
            for one in Person.rows.filter(enterprise__in=some).order_by("-pk"):
                known[one.enterprise_id or 0, one.name] = one
        new: dict[tuple[int, str], Person] = {}
        called: dict[int, tuple[Person, str]] = {}
        for mine, _post, name, phone, _since in self.wanted:
            key = mine.enterprise_id, name
            held = known.get(key) or new.get(key)
            if held is None:
                new[key] = drafting.person(
                    name=name, phone=phone, region_code=mine.region_code, enterprise=mine.enterprise
                )
            elif phone and held.phone != phone:
                if key in known:
                    called.setdefault(held.pk, (held, held.phone))
                held.phone = phone
        self._called = list(called.values())
        return known | new, list(new.values()), [one for one, _before in self._called]

    def _appointment(
        self,
        row: tuple[Mine, Post, str, str, date],
        people: Mapping[tuple[int, str], Person],
        held: Mapping[int, list[Appointment]],
    ) -> Appointment | None:
        """The post that a row gives somebody; None when that very person holds it already."""
        mine, post, name, _phone, since = row
        one = people[mine.enterprise_id, name]
        if any(former.post == post and former.person_id == one.pk for former in held.get(mine.pk, ())):
            return None
        return drafting.appointment(one, post=post, organisation=mine, appointed_on=since)

    def _end_former(self, posts: list[Appointment], held: Mapping[int, list[Appointment]]) -> list[AuditEvent]:
        ended = []
        for post in posts:
            for former in held.get(post.mine_id or 0, ()) if post.post in SINGLE else ():
                if former.post == post.post:
                    former.ended_on = max(post.appointed_on, former.appointed_on)
                    ended.append(former)
        update(ended, ["ended_on"])
        events = [traces.phone_amended(self.actor, one, before) for one, before in self._called]
        return events + [traces.appointment_ended(self.actor, one, one.ended_on) for one in ended if one.ended_on]

    def _take_phones(self, held: Mapping[int, list[Appointment]]) -> list[AuditEvent]:
        """A new number for somebody who stays in post at the mine or its enterprise."""
        owners = {mine.enterprise_id for mine, *_rest in self.phones}
        whole: dict[tuple[int, str, str], Person] = {}
        for some in chunks(owners):
            rows = Appointment.rows.filter(enterprise__in=some, ended_on__isnull=True).select_related("person")
            whole |= {(row.enterprise_id or 0, row.post, row.person.name): row.person for row in rows}
        changed: dict[int, tuple[Person, str]] = {}
        for mine, post, name, phone in self.phones:
            there = [row.person for row in held.get(mine.pk, ()) if (row.post, row.person.name) == (post, name)]
            one = there[0] if there else whole.get((mine.enterprise_id, post, name))
            if one is not None and one.phone != phone:
                changed.setdefault(one.pk, (one, one.phone))
                changed[one.pk][0].phone = phone
        update([one for one, _before in changed.values()], ["phone"])
        return [traces.phone_amended(self.actor, one, before) for one, before in changed.values()]
