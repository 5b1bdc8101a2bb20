"""What a person can do: buttons, act rows with refusals, the once token, drafts."""

from typing import Any

from django.middleware.csrf import get_token
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kuangan.foundation.ui import icons, rules
from kuangan.foundation.ui import once as once_tokens
from kuangan.foundation.ui.tags.library import register


@register.simple_tag(takes_context=True)
def act(
    context: Context,
    label: Any,
    url: str = "",
    allowed: Any = True,
    reason: Any = "",
    hint: Any = "",
    verb: Any = "",
    primary: bool = False,
    post: bool = False,
) -> SafeString:
    """One row of `<ul class="ka-acts">`.

    `allowed` is a truth value or a Decision (its reason is taken over). A refused act stays visible with its reason
    and 暂不可办. `hint` is the grey line, `verb` the word on the button (办理), `post` sends a form instead of opening.
    """
    if not allowed:
        why = reason or getattr(allowed, "reason", "") or hint
        return format_html(
            '<li class="is-no"><div><span>{}</span><span class="ka-meta">{}</span></div>'
            '<span class="ka-no">{}</span></li>',
            label,
            why,
            _("Not yet possible"),
        )
    grey = format_html('<span class="ka-meta">{}</span>', hint) if hint else ""
    control = _control(context, verb or _("Go ahead"), url, primary=primary, post=post, small=True, of=label)
    return format_html("<li><div>{}{}</div>{}</li>", label, grey, control)


@register.simple_tag(takes_context=True)
def button(
    context: Context,
    label: Any,
    url: str,
    primary: bool = False,
    icon: str = "",
    post: bool = False,
    small: bool = False,
) -> SafeString:
    """A link that looks like a button, or with `post` a one-button form. At most one `primary` per card or head."""
    return _control(context, label, url, primary=primary, post=post, small=small, icon=icon)


def _control(
    context: Context, label: Any, url: str, *, primary: bool, post: bool, small: bool, icon: str = "", of: Any = ""
) -> SafeString:
    css = "btn" + (" btn-sm" if small else "") + (" btn-primary" if primary else " btn-plain")
    inner = format_html("{}{}", icons.svg(icon) if icon else "", label)
    about = format_html(' aria-label="{}"', f"{label} {of}") if of and str(of) != str(label) else ""
    if not post:
        return format_html('<a class="{}" href="{}"{}>{}</a>', css, url, about, inner)
    return format_html('<form method="post" action="{}">{}{}<button class="{}" type="submit"{}>{}</button></form>',
                       url, _csrf(context), once(), css, about, inner)  # fmt: skip


def _csrf(context: Context) -> SafeString:
    request = context.get("request")
    if request is None:
        return mark_safe("")  # nosec B308 - empty
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


@register.simple_tag
def once() -> SafeString:
    """The hidden token that lets the server recognise a form sent twice."""
    return format_html('<input type="hidden" name="{}" value="{}">', once_tokens.FIELD, once_tokens.draw())


@register.simple_tag
def draft(key: str, form: Any = None) -> SafeString:
    """Attributes of `<form {% draft key form %}>`: its text is kept on the device until the server has taken it.

    `key` names the matter (`duties.submit.12`), so that a draft never appears in another form.
    """
    refused = bool(form is not None and form.is_bound and not form.is_valid())
    return format_html('data-draft="{}"{}', key, SafeString(" data-draft-refused") if refused else "")


@register.simple_tag
def empty(title: Any, hint: Any = "", icon: str = "", url: str = "", act: Any = "") -> SafeString:
    """A dashed slot that says what to bring (请站在1号机位拍摄)."""
    picture = icons.svg(icon) if icon else ""
    more = format_html("<span>{}</span>", hint) if hint else ""
    link = format_html('<a class="btn btn-sm btn-plain" href="{}">{}</a>', url, act) if url and act else ""
    return format_html('<div class="ka-slot">{}<b>{}</b>{}{}</div>', picture, title, more, link)


@register.simple_tag
def note(text: Any, tone: str = "", url: str = "", link: Any = "") -> SafeString:
    """A note beside a decision. Tone "" (blue), "done", "warn" or "danger"; `link` leads to the proof."""
    space = "" if rules.chinese() else " "
    proof = format_html('{}<a href="{}">{}</a>', space, url, link) if url and link else ""
    css = f" ka-note--{tone}" if tone else ""
    return format_html('<div class="ka-note{}"><span>{}{}</span></div>', css, text, proof)
