"""A reader of spreadsheets made of two tables, for the tests of the frame."""

from __future__ import annotations

from reppu.sources.reader import Reader
from reppu.sources.workbook import Workbook
from reppu.sources.x.mapping import DAYS_2024, POSTS_2024
from reppu.sources.x.mapping import READERS as X
from reppu.vocabulary.language import Text

BOOK = Workbook("x.book", "x", 1, Text("a book of posts and days"), parts=(POSTS_2024, DAYS_2024))
READERS: tuple[Reader, ...] = (*X, BOOK)
