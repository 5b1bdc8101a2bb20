"""Addresses of the duties room."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kuangan.duties.states import RedoTrigger
from kuangan.duties.tests.web_stage import seen, seen_extension, seen_statement
from tests.cast import PASSWORD
from tests.permissions.table import BOTH, GET, POST, Address

_DAY = "2023-05-20"


def _of_duty(name: str, slug: str, **told: Any) -> Address:
    return Address(f"duties:{name}", row=lambda side: side.duties[slug], **told)


def _of_file(name: str, **told: Any) -> Address:
    def both(side: Any) -> dict[str, Any]:
        return {"pk": side.duties["started"].pk, "file_id": side.file().pk}

    return _of_duty(name, "started", kwargs=both, **told)


def _of_evidence(key: str, post: Any, slug: str = "open", **told: Any) -> Address:
    def both(side: Any) -> dict[str, Any]:
        return {"pk": side.duties[slug].pk, "key": key}

    return _of_duty("supply", slug, variant=key, kwargs=both, methods=BOTH, post=post, **told)


def _of_submission(name: str) -> Address:
    return Address(f"duties:{name}", row=lambda side: side.submission())


def _verdict(side: Any) -> dict[str, Any]:
    return {"receipt": side.submission().number, "step": "0", "decision": "accept", "opinion": "符合",
            "shown": seen(side.duties["submitted"])}  # fmt: skip


def _verdicts(side: Any) -> dict[str, Any]:
    pk = side.duties["submitted"].pk
    return {"id": [pk], f"receipt-{pk}": side.submission().number, f"step-{pk}": "0", "common": "符合",
            f"looked-{pk}": "1", f"shown-{pk}": seen(side.duties["submitted"])}  # fmt: skip


def _not_owed(side: Any) -> dict[str, Any]:
    return {"plan_id": side.plan.pk, "mine_id": side.mine.pk, "slug": "open"}


def _report(side: Any) -> dict[str, Any]:
    return {"files": [SimpleUploadedFile("现场.png", side.picture, "image/png")], "note": ""}


LINES = [
    Address("duties:list"),
    Address("duties:export"),
    Address("duties:board"),
    Address("duties:board_export"),
    Address("duties:missing_facts"),
    Address("duties:not_owed", row=lambda side: side.mine, kwargs=_not_owed),
    Address("duties:accept_many", methods=BOTH, post=_verdicts),
    Address("duties:accept_result"),
    Address("duties:urge_many", methods=BOTH, post=lambda side: {
        "id": [str(side.duties["submitted"].pk)], "words": "请立即报送"}),
    Address("duties:urge_result"),
    Address("duties:derivation", row=lambda side: side.derivation()),
    Address("duties:stop_derivation", row=lambda side: side.derivation(), methods=POST, works=False),
    Address("duties:resume_derivation", row=lambda side: side.derivation(), methods=POST, works=False),
    _of_submission("submission"),
    _of_submission("receipt"),
    _of_duty("duty", "submitted"),
    _of_duty("history", "submitted"),
    _of_duty("review", "submitted", methods=POST, post=_verdict),
    _of_duty("redo", "accepted", methods=BOTH, post=lambda side: {
        "trigger": RedoTrigger.values[0], "reason": "现场与材料不符", "new_due": _DAY,
        "shown": seen(side.duties["accepted"])}),
    _of_duty("urge", "open", methods=BOTH, post=lambda side: {"words": "请尽快报送。"}),
    _of_duty("submit", "ready", methods=BOTH, asked=POST, post=lambda side: {"shown": seen(side.duties["ready"])}),
    _of_duty("submit", "ready", variant="shown", methods=BOTH, asked=GET, reads=True),
    _of_duty("withdraw", "submitted", methods=BOTH, post=lambda side: {"reason": "材料放错"}),
    _of_duty("extend", "open", methods=BOTH, post=lambda side: {"until": _DAY, "reason": "等第三方检测报告"}),
    Address("duties:decide_extension", row=lambda side: side.extension(), methods=POST,
            kwargs=lambda side: {"pk": side.duties["extending"].pk, "extension_id": side.extension().pk},
            post=lambda side: {"extension-grant": "yes", "shown": seen_extension(side.extension())}),
    Address("duties:confirm_share", row=lambda side: side.share(), methods=POST,
            kwargs=lambda side: {"pk": side.duties["county"].pk, "share_id": side.share().pk}),
    _of_evidence("report", _report),
    _of_evidence("facts", lambda side: {"f-found": "5", "revision": "0"}),
    _of_evidence("known", lambda side: {"shown": seen_statement(side.duties["open"], "known")}),
    _of_evidence("promise", lambda side: {
        "password": PASSWORD, "agreed": "on", "shown": seen_statement(side.duties["signing"], "promise")}, "signing",
                 acts=("duties.supply", "duties.sign")),
    _of_file("file"),
    _of_file("preview"),
    _of_file("remove_file", methods=POST),
]  # fmt: skip
