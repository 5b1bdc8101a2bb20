"""Tables of integrity. The database itself refuses to change or delete audit rows and seals (guards.py)."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.querysets import ScopedModel
from kuangan.foundation.authority.scopes import ScopePaths
from kuangan.foundation.integrity.canonical import SEAL_FORMAT, stamp
from kuangan.foundation.integrity.kinds import label_of
from kuangan.foundation.integrity.verify_audit import LEAF, short_code
from kuangan.foundation.kernel import clock


class AuditEvent(ScopedModel):
    """One thing somebody did. Who did it is kept as text, so that the row stays true when accounts change."""

    scope_paths = ScopePaths(region="region_code", mine="mine_id")

    kind = models.CharField(_("what"), max_length=60)
    happened_at = models.DateTimeField(_("happened"))
    entered_at = models.DateTimeField(_("entered"), default=clock.now)
    actor_id = models.BigIntegerField(_("account number"), null=True)
    actor_name = models.CharField(_("who"), max_length=100)
    actor_organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    actor_roles = models.CharField(_("roles"), max_length=200, blank=True)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    object_type = models.CharField(_("record type"), max_length=60, blank=True)
    object_id = models.CharField(_("record number"), max_length=60, blank=True)
    object_label = models.CharField(_("record"), max_length=300, blank=True)
    region_code = models.CharField(_("region"), max_length=6, blank=True)
    mine_id = models.BigIntegerField(_("mine number"), null=True)
    before = models.JSONField(_("before"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), null=True, encoder=DjangoJSONEncoder)
    details = models.JSONField(_("details"), default=dict, encoder=DjangoJSONEncoder)
    uid = models.CharField(_("random mark"), max_length=32)
    digest = models.CharField(_("SHA-256"), max_length=64)

    class Meta(ScopedModel.Meta):
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(digest="") & ~Q(uid=""), name="audit_row_has_a_digest")]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-id"], name="audit_by_object"),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
            models.Index(fields=["region_code", "-id"], name="audit_by_region"),
            models.Index(fields=["entered_at"], name="audit_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.entered_at:%Y-%m-%d %H:%M} {self.actor_name} {self.kind}"

    @property
    def label(self) -> str:
        """What was done, in the reader's language."""
        return str(label_of(self.kind))


class Seal(models.Model):
    """A batch of audit rows under one root, chained to the seal before (docs/adr/0007). Never changed, as audit rows.

    `leaves` is the batch in order: 40 bytes each, event number and digest (verify_audit.LEAF). `total` counts the
    leaves of this and all earlier seals, `highest` is the largest event number in any of them: a row that was
    committed late has a lower number and stands in a later batch.
    """

    unscoped_because = "holds numbers and hashes of all jurisdictions and no content"

    number = models.BigIntegerField(_("seal number"), primary_key=True)
    sealed_at = models.DateTimeField(_("sealed"), default=clock.now)
    count = models.PositiveIntegerField(_("records"))
    first = models.BigIntegerField(_("first record"))
    last = models.BigIntegerField(_("last record"))
    highest = models.BigIntegerField(_("highest record so far"))
    total = models.BigIntegerField(_("records so far"))
    root = models.CharField(_("root"), max_length=64)
    previous = models.CharField(_("hash of the seal before"), max_length=64, unique=True)
    hash = models.CharField(_("hash"), max_length=64)
    leaves = models.BinaryField(_("leaves"))

    class Meta:
        ordering = ["number"]
        constraints = [models.CheckConstraint(condition=Q(count__gt=0, number__gt=0), name="seal_is_not_empty")]

    def __str__(self) -> str:
        return str(self.number)

    def figures(self) -> dict[str, Any]:
        """What the hash is made of, as an export carries it."""
        return {
            "format": SEAL_FORMAT,
            "number": self.number,
            "sealed_at": stamp(self.sealed_at),
            "count": self.count,
            "first": self.first,
            "last": self.last,
            "highest": self.highest,
            "total": self.total,
            "root": self.root,
            "previous": self.previous,
            "hash": self.hash,
        }

    def unpacked(self) -> list[tuple[int, str]]:
        """The leaves as (event number, digest)."""
        return [(number, digest.hex()) for number, digest in LEAF.iter_unpack(bytes(self.leaves))]

    @property
    def code(self) -> str:
        """Sixteen characters of the hash for paper (封存短码)."""
        return short_code(self.figures())


class StoredFile(models.Model):
    """The content of a file, once, under its SHA-256. Who may open it is decided by the record it hangs on."""

    unscoped_because = "reached only through the record that a file belongs to"

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("bytes"))
    media_type = models.CharField(_("type"), max_length=100)
    width = models.PositiveIntegerField(_("width"), null=True)
    height = models.PositiveIntegerField(_("height"), null=True)
    exif = models.JSONField(_("camera data"), default=dict)
    fingerprint = models.CharField(_("picture fingerprint"), max_length=16, blank=True)
    stored_at = models.DateTimeField(_("stored"), default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_file_not_empty")]

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def is_image(self) -> bool:
        """Whether a preview can be shown."""
        return self.media_type.startswith("image/")


class PictureFingerprint(models.Model):
    """What a stored picture looks like, as 256 bits (files.fingerprints); a fact about the file."""

    unscoped_because = "a fact about a file; who sees what hangs on it is decided by its records"

    stored = models.ForeignKey(StoredFile, models.CASCADE, related_name="+", verbose_name=_("file"))
    algorithm = models.PositiveSmallIntegerField(_("algorithm"))
    bits = models.CharField(_("picture fingerprint"), max_length=64)
    detail = models.PositiveSmallIntegerField(_("detail"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stored", "algorithm"], name="fingerprint_once_per_file")]

    def __str__(self) -> str:
        return self.bits[:12]


class PictureBand(models.Model):
    """Sixteen bits of a fingerprint at their place, by which near ones are looked up."""

    unscoped_because = "an index of fingerprints"

    key = models.PositiveIntegerField(_("band"))
    fingerprint = models.ForeignKey(
        PictureFingerprint, models.CASCADE, related_name="+", verbose_name=_("picture fingerprint")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "fingerprint"], name="band_once_per_fingerprint")]

    def __str__(self) -> str:
        return str(self.key)
