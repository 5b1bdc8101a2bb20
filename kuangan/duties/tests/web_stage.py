"""The scene of the page tests: accounts with browsers for everybody around one mine and its package."""

from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kuangan.access.models import User
from kuangan.duties.models import Assignment, Extension
from kuangan.duties.queries.evidence import dossier
from kuangan.duties.queries.shown import shown_extension, shown_standing, shown_statement
from kuangan.registry.models import Mine
from tests.cast import people


def seen(row: Assignment) -> str:
    """The code of what a page shows of an assignment now; it travels with every act."""
    return shown_standing(Assignment.rows.select_related("duty__version", "plan").get(pk=row.pk))


def seen_statement(row: Assignment, key: str) -> str:
    """The code of what the page of a statement shows now."""
    papers = dossier(Assignment.rows.select_related("duty__version", "plan").get(pk=row.pk))
    return shown_statement(row, papers.finding(key).spec, papers.content_hash)


def seen_extension(asked: Extension) -> str:
    """The code of what a page shows of a request for more time now."""
    asked = Extension.rows.select_related("assignment").get(pk=asked.pk)
    return shown_extension(asked.assignment, asked)


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def pdf(name: str = "自查自改报告.pdf", tail: str = "") -> SimpleUploadedFile:
    """A small PDF; another tail makes it another file."""
    return SimpleUploadedFile(name, PDF + f"% {tail}\n".encode(), content_type="application/pdf")


@dataclass
class Scene:
    """The mine, its package, and browsers by role (made when first asked for)."""

    mine: Mine
    users: dict[str, User]
    _browsers: dict[str, Client] = field(default_factory=dict)

    def as_(self, name: str) -> Client:
        """The browser in which this person is signed in."""
        if name not in self._browsers:
            self._browsers[name] = people.client(self.users[name])
        return self._browsers[name]

    def row(self, slug: str = "package") -> Assignment:
        """The present state of an assignment of the mine."""
        rows = Assignment.rows.select_related("duty__version__plan", "plan", "waiting_for")
        return rows.filter(mine=self.mine, duty_slug=slug).order_by("period_start")[0]

    def url(self, tail: str = "", slug: str = "package") -> str:
        """The address of an assignment's page, or of something below it."""
        return f"/duties/{self.row(slug).pk}/{tail}"

    def supply(self) -> None:
        """Everything the package asks for, by the pages, signature last."""
        officer, principal = self.as_("officer"), self.as_("principal")
        assert officer.post(self.url("evidence/report/"), {"files": pdf(tail=str(self.row().round))}).status_code == 302
        assert officer.post(self.url("evidence/facts/"), {"f-found": "３", "revision": "0"}).status_code == 302
        signed = principal.post(self.url("evidence/promise/"), {
            "password": people.PASSWORD, "agreed": "on", "shown": seen_statement(self.row(), "promise"),
        })  # fmt: skip
        assert signed.status_code == 302, signed.content.decode()

    def deliver(self) -> Any:
        """The package supplied and submitted; the live submission."""
        self.supply()
        self.as_("officer").post(self.url("submit/"), {"note": "", "shown": seen(self.row())})
        return self.row().submissions.get(state="submitted")

    def verdict(self, decision: str = "accept", **more: str) -> dict[str, str]:
        """What the review form sends."""
        live = self.row().submissions.get(state="submitted")
        return {"receipt": live.number, "step": str(self.row().chain_step), "decision": decision,
                "shown": seen(self.row()), **more}  # fmt: skip


def words(response: Any) -> str:
    """The page as text."""
    return "".join(response.streaming_content if response.streaming else [response.content.decode()])
