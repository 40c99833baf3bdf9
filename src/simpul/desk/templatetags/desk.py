"""Small words of the templates: numbers as people here write them, icons, and addresses that keep their filters."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any, Literal

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
PSEUDONYM = re.compile(r"(\[[a-z ]+\])?@~[a-z2-7]{26}")  # as `corpus.masking` leaves them


@register.filter
def number(value: float | Literal[""] | None, digits: int = 0) -> str:
    """1234.5 → "1.234,5" in Indonesian, "1,234.5" in English; "–" for what is not there."""
    if value is None or isinstance(value, str):
        return "–"
    written = f"{value:,.{digits}f}"
    if get_language() == "en":
        return written
    return written.translate(str.maketrans(",.", ".,"))


@register.filter
def day(written: str | None) -> str:
    """A day as files write it, 2026-01-31, as people do: "31 Januari 2026"; "–" for none."""
    return date_format(date.fromisoformat(written[:10]), "j F Y") if written else "–"


@register.filter
def unnamed(text: str | None) -> str:
    """A masked text as people read it: pseudonyms of citizens become “@warga”, those of numbers go."""
    named = "@resident" if get_language() == "en" else "@warga"
    return PSEUDONYM.sub(lambda found: found[1] or named, text or "")


@register.simple_tag
@cache  # a page shows dozens, and their address never changes
def icon(name: str) -> SafeString:
    """A drawing from icons.svg; says nothing to a screen reader, so a word must stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("desk/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: object) -> str:
    """The query of this page with some of its fields changed; None or "" takes a field out."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def with_one(context: dict[str, Any], name: str, value: object) -> str:
    """As `with_query`, for a field whose name is known only here; begins again at the first page."""
    return with_query(context, **{name: value, "sebelum": None})
