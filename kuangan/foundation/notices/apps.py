"""Application registration of notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Registers the notices room and its channels."""

    name = "kuangan.foundation.notices"
    label = "notices"

    def ready(self) -> None:
        from kuangan.foundation.notices import kinds, policy  # noqa: F401
        from kuangan.foundation.notices.channels import mail, sms, switchboard, wecom

        for channel in (mail.Mail(), wecom.WeCom(), sms.Sms()):
            switchboard.add(channel)
