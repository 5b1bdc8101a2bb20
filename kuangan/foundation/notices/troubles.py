"""Why a message did not arrive, in the reader's words; what the other side answered stands behind them, as it came."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WORDS = (
    (r"SMTPAuthenticationError", gettext_lazy("the mail server does not accept account or password")),
    (r"SMTPServerDisconnected|ConnectionReset|RemoteDisconnected|BrokenPipe", gettext_lazy("the connection broke off")),
    (r"SMTPConnectError|ConnectionRefusedError|gaierror|cannot be resolved", gettext_lazy("the server is not reached")),
    (r"TimeoutError|Late:", gettext_lazy("no answer in time")),
    (r"SMTPSenderRefused", gettext_lazy("the mail server does not accept the sender")),
    (r"SMTPRecipientsRefused", gettext_lazy("the mail server does not accept the recipient")),
    (r"SMTP(DataError|ResponseException|HeloError)", gettext_lazy("the mail server does not take the message")),
    (r"SSL|certificate", gettext_lazy("the encrypted connection does not come about")),
    (r"HTTP 40[13]", gettext_lazy("the receiving system does not accept us")),
    (r"HTTP 5\d\d|HTTP 4(08|25|29)", gettext_lazy("the receiving system is busy or disturbed")),
    (r"HTTP \d+", gettext_lazy("the receiving system refuses the message")),
    (r"private network|not allowed", gettext_lazy("the address is not allowed")),
    (r"not JSON", gettext_lazy("the answer cannot be read")),
    (r"not set up any more|switched off", gettext_lazy("the channel is switched off")),
    (r"nobody to write to|nothing to send", gettext_lazy("nobody to write to, or nothing to say any more")),
    (r"interrupted", gettext_lazy("sending was interrupted")),
)


def explained(error: str) -> str:
    """The kept error in words; "" stays "". What is not known is said to be so, with the answer itself."""
    if not error:
        return ""
    words = next((words for sign, words in _WORDS if re.search(sign, error)), gettext_lazy("the message was not taken"))
    return _("%(words)s (%(answer)s)") % {"words": words, "answer": error}
