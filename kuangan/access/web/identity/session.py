"""How the identity provider is asked: one total time for a question, whatever it is waiting for."""

from contextvars import ContextVar
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from kuangan.foundation.kernel.deadline import Deadline

_deadline: ContextVar[Deadline] = ContextVar("deadline")


class BoundedSession(requests.Session):
    """The library's session; every request is over after SOCIALACCOUNT_REQUESTS_TIMEOUT seconds, answer included."""

    def __init__(self) -> None:
        super().__init__()
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter())

    def request(self, *arguments: Any, **named: Any) -> requests.Response:
        """One question. requests.Timeout when there is no whole answer in time."""
        seconds = settings.SOCIALACCOUNT_REQUESTS_TIMEOUT
        with Deadline(seconds) as deadline:
            mark = _deadline.set(deadline)
            try:
                answer = super().request(*arguments, **{"timeout": seconds, **named})
                deadline.left()
            except TimeoutError as late:
                raise requests.Timeout("no whole answer in time") from late
            finally:
                _deadline.reset(mark)
        return answer


class _Watched:
    """A connection whose socket is cut when the time is up."""

    host: str
    port: int

    def _new_conn(self) -> Any:
        _deadline.get().addresses(self.host, self.port)  # a name that nobody answers for is not waited for twice
        return _deadline.get().watch(super()._new_conn())  # type: ignore[misc]


class _Http(_Watched, HTTPConnection):
    pass


class _Https(_Watched, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        super().init_poolmanager(*arguments, **named)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
