"""One total time for a conversation with something outside: name, connection, TLS, question and answer together.

Time limits of sockets count from byte to byte, so that whoever sends one now and then is never done. Here a timer ends
the connection when the time is up, whatever it is at.
"""

import os
import socket
import threading
from contextlib import suppress
from time import monotonic
from types import TracebackType


class Deadline:
    """`with Deadline(15) as deadline: …`; sockets made by it, or given to `watch`, are cut when the time is up."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        for connection in self._sockets:
            connection.close()

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return monotonic() >= self._end

    def left(self) -> float:
        """Seconds that are left. TimeoutError when there are none."""
        seconds = self._end - monotonic()
        if seconds <= 0:
            raise TimeoutError("the time for all of it is up")
        return seconds

    def addresses(self, host: str, port: int) -> list[str]:
        """What a name leads to. OSError when it leads nowhere, TimeoutError when nobody says so in time."""
        found: list[list[str] | OSError] = []
        asking = threading.Thread(target=_look_up, args=(host, port, found), daemon=True)  # it cannot be interrupted
        asking.start()
        asking.join(self.left())
        if not found:
            raise TimeoutError(f"nobody says in time what {host} leads to")
        if isinstance(found[0], OSError):
            raise found[0]
        return found[0]

    def connect(self, address: str, port: int) -> socket.socket:
        """A connection to an IP address, under watch."""
        return self.watch(socket.create_connection((address, port), self.left()))

    def watch(self, connection: socket.socket) -> socket.socket:
        """Cut this connection, too, when the time is up: by a second handle, for TLS takes the first one over."""
        connection.settimeout(self.left())
        self._sockets.append(socket.socket(fileno=os.dup(connection.fileno())))
        return connection

    def _cut(self) -> None:
        for connection in self._sockets:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def _look_up(host: str, port: int, found: list[list[str] | OSError]) -> None:
    try:
        found.append([str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
    except (OSError, UnicodeError) as error:
        found.append(error if isinstance(error, OSError) else OSError("no name of a machine"))
