"""Renders the sample pages in their own address space, on their own day."""

from pathlib import Path

from django.conf import settings
from django.template import Context, RequestContext, engines
from django.test import RequestFactory
from django.urls import set_urlconf
from django.utils import translation

from kuangan.foundation.kernel import clock
from kuangan.foundation.ui import frame, menu
from kuangan.foundation.ui.preview import sample

FOLDER = Path(__file__).parent / "pages"
URLCONF = "kuangan.foundation.ui.preview.urls"
PATHS = {"desk": "/desk", "home": "/desk", "duty": "/sample/mines", "board": "/sample/board", "form": "/sample/hazards"}


def names() -> list[str]:
    """The sample pages there are."""
    return sorted(path.stem for path in FOLDER.glob("*.html"))


def render(name: str, language: str = settings.LANGUAGE_CODE, large: bool = False) -> str:
    """One sample page as HTML."""
    for item in sample.MENU:
        menu.add(item)
    frame.provide(frame.CAMPAIGN_TITLE, lambda _: sample.CAMPAIGN)
    frame.provide(frame.DEMO_WORD, lambda _: "演示数据")
    request = RequestFactory().get(PATHS[name])
    request.actor = sample.ACTOR  # type: ignore[attr-defined]
    if large:
        request.COOKIES["ka_large"] = "1"
    set_urlconf(URLCONF)
    try:
        with clock.at(sample.NOW), translation.override(language):
            template = engines["django"].engine.from_string((FOLDER / f"{name}.html").read_text(encoding="utf-8"))  # type: ignore[attr-defined]
            context: Context = RequestContext(request, sample.context())
            return str(template.render(context))
    finally:
        set_urlconf(None)
