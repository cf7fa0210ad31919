"""Every page of an organisation that its address alone opens, taken from the site's own list of addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# What answers with a file, or with a part of a page: no page of its own.
_NO_PAGES = ("download", "csv", "export", "progress", "partial", "logout")


def views_of(resolver: Any = None, space: str = "") -> Iterator[tuple[str, set[str], Any]]:
    """(name with its space, names of what the address takes, view) of every address of the site."""
    from django.urls import URLPattern, get_resolver

    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}", set(one.pattern.regex.groupindex), one.callback
        else:
            named = f"{space}{one.namespace}:" if one.namespace else space
            for name, takes, view in views_of(one, named):
                yield name, takes | set(one.pattern.regex.groupindex), view


def addresses_of(slug: str) -> list[str]:
    """The addresses of the organisation's pages, and of the signed-in person's own."""
    from django.urls import reverse

    found = []
    for name, takes, view in views_of():
        if not hasattr(view, "needs") or getattr(view, "only_post", False) or any(word in name for word in _NO_PAGES):
            continue
        if takes == {"slug"}:
            found.append(reverse(name, kwargs={"slug": slug}))
        elif not takes:
            found.append(reverse(name))
    return sorted(set(found))
