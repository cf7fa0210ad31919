"""The process in which exports are read: one a command, under a memory limit, so that a hostile or broken file can end
this process and nothing else. `python -m reppu.sources.child [module with READERS]`; spoken to by `parent.py`.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from reppu.sources.answers import Recognised
    from reppu.sources.reader import Batch, Reader
    from reppu.sources.tables import Sheet

# Under 512 MB polars and pyarrow still load (measured); a chunk of 4 MB of text needs some 150 MB while it is read.
DATA_LIMIT_BYTES = 1 << 30


def main(arguments: list[str]) -> None:
    """Serve until standard input closes. Whatever a library prints goes to standard error, never among the answers."""
    _limit_memory()
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 20)
    os.dup2(2, 1)
    from importlib import import_module

    from reppu.sources import wire

    readers = import_module(arguments[0] if arguments else "reppu.sources.platforms").READERS
    wire.send(out, {"is": "ready"})
    remembered: dict[str, Any] = {}  # of tables, by their keys; told anew only when it changes
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        if "path" in asked:
            _answer({**asked, "answers": remembered}, readers, out)
        else:
            remembered = asked["answers"]


def _limit_memory(held_bytes: int = 0) -> None:
    """Lets this process take `DATA_LIMIT_BYTES` and not more; held_bytes: what it holds already that a child would not."""
    try:
        import resource
    except ImportError:  # Windows has no such limit; the parent's watchdog is the only one there
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    limit = DATA_LIMIT_BYTES + held_bytes
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(asked: dict[str, Any], readers: tuple[Reader, ...], out: Any) -> None:
    import csv
    from pathlib import Path

    from reppu.sources import wire
    from reppu.sources.answers import recognise
    from reppu.sources.recognising import context_of, refuse_unknown
    from reppu.vocabulary.errors import ReppuError, fault_in_words
    from reppu.vocabulary.language import _

    sheet = None
    try:
        sheets = _sheets(Path(asked["path"]), asked["name"], asked["zip_name"], readers)
        found = recognise(sheets, readers, asked.get("answers") or {})
        if "propose" in asked:
            _send_proposals(out, sheets, readers, found, asked["propose"])
            return
        if found is None:
            unknown = refuse_unknown(sheets, readers)
            _send_error(out, unknown, None, _proposals(sheets, readers, {}))
            return
        reader, known = found.reader, found.known
        _send_recognised(out, found, sheets)
        if reader.declined is not None or asked.get("only_recognise"):
            wire.send(out, {"is": "end", "different_posts": 0})
            return
        posts = DifferentPosts()
        translated = {one.title: one for one, _match in known}
        context = context_of(reader, asked, [translated.get(one.title, one) for one in sheets])
        for sheet, _match in known:
            for batch in found.read(sheet, context):
                _send_batch(out, batch, sheet)
                posts.see(batch)
        wire.send(out, {"is": "end", "different_posts": posts.count()})
    except ReppuError as error:
        _send_error(out, error, sheet)
    except MemoryError:
        too_large = ReppuError(_("Reading this file takes more memory than an export can need; it was not read."))
        _send_error(out, too_large, None)
    except OSError as fault:  # taken away or locked since it was found
        _send_error(out, ReppuError(_("This file cannot be read: {why}.", why=fault_in_words(fault))), None)
    except (csv.Error, UnicodeDecodeError):
        damaged = ReppuError(
            _("The text of this file is damaged and cannot be split into cells."), advice=_("Download it again.")
        )
        _send_error(out, damaged, sheet)


_KNOWN: dict[int, frozenset[str]] = {}


def _known(readers: tuple[Reader, ...]) -> frozenset[str]:
    # thousands of headers; the readers stay the same as long as the process lives
    from reppu.sources.recognising import known_headers

    if id(readers) not in _KNOWN:
        _KNOWN[id(readers)] = known_headers(readers)
    return _KNOWN[id(readers)]


def _sheets(path: Path, name: str, zip_name: str | None, readers: tuple[Reader, ...]) -> list[Sheet]:
    from reppu.sources.bytes import Source
    from reppu.sources.spreadsheets import is_spreadsheet, open_spreadsheet
    from reppu.sources.tables import open_sheet

    source = Source(path=path)
    if is_spreadsheet(source.start(8)):
        return open_spreadsheet(source, name, zip_name)
    return [open_sheet(source, name, zip_name, _known(readers))]


def _proposals(sheets: list[Sheet], readers: tuple[Reader, ...], told: dict[str, Any]) -> list[Any]:
    """What each sheet that could be a table of numbers is taken for, as JSON. told: reads_as and header_row, by a person."""
    import csv
    from contextlib import suppress

    from reppu.sources import wire
    from reppu.sources.mapping_proposals.proposals import as_data
    from reppu.sources.mapping_proposals.proposing import propose_table
    from reppu.vocabulary.errors import ReppuError

    proposals = []
    for sheet in sheets:
        # what cannot even be split into cells is no table to ask about; why it is refused is said already
        with suppress(ReppuError, csv.Error, UnicodeDecodeError):
            proposal = propose_table(sheet, readers, told.get("reads_as"), told.get("header_row"))
            if proposal is not None:
                proposals.append(as_data(proposal, wire.text_out))
    return proposals


def _send_proposals(
    out: Any, sheets: list[Sheet], readers: tuple[Reader, ...], found: Recognised | None, told: dict[str, Any]
) -> None:
    from reppu.sources import wire

    wire.send(
        out,
        {
            "is": "proposed",
            "kind": found.reader.kind if found is not None else None,
            "answered": found is not None and any(found.shapes.values()),
            "proposals": _proposals(sheets, readers, told),
            "notes": [],
        },
    )
    wire.send(out, {"is": "end", "different_posts": 0})


def _send_recognised(out: Any, found: Recognised, sheets: list[Sheet]) -> None:
    from reppu.sources import wire
    from reppu.vocabulary.language import _n

    reader, known = found.reader, found.known
    read = {sheet.title for sheet, _match in known}
    notes = [note for sheet in sheets for note in sheet.notes]
    left_out = [sheet.title for sheet in sheets if sheet.title not in read]
    if left_out and reader.declined is None:
        notes.append(
            _n(
                "{n} sheet is not known and was left out: {names}",
                "{n} sheets are not known and were left out: {names}",
                len(left_out),
                names=", ".join(f"“{title}”" for title in left_out[:12]),
            )
        )
    told = [match for _sheet, match in sorted(known, key=lambda one: -one[1].score) if match.language is not None]
    language = told[0].language if told else None
    wire.send(
        out,
        {
            "is": "recognised",
            "kind": reader.kind,
            "language": language,
            "notes": [wire.text_out(n) for n in notes],
            "shapes": dict(found.shapes),
        },
    )


def _send_batch(out: Any, batch: Batch, sheet: Sheet) -> None:
    from dataclasses import replace

    from reppu.sources import wire
    from reppu.sources.facts import complete
    from reppu.sources.reader import TABLE_NAMES

    tables = []
    payloads = []
    for name in TABLE_NAMES:
        table = getattr(batch, name)
        if table is not None and table.num_rows:
            tables.append(name)
            payloads.append(_as_stream(complete(table, name)))
    wire.send(
        out,
        {
            "is": "batch",
            "rows": batch.rows,
            "bytes_read": sheet.source.seen[0],
            "tables": tables,
            "names": dict(batch.names),
            "refused": wire.refusals_out(
                tuple(replace(one, column=sheet.place_of(one.column)) for one in batch.refused[:100])
            ),
            "refused_total": max(batch.refused_total, len(batch.refused)),
            "notes": [wire.text_out(note) for note in batch.notes],
        },
        payloads,
    )


class DifferentPosts:
    """Counts different posts by 64-bit hashes: 8 bytes a post, however long the file."""

    def __init__(self) -> None:
        self._hashes: list[Any] = []

    def see(self, batch: Batch) -> None:
        """The posts of a batch."""
        if batch.posts is None or not batch.posts.num_rows:
            return
        import polars as pl

        wanted = [name for name in ("account", "post_id") if name in batch.posts.column_names]
        frame = pl.DataFrame(batch.posts.select(wanted))
        self._hashes.append(frame.hash_rows(seed=1).unique())

    def count(self) -> int:
        """How many there were."""
        if not self._hashes:
            return 0
        import polars as pl

        return int(pl.concat(self._hashes).n_unique())


def _as_stream(table: pa.Table) -> memoryview:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return memoryview(sink.getvalue())


def _send_error(out: Any, error: Any, sheet: Sheet | None, proposals: list[Any] | None = None) -> None:
    from reppu.sources import wire
    from reppu.sources.reader import PeriodNotTold

    wire.send(
        out,
        {
            "is": "refused",
            "period_not_told": isinstance(error, PeriodNotTold),
            "row": error.row,
            "column": error.column if sheet is None else sheet.place_of(error.column),
            "texts": [wire.text_out(t) for t in (error.happened, error.expected, error.advice)],
            "proposals": proposals or [],
        },
    )


if __name__ == "__main__":
    main(sys.argv[1:])
