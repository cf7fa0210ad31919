"""What is remembered of tables: answers in the journal, the imports that were read by them, undoing both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reppu.lake.facade import mapping
from reppu.sources.table_answers import KEY, RememberedTable, TableAnswer
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from reppu.lake.facade import Lake


def remember(lake: Lake, shape: str, answer: TableAnswer, who: str) -> int | None:
    """Remembers an answer for all tables of that shape; the entry's number, None when it is remembered already."""
    known = lake.mappings().get(shape)
    if known is not None and TableAnswer.of_data(known) == answer:
        return None
    return lake.record(*mapping(shape, answer.as_data()), who=who)


def remembered_tables(lake: Lake) -> list[RememberedTable]:
    """All answers that hold, the oldest first."""
    made = {
        entry.payload["key"]: entry
        for entry in lake.entries(kinds=["mapping"])
        if entry.withdrawn_by is None and entry.payload["key"].startswith(KEY)
    }
    imports = [entry for entry in lake.entries(kinds=["import"]) if entry.withdrawn_by is None]
    found = []
    for shape, data in lake.mappings().items():
        if not shape.startswith(KEY):
            continue
        answer, entry = TableAnswer.of_data(data), made[shape]
        read = tuple(one.entry_no for one in imports if _read_by(one.payload, shape))
        found.append(RememberedTable(shape, answer, entry.entry_no, entry.at, entry.who, read))
    return sorted(found, key=lambda one: one.entry_no)


def _read_by(payload: dict[str, Any], shape: str) -> bool:
    return (payload.get("tables") or {}).get(shape) is not None


def table_remembered(lake: Lake, code: str) -> RememberedTable:
    """The answer that people call by `code`. Raises ReppuError when there is none, or several begin so."""
    known = remembered_tables(lake)
    found = [one for one in known if one.shape.removeprefix(KEY).startswith(code.strip().casefold())] if code else []
    if len(found) == 1:
        return found[0]
    raise ReppuError(
        _("Nothing is remembered of a table {code}.", code=code),
        expected=_("one of: {codes}", codes=", ".join(one.code for one in known) or "–"),
        advice=_("See them with: reppu mapping list"),
    )


def forget(lake: Lake, code: str, who: str, *, with_imports: bool = False) -> tuple[int, Sequence[int]]:
    """(the entry that forgets the answer, the imports that were withdrawn with it)."""
    known = table_remembered(lake, code)
    entry_no = lake.record(*mapping(known.shape, None), who=who)
    withdrawn = list(known.imports) if with_imports else []
    for number in withdrawn:
        lake.withdraw(number, who=who, reason="mapping forgotten")
    return entry_no, withdrawn


def confirmed_headings(lake: Lake) -> dict[str, Any]:
    """Which headings people have confirmed, by kind of export: no number, name, channel or file of theirs.

    Tables of one's own are left out: their headings are the organisation's own words.
    """
    exports = []
    for one in remembered_tables(lake):
        if one.answer.is_own:
            continue
        columns = [{"heading": heading, "means": target} for heading, target in one.answer.by_column()]
        exports.append({"reads_as": one.answer.reads_as, "columns": columns})
    return {"format": 1, "exports": exports}
