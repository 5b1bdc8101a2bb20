"""Why and how far: reasons, chain of hands, time line, files, photos."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kuangan.foundation.ui import icons, rules
from kuangan.foundation.ui.tags.library import register
from kuangan.foundation.ui.tags.words import moment_tag

END_KINDS = frozenset({"end", "until", "止"})


def _get(thing: Any, name: str, default: Any = "") -> Any:
    """An entry of a mapping or an attribute of an object, called when it is a method."""
    value = thing.get(name, default) if isinstance(thing, dict) else getattr(thing, name, default)
    return value() if callable(value) else value


@register.simple_tag
def reason(kind: str, text: Any, url: str = "", link: Any = "") -> SafeString:
    """One row of `<ul class="ka-why">`: "because" (因) or "end" (止); `link` leads to the record behind it."""
    ends = kind in END_KINDS
    proof = format_html('<a class="ka-small" href="{}">{}</a>', url, link or _("See the record")) if url else ""
    return format_html(
        '<li{}><span class="ka-mark">{}</span><span>{}{}</span></li>',
        SafeString(' class="is-end"') if ends else "", _("Ends when") if ends else _("Why"), text, proof,
    )  # fmt: skip


@register.simple_tag
def chain(steps: Any, label: Any = "", col: bool = False) -> SafeString:
    """A chain of hands. Each step (mapping or object) has `label`, `note`, and `state` "done", "now" or ""."""
    rows = []
    for number, step in enumerate(steps, start=1):
        state = str(_get(step, "state"))
        css = {"done": ' class="is-done"', "now": ' class="is-now" aria-current="step"'}.get(state, "")
        said = {"done": _("step done"), "now": _("current step")}.get(state, "")
        rows.append((SafeString(css), number, _get(step, "label"), said, _get(step, "note")))
    inner = format_html_join("", '<li{} data-n="{}"><b>{}<span class="ka-hide">{}</span></b><span>{}</span></li>', rows)
    css = " ka-steps--col" if col else ""
    return format_html('<ol class="ka-steps{}" aria-label="{}">{}</ol>', css, label or _("Course of the matter"), inner)


@register.simple_tag
def timeline(events: Any, long: bool = False) -> SafeString:
    """A time line. Each event has `when` (day or moment), `text`, and perhaps `url`, `who`, `note`, `bad`.

    `long` writes the time of day as well.
    """
    rows = []
    for event in events:
        when = _get(event, "when")
        text, url = _get(event, "text"), _get(event, "url")
        body = format_html('<a href="{}">{}</a>', url, text) if url else text
        aside = rules.listed(_get(event, "who"), _get(event, "note"))
        grey = format_html(' <span class="ka-meta">{}</span>', aside) if aside else ""
        stamp = rules.moment(when) if long else rules.day(when)
        rows.append(
            (SafeString(' class="is-bad"') if _get(event, "bad") else "", rules.moment(when), stamp, body, grey)
        )
    inner = format_html_join("", '<li{}><time title="{}">{}</time><span>{}{}</span></li>', rows)
    return format_html('<ol class="ka-time{}">{}</ol>', " ka-time--long" if long else "", inner)


FILE_ICONS = (
    ((".jpg", ".jpeg", ".png", ".heic", ".webp", ".gif"), "photo"),
    ((".xls", ".xlsx", ".csv", ".et"), "table"),
    ((".zip", ".7z", ".rar"), "file-zip"),
    ((".mp4", ".mov"), "movie"),
)


@register.simple_tag
def file_row(name: str, url: str, size: int | None = None, meta: Any = "") -> SafeString:
    """One row of `<ul class="ka-files">`: icon by kind, name as link, size."""
    lower = name.lower()
    shape = next((shape for endings, shape in FILE_ICONS if lower.endswith(endings)), "file-text")
    grey = meta or rules.file_size(size)
    return format_html(
        '<li>{}<a href="{}">{}</a><span class="ka-meta">{}</span></li>', icons.svg(shape), url, name, grey
    )


@register.simple_tag
def photo(url: str, alt: Any, title: Any = "", taken_at: Any = None, who: Any = "", full: str = "") -> SafeString:
    """A photo in `<div class="ka-photos">`: what it shows (`alt`), when and who took it; `full` is the original."""
    image = format_html('<img src="{}" alt="{}" loading="lazy" decoding="async">', url, alt)
    linked = format_html('<a href="{}">{}</a>', full, image) if full else image
    parts = [moment_tag(taken_at)] if taken_at else []
    parts += [who] if who else []
    caption = format_html_join(rules.comma(), "{}", ((part,) for part in parts))
    return format_html("<figure>{}<figcaption><b>{}</b> {}</figcaption></figure>", linked, title, caption)
