"""The words of a post's HTML, without any of its markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(("p", "div", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"))
_SILENT = frozenset(("script", "style", "template", "head", "title"))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self.words.append("\n")
        elif tag in _BLOCKS:
            self.words.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.words.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            # in HTML a line end is a space
            self.words.append(re.sub(r"[ \t\r\n]+", " ", data))


def text_of_html(content: str) -> str:
    """Plain text: paragraphs apart by a blank line, links whole (Mastodon hides parts of them in spans, which stay).

    >>> text_of_html("<p>Vesi on poikki<br>klo 20 asti</p><p>Pahoittelut &amp; kiitos</p>")
    'Vesi on poikki\\nklo 20 asti\\n\\nPahoittelut & kiitos'
    """
    words = _Words()
    words.feed(content)
    words.close()
    text = re.sub(r" *\n *", "\n", "".join(words.words))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
