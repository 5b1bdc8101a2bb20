"""The switchboard: what a channel is, and which ones there are. A further channel is one class and one `add`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from kuangan.foundation.notices.address_book import Address


class NotNow(Exception):
    """The message could not be delivered at the moment: it is tried again later."""


class Never(Exception):
    """The receiver refused the message for good: trying again would change nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is told: title in one line, sentence below it, absolute address or ""."""

    title: str
    body: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to one person: worded in the person's language. `key` is the same for every try of the same message."""

    key: str
    to: Address
    subject: str
    lines: tuple[Line, ...]
    footer: str = ""

    @property
    def text(self) -> str:
        """Everything as plain text."""
        parts = [f"{self.to.name}："] if self.to.language.startswith("zh") else [f"{self.to.name},"]
        for line in self.lines:
            parts.append("\n".join(filter(None, (f"· {line.title}", line.body, line.link))))
        return "\n\n".join([*parts, *([self.footer] if self.footer else [])])


Send = Callable[[Message], str]
"""Delivers one message and returns the number that the receiver gave it; raises NotNow or Never."""


class Channel:
    """A way to reach people. `name` stands in the database and never changes."""

    name = ""
    label: Any = ""
    needs: tuple[str, ...] = ()
    """Environment variables without which the channel does not work, for the administrator's page."""

    def is_configured(self) -> bool:
        """Whether the channel can send at all."""
        raise NotImplementedError

    def reaches(self, address: Address) -> bool:
        """Whether the person has an address for this channel."""
        raise NotImplementedError

    @contextmanager
    def session(self) -> Iterator[Send]:
        """Open for several messages: a channel with a connection keeps it meanwhile."""
        yield self.send

    def send(self, message: Message) -> str:
        """Deliver one message."""
        raise NotImplementedError


_channels: dict[str, Channel] = {}


def add(channel: Channel) -> None:
    """Add a channel, or replace the one of the same name."""
    _channels[channel.name] = channel


def channels() -> list[Channel]:
    """Every channel to people, set up or not."""
    return list(_channels.values())


def configured() -> list[Channel]:
    """The channels that can send."""
    return [channel for channel in _channels.values() if channel.is_configured()]


def channel(name: str) -> Channel | None:
    """A channel by its name."""
    return _channels.get(name)
