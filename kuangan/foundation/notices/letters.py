"""What a delivery says: the letter to a person, worded in the person's language from the rows as they stand."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kuangan.foundation.notices import address_book, kinds
from kuangan.foundation.notices.channels.switchboard import Line, Message
from kuangan.foundation.notices.models import Delivery, Muted, Notice
from kuangan.foundation.notices.wording import body_of, day_in_words, link_of, title_of

MOST_LINES = 30
"""A digest names so many things; the rest is counted and waits in the inbox."""


class Letters:
    """The letters of one batch of deliveries: addresses, digests and switched-off groups read together."""

    def __init__(self, rows: Sequence[Delivery]) -> None:
        people = {row.recipient_id for row in rows if row.recipient_id is not None}
        self._addresses = address_book.addresses(people)
        digests = [row for row in rows if row.digest_on is not None]
        self._digests: dict[tuple[int, object], list[Notice]] = {}
        if digests:
            wanted = Notice.objects.filter(
                recipient_id__in={row.recipient_id for row in digests}, digest_on__in={row.digest_on for row in digests}
            )
            for notice in wanted.select_related("cause").order_by("id"):
                self._digests.setdefault((notice.recipient_id, notice.digest_on), []).append(notice)
        self._muted = set(Muted.objects.filter(user_id__in=people).values_list("user_id", "channel", "group"))

    def message(self, row: Delivery) -> Message | None:
        """The message of a delivery; None when the person may not be written to any more, or nothing is left."""
        address = self._addresses.get(row.recipient_id or 0)
        if address is None:
            return None
        notices = self._notices(row)
        if not notices:
            return None
        with override(address.language):
            lines = tuple(_line(notice) for notice in notices[:MOST_LINES])
            subject = lines[0].title if row.digest_on is None else _digest_subject(row, len(notices))
            if (more := len(notices) - MOST_LINES) > 0:
                words = ngettext("and %(count)d more in your inbox", "and %(count)d more in your inbox", more)
                lines = (*lines, Line(words % {"count": more}))
            return Message(str(row.key), address, f"[{_('Kuang’an')}] {subject}", lines, _footer())

    def _notices(self, row: Delivery) -> list[Notice]:
        if row.notice is not None:
            return [row.notice]
        found = self._digests.get((row.recipient_id or 0, row.digest_on), [])
        return [one for one in found if (row.recipient_id, row.channel, _group(one)) not in self._muted]


def _group(notice: Notice) -> str:
    kind = kinds.kind_of(notice.cause.kind)
    return kind.group if kind else ""


def _line(notice: Notice) -> Line:
    return Line(title_of(notice.cause), body_of(notice.cause), link_of(notice.cause))


def _digest_subject(row: Delivery, count: int) -> str:
    day = day_in_words(row.digest_on) if row.digest_on else ""
    words = ngettext("%(day)s: %(count)d notice", "%(day)s: %(count)d notices", count)
    return words % {"day": day, "count": count}


def _footer() -> str:
    words = _("This message was sent automatically; please do not answer it.")
    where = settings.KUANGAN_SITE_URL
    return f"{words}\n{where}/access/notices/settings/" if where else words
