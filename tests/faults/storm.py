"""People who work while things break: they press, and press again until somebody has acknowledged it."""

import http.client
import queue
import random
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event
from urllib.parse import urlencode

from tests.faults.sites import Site, until

_TOKEN = "f" * 32
_PAUSE = Event()
_PATIENCE = 400
"""How often somebody presses before giving up."""


@dataclass
class Seen:
    """What the people were told."""

    submitted: dict[int, str] = field(default_factory=dict)
    """By assignment, the address of its receipt."""
    accepted: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Answers that nobody should ever get."""
    refused: int = 0
    """How often a page said to wait."""


class Person:
    """One session that speaks to the site and knows what an answer may be."""

    def __init__(self, site: Site, session: str, seen: Seen) -> None:
        self._site, self._seen = site, seen
        self._headers = {
            "Cookie": f"sessionid={session}; csrftoken={_TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def asks(self, method: str, address: str, tries: int = _PATIENCE, **values: object) -> tuple[int, str, str]:
        """Status, Location and text of an answer; status 0 when nobody answered. Asked again after 503 and silence."""
        for _ in range(tries):
            connection = http.client.HTTPConnection("127.0.0.1", self._site.port, timeout=30)
            body = urlencode({"csrfmiddlewaretoken": _TOKEN, **values}) if method == "POST" else None
            try:
                connection.request(method, address, body, self._headers)
                answer = connection.getresponse()
                text = answer.read().decode(errors="replace")
            except (OSError, http.client.HTTPException):
                _PAUSE.wait(0.1)
                continue
            finally:
                connection.close()
            if answer.status != 503:
                return answer.status, answer.getheader("Location") or "", text
            self._seen.refused += 1
            if "暂时" not in text:
                self._seen.wrong.append(f"503 without a sentence: {text[:200]}")
            _PAUSE.wait(0.1)
        return 0, "", ""

    def submits(self, pk: int) -> bool:
        """Press until there is a receipt."""
        _status, _where, page = self.asks("GET", f"/duties/{pk}/")
        status, where, text = self.asks("POST", f"/duties/{pk}/submit/", shown=_shown(page))
        if status != 302 or "/submissions/" not in where:
            self._seen.wrong.append(f"submitting {pk}: {status} {where} {_words(text)}")
            return False
        self._seen.submitted[pk] = where
        return True

    def accepts(self, pk: int) -> None:
        """Read the page, accept what it shows; a colleague may have been faster."""
        status, _where, page = self.asks("GET", f"/duties/{pk}/")
        receipt = re.search(r'name="receipt" value="([^"]+)"', page)
        if status != 200 or receipt is None:
            if status != 200:
                self._seen.wrong.append(f"reading {pk}: {status} {_words(page)}")
            return
        given = {"receipt": receipt.group(1), "step": 0, "decision": "accept", "opinion": "", "shown": _shown(page)}
        status, _where, page = self.asks("POST", f"/duties/{pk}/review/", **given)
        if status == 302:
            self._seen.accepted.append(pk)
        elif status != 409:
            self._seen.wrong.append(f"accepting {pk}: {status} {_words(page)}")


def _shown(page: str) -> str:
    """The code of what the page shows, which travels with the act."""
    found = re.search(r'name="shown" value="([0-9a-f]+)"', page)
    return found.group(1) if found else ""


def rage(site: Site, *, kills: int, chance: random.Random) -> Seen:
    """Everybody works through what they have, while somebody is killed `kills` times, evenly spread over the work."""
    seen, done = Seen(), threading.Event()
    first = Person(site, site.people["reviewers"][0], seen)
    until("the site to answer", lambda: first.asks("GET", "/")[0] == 200)
    to_review: queue.Queue[int] = queue.Queue()
    workers = [_start(_deliver, Person(site, who["session"], seen), who["rows"], to_review)
               for who in site.people["mines"]]  # fmt: skip
    reviewers = [_start(_review, Person(site, session, seen), to_review, done) for session in site.people["reviewers"]]
    total = sum(len(who["rows"]) for who in site.people["mines"])
    for number in range(1, kills + 1):
        until("the storm to go on", lambda share=total * number // (kills + 1): len(seen.submitted) >= share, 120)
        if number % 3 == 0:
            site.store.kill()
        else:
            site.kill_somebody(chance)
    for thread in workers:
        thread.join(120)
    done.set()
    for thread in reviewers:
        thread.join(120)
    return seen


def at_once(acts: Sequence[Callable[[], object]]) -> None:
    """All acts in the same instant, each in a thread of its own."""
    gate = threading.Barrier(len(acts))

    def act(one: Callable[[], object]) -> None:
        gate.wait()
        one()

    for thread in [_start(act, one) for one in acts]:
        thread.join(120)


def _start(work: object, *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
    thread.start()
    return thread


def _deliver(person: Person, rows: list[int], to_review: "queue.Queue[int]") -> None:
    for pk in rows:
        if person.submits(pk):
            to_review.put(pk)
            to_review.put(pk)  # both reviewers reach for it


def _review(person: Person, to_review: "queue.Queue[int]", done: threading.Event) -> None:
    while True:
        try:
            pk = to_review.get(timeout=0.2)
        except queue.Empty:
            if done.is_set():
                return
            continue
        person.accepts(pk)


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()[:200]
