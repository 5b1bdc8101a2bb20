"""Files in an object store: the same promises as in a folder, against a store on this machine."""

import boto3
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from moto.server import ThreadedMotoServer

from config import deployment
from kuangan.foundation.exchange import storage as exchange
from kuangan.foundation.integrity import files
from kuangan.foundation.integrity.files import shelves
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.integrity.tests.test_files import photo

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
