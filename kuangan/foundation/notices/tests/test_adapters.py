"""企业微信 and short messages, against stand-ins of the published interfaces on this machine."""

import hashlib
import hmac
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from kuangan.foundation.notices import actions
from kuangan.foundation.notices.channels import sms, switchboard
from kuangan.foundation.notices.models import Delivery
from kuangan.foundation.notices.tests.stage import QUIET_NEWS, SYSTEM, URGENT, at, tell, web_server

pytestmark = pytest.mark.usefixtures("sample")


def go() -> None:
    with at(9):
        actions.route(SYSTEM)
        actions.send_due(SYSTEM)


class WeCom:
    """gettoken, user/getuserid and message/send as published."""

    def __init__(self) -> None:
        self.tokens = ["first", "second", "third"]
        self.valid = self.tokens[0]
        self.sent: list[dict] = []
        self.answer: dict = {"errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": "m-1"}

    def reply(self, path, data, headers):
        asked = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        if asked.path == "/cgi-bin/gettoken":
            if query != {"corpid": "ww1", "corpsecret": "s3"}:
                return 200, {"errcode": 40001, "errmsg": "invalid credential"}
            return 200, {"errcode": 0, "errmsg": "ok", "access_token": self.valid, "expires_in": 7200}
        if query.get("access_token") != self.valid:
            return 200, {"errcode": 42001, "errmsg": "access_token expired"}
        if asked.path == "/cgi-bin/user/getuserid":
            known = data["mobile"] == "13800000001"
            return 200, {"errcode": 0, "userid": "zhang"} if known else {"errcode": 46004, "errmsg": "user not exist"}
        self.sent.append(data)
        return 200, self.answer


@pytest.fixture
def wecom(settings):
    fake = WeCom()
    with web_server(fake.reply) as (url, calls):
        settings.KUANGAN_WECOM = {"host": url, "corp": "ww1", "agent": "1000002", "secret": "s3"}
        fake.calls = calls
        yield fake


def test_a_message_of_the_application_reaches_the_person_of_the_mobile_number(wecom):
    tell(URGENT, "边坡", 1)
    go()
    (data,) = wecom.sent
    assert (data["touser"], data["msgtype"], data["agentid"]) == ("zhang", "text", 1000002)
    assert data["text"]["content"].startswith("[矿安] urgent: 边坡") and data["enable_duplicate_check"] == 1
    row = Delivery.objects.get()
    assert (row.channel, row.state, row.message_id) == ("wecom", "sent", "m-1")


def test_the_token_is_kept_and_fetched_anew_when_it_has_run_out(wecom):
    tell(URGENT, "one", 1)
    go()
    tell(URGENT, "two", 1)
    go()
    assert sum("gettoken" in path for path, _body, _headers in wecom.calls) == 1
    wecom.valid = "second"
    tell(URGENT, "three", 1)
    go()
    assert len(wecom.sent) == 3
    assert sum("gettoken" in path for path, _body, _headers in wecom.calls) == 2


def test_somebody_unknown_there_is_not_tried_again_and_a_busy_service_is(wecom):
    tell(URGENT, "fire", 2)
    go()
    assert Delivery.objects.get().state == "failed"
    wecom.answer = {"errcode": 45009, "errmsg": "api freq out of limit"}
    tell(URGENT, "flood", 1)
    go()
    assert Delivery.objects.get(recipient_id=1).state == "pending"


def test_a_wrong_secret_keeps_the_messages_waiting_and_shows_in_no_error(wecom, settings):
    settings.KUANGAN_WECOM = {**settings.KUANGAN_WECOM, "secret": "falsch"}
    tell(URGENT, "fire", 1)
    go()
    row = Delivery.objects.get()
    assert row.state == "pending" and "40001" in row.last_error and "falsch" not in row.last_error


def test_long_texts_are_cut_within_the_published_limit(wecom):
    tell(URGENT, "long", 1, params={"title": "边" * 3000})
    go()
    assert len(wecom.sent[0]["text"]["content"].encode()) <= 2048


def test_the_signature_is_that_of_the_published_example():
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    key = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
    found = sms.sign("cvm.tencentcloudapi.com", body, 1551113065, "2019-02-25", "cvm", key)
    assert found == "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"


def checked(path, body, headers, key="sk") -> bool:
    """The signature recomputed from what arrived, step by step as published."""
    told = headers["Authorization"]
    day, service = re.search(r"Credential=\w+/([\d-]+)/(\w+)/tc3_request", told).groups()
    canonical = f"POST\n/\n\ncontent-type:{headers['Content-Type']}\nhost:{headers['Host']}\n\ncontent-type;host\n"
    canonical += hashlib.sha256(body).hexdigest()
    scope = f"{day}/{service}/tc3_request"
    text = f"TC3-HMAC-SHA256\n{headers['X-TC-Timestamp']}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    secret = ("TC3" + key).encode()
    for part in (day, service, "tc3_request"):
        secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
    return told.endswith("Signature=" + hmac.new(secret, text.encode(), hashlib.sha256).hexdigest())


@pytest.fixture
def short(settings):
    answers = [{"Response": {"SendStatusSet": [{"SerialNo": "n-1", "Code": "Ok"}], "RequestId": "r"}}]
    with web_server(lambda *request: (200, answers[-1])) as (url, calls):
        names = {"id": "ID1", "key": "sk", "app": "1400006666", "sign": "恩平应急", "template": "449739"}
        settings.KUANGAN_SMS = {"host": url, **names}
        yield calls, answers


def test_a_short_message_carries_the_count_by_an_approved_template(short):
    calls, _answers = short
    tell(QUIET_NEWS, "a", 1)
    tell(QUIET_NEWS, "b", 1)
    go()
    ((path, body, headers),) = calls
    data = json.loads(body)
    assert data["PhoneNumberSet"] == ["+8613800000001"] and data["TemplateParamSet"] == ["2"]
    assert (data["SmsSdkAppId"], data["SignName"], data["TemplateId"]) == ("1400006666", "恩平应急", "449739")
    assert (headers["X-TC-Action"], headers["X-TC-Version"]) == ("SendSms", "2021-01-11")
    assert checked(path, body, headers)
    assert Delivery.objects.get().message_id == "n-1"


def test_troubles_of_the_short_message_service_are_told_apart(short):
    _calls, answers = short
    for number, answer in enumerate(
        (
            {"Response": {"Error": {"Code": "AuthFailure.SignatureExpire", "Message": "m"}}},
            {"Response": {"SendStatusSet": [{"Code": "LimitExceeded.PhoneNumberDailyLimit", "Message": "m"}]}},
            {"Response": {"SendStatusSet": [{"Code": "FailedOperation.PhoneNumberInBlacklist", "Message": "m"}]}},
        ),
        1,
    ):
        answers.append(answer)
        tell(URGENT, f"n{number}", number)
        go()
    assert list(Delivery.objects.order_by("id").values_list("state", flat=True)) == ["pending", "pending", "failed"]


def test_adapters_are_off_unless_everything_is_set(settings):
    assert [one.name for one in switchboard.configured()] == []
    settings.KUANGAN_SMS = {**settings.KUANGAN_SMS, "host": "https://sms.tencentcloudapi.com"}
    assert switchboard.configured() == []
    assert {one.name for one in switchboard.channels()} == {"email", "wecom", "sms"}
