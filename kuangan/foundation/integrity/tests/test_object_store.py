"""Files in an object store: the same promises as in a folder, against a store on this machine."""

import boto3
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory
from moto.server import ThreadedMotoServer

from config import deployment
from kuangan.foundation.exchange import storage as exchange
from kuangan.foundation.integrity import files
from kuangan.foundation.integrity.files import shelves
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.integrity.tests.test_files import photo
from kuangan.foundation.kernel.errors import Outage
from kuangan.foundation.ui import errors

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
TEXT = "安全生产责任清单\n".encode()


@pytest.fixture(scope="module")
def address():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def bucket(address, settings, monkeypatch):
    """An empty bucket that the product is told to use; yields the bucket as the provider sees it."""
    told = {
        "BUCKET": "kept",
        "ENDPOINT": address,
        "REGION": "cn-south-1",
        "KEY": "who",
        "SECRET": "secret",
        "PREFIX": "kuangan",
    }
    for name, value in told.items():
        monkeypatch.setenv(f"KUANGAN_S3_{name}", value)
    credentials = {"aws_access_key_id": "who", "aws_secret_access_key": "secret", "region_name": "cn-south-1"}
    kept = boto3.resource("s3", endpoint_url=address, **credentials).Bucket("kept")
    kept.create(CreateBucketConfiguration={"LocationConstraint": "cn-south-1"})
    settings.STORAGES = {**settings.STORAGES, "default": deployment.file_storage()}
    yield kept
    kept.objects.all().delete()
    kept.delete()


def keep(content: bytes = TEXT, name: str = "清单.txt") -> StoredFile:
    return files.keep(SimpleUploadedFile(name, content), allowed=files.TEXTS | files.IMAGES)


def names(bucket) -> list[str]:
    return sorted(one.key for one in bucket.objects.all())


def test_a_file_is_kept_once_under_its_hash_and_read_back(bucket, settings):
    stored = keep()
    assert keep() == stored
    assert names(bucket) == [f"kuangan/{shelves.name_of(stored.sha256)}"]
    with files.read(stored) as content:
        assert content.read() == TEXT
    assert files.is_intact(stored)
    left = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert left == []


def test_a_file_is_handed_out_by_the_page_and_not_by_an_address_of_the_store(bucket):
    answer = files.serve(keep(), "清单.txt")
    assert answer.status_code == 200 and "Location" not in answer
    assert b"".join(answer.streaming_content) == TEXT
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Length"] == str(len(TEXT))
    rules = bucket.Object(names(bucket)[0]).Acl().grants
    assert not any("AllUsers" in str(rule["Grantee"].get("URI")) for rule in rules)


def test_a_picture_has_its_preview_beside_it(bucket):
    stored = keep(photo(), "现场.jpg")
    preview = files.serve(stored, "现场.jpg", preview=True)
    assert b"".join(preview.streaming_content).startswith(b"\xff\xd8")
    assert len(names(bucket)) == 2


def test_a_lost_and_a_changed_file_are_noticed(bucket):
    lost, changed = keep(), keep(TEXT * 2, "另一.txt")
    bucket.Object(f"kuangan/{shelves.name_of(lost.sha256)}").delete()
    bucket.Object(f"kuangan/{shelves.name_of(changed.sha256)}").put(Body=b"something else")
    assert not files.is_intact(lost) and not files.is_intact(changed)
    with pytest.raises(Http404):
        files.serve(lost, "清单.txt")
    keep()
    assert files.is_intact(lost)


def test_an_import_keeps_and_rereads_its_workbook(bucket):
    stored = exchange.keep(SimpleUploadedFile("名录.csv", "名称\n大江石场\n".encode()), "csv")
    assert exchange.reread(stored).decode() == "名称\n大江石场\n"


def test_without_a_bucket_files_lie_in_the_folder(monkeypatch):
    monkeypatch.delenv("KUANGAN_S3_BUCKET", raising=False)
    assert deployment.file_storage()["BACKEND"].endswith("FileSystemStorage")
    assert storages["default"].__class__.__name__ == "FileSystemStorage"


class Strict:
    """A store that says no as real ones do: to everything, or with 403 instead of 404 to a key that may not list."""

    refuses = False

    def __call__(self, response_dict, **kwargs):
        if self.refuses or response_dict["status_code"] == 404:
            response_dict["status_code"], response_dict["body"] = 403, b""


@pytest.fixture
def strict(bucket):
    rule = Strict()
    storages["default"].connection.meta.client.meta.events.register("before-parse.s3", rule)
    return rule


def test_a_key_that_may_not_list_keeps_files_and_tells_a_missing_one_from_a_refusal(strict):
    stored = keep()
    assert keep() == stored
    with files.read(stored) as content:
        assert content.read() == TEXT
    shelves.remove(shelves.name_of(stored.sha256))
    with pytest.raises(Http404):
        files.serve(stored, "清单.txt")
    assert shelves.digest_of(shelves.name_of(stored.sha256)) is None
    assert keep() == stored and files.is_intact(stored), "what was lost is put back whole"


def test_a_store_that_refuses_everything_is_an_outage_and_no_missing_file(strict):
    stored = keep()
    strict.refuses = True
    for attempt in (lambda: keep(b"another"), lambda: files.serve(stored, "x"), shelves.probe):
        with pytest.raises(Outage, match="HTTP 403"):
            attempt()
    strict.refuses = False
    assert files.is_intact(stored)


def test_a_store_that_does_not_answer_is_an_outage_too(bucket, monkeypatch, settings):
    monkeypatch.setenv("KUANGAN_S3_ENDPOINT", "http://127.0.0.1:9")
    settings.STORAGES = {**settings.STORAGES, "default": deployment.file_storage()}
    with pytest.raises(Outage, match="EndpointConnectionError"):
        shelves.probe()


def test_a_page_says_it_in_a_sentence(strict):
    stored = keep()
    strict.refuses = True
    try:
        files.serve(stored, "x")
    except Outage:
        page = errors.server_error(RequestFactory().get("/"))
    assert page.status_code == 503 and "系统暂时不可用" in page.content.decode() and page["Retry-After"]
