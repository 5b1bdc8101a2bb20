"""Filling in a form: shown, checked, handed to an action; a refusal appears beside its field."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kuangan.foundation.authority.web import Request
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui import drafts
from kuangan.foundation.ui.forms import Form


def fill_in(
    request: Request,
    form: Form,
    act: Callable[[Form], Any],
    *,
    title: Any,
    done: Any,
    back: str | Callable[[Any], str],
    crumbs: tuple[tuple[Any, str], ...] = (),
    button: Any = "",
    intro: Any = "",
) -> HttpResponse:
    """Show `form`; on a valid POST call `act(form)`, go `back` (an address, or made from the result) and say `done`."""
    key = f"registry.{request.path}"
    if request.method == "POST" and form.is_valid():
        try:
            result = act(form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            drafts.taken(request, key)
            messages.success(request, str(done))
            return redirect(back(result) if callable(back) else back)
    context = {
        "form": form,
        "title": title,
        "crumb_pairs": crumbs,
        "button": button or title,
        "intro": intro,
        "draft_key": key,
        "back": crumbs[-1][1] if crumbs else "",
    }
    return render(request, "registry/form.html", context, status=422 if form.errors else 200)
