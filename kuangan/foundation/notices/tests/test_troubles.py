"""What went wrong with a message is told in the reader's language, with the answer as it came."""

import pytest
from django.utils import translation

from kuangan.foundation.notices.troubles import explained


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("SMTPServerDisconnected: Connection unexpectedly closed", "连接中断"),
        ("SMTPRecipientsRefused: {'a@b.cn': (550, b'no such user')}", "邮件服务器不接受收件人"),
        ("ConnectionRefusedError: [Errno 111] Connection refused", "无法连接对方服务器"),
        ("HTTP 503", "对方系统繁忙或者故障"),
        ("HTTP 404", "对方系统不接收该消息"),
        ("something nobody thought of", "消息没有被接收"),
    ],
)
def test_a_kept_error_is_told_in_chinese_with_the_answer(kept, words):
    with translation.override("zh-hans"):
        assert explained(kept) == f"{words}（{kept}）"
    assert explained("") == ""
