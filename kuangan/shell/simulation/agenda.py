"""What is going to happen, in the order in which it will: a heap of moments, ties in the order of entry."""

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count

Act = Callable[[], object]


class Agenda:
    """Acts waiting for their moment."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def at(self, moment: datetime, act: Act) -> None:
        """Have `act` done at `moment`."""
        heapq.heappush(self._heap, (moment, next(self._numbers), act))

    def until(self, moment: datetime) -> Iterator[tuple[datetime, Act]]:
        """Everything due until `moment`, including what is entered while it is being done."""
        while self._heap and self._heap[0][0] <= moment:
            found, _number, act = heapq.heappop(self._heap)
            yield found, act
