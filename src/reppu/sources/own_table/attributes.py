"""What a column of one's own table may tell besides numbers."""

from __future__ import annotations

from reppu.vocabulary.language import Text, _

# name → how people are told of it
ATTRIBUTES: dict[str, Text] = {
    "id": _("the post's id"),
    "date": _("the day or time"),
    "text": _("the text"),
    "link": _("the link to the post"),
    "kind": _("the kind of post"),
}
HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("ID", "Post ID"),
    "date": ("Date", "Time", "Publish time", "Published", "Publish date"),
    "text": ("Text", "Post text", "Caption", "Title", "Message", "Description"),
    "link": ("Link", "Permalink", "Post link"),
    "kind": ("Post type", "Kind", "Format", "Content type"),
}
