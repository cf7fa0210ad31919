"""What runs the queries: DuckDB in this process, or Apache Spark, over the same files with the same expressions."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa

from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    import ibis.expr.types as ir

_DUCKDB_TYPES = {
    pa.string(): "VARCHAR",
    pa.float64(): "DOUBLE",
    pa.int64(): "BIGINT",
    pa.int32(): "INTEGER",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMP WITH TIME ZONE",
}


@dataclass(frozen=True, slots=True)
class Scanned:
    """One Parquet file to read. entry_no: of all its rows, where the rows do not say it themselves."""

    path: Path
    columns: tuple[str, ...]
    entry_no: int | None


class Engine(Protocol):
    """A way of running Ibis expressions over Parquet files."""

    name: str

    def scan(self, schema: pa.Schema, files: Sequence[Scanned]) -> ir.Table:
        """The files' rows as one typed table with `entry_no` (if the schema has it); no files: an empty one."""
        ...

    def stream(self, expression: ir.Table) -> pa.RecordBatchReader:
        """The expression's rows, a batch at a time."""
        ...


# Each is called with an engine's fault, and raises a ReppuError when it knows the reason (a damaged file). Held
# weakly: a lake that nobody uses has nothing to explain.
_explainers: list[weakref.WeakMethod[Callable[[BaseException], None]]] = []


def explain_faults_with(explainer: Callable[[BaseException], None]) -> None:
    """Asks `explainer`, a method, about every fault of the engine before the fault is shown."""
    _explainers[:] = [known for known in _explainers if known() is not None]
    _explainers.append(weakref.WeakMethod(explainer))


def engine() -> Engine:
    """The engine that `REPPU_ENGINE` names: "duckdb" (default), "spark" (in this process) or "spark://host:port"."""
    return _engine(os.environ.get("REPPU_ENGINE", "duckdb"))


@lru_cache(maxsize=4)
def _engine(wanted: str) -> Engine:
    from reppu.lake.spark import Spark

    if wanted in ("", "duckdb"):
        return DuckDB()
    if wanted == "spark" or wanted.startswith("spark://"):
        return Spark("local[*]" if wanted == "spark" else wanted)
    raise ReppuError(
        _("There is no engine “{name}”.", name=wanted),
        expected=_("REPPU_ENGINE empty, duckdb, spark or spark://host:port"),
    )


def memory_limit_bytes() -> int:
    """How much the engine may use: `REPPU_MEMORY_MB`, else a quarter of this machine's memory, 2 GB at most.

    Without a limit a query over 100 million rows takes 6 GB; with 1 GB it runs three times slower, and it runs.
    """
    stated = os.environ.get("REPPU_MEMORY_MB", "")
    if stated.isdigit() and int(stated) >= 64:
        return int(stated) << 20
    import psutil

    return min(2 << 30, int(psutil.virtual_memory().total) // 4)


class DuckDB:
    """DuckDB: one connection a process, a cursor a thread, times in UTC, spilling to the system's temporary folder."""

    name = "duckdb"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._base: tuple[int, Any] | None = None
        self._local = threading.local()

    def _connection(self) -> Any:
        import duckdb

        with self._lock:
            if self._base is None or self._base[0] != os.getpid():  # never carried over a fork
                spill = Path(tempfile.gettempdir()) / f"reppu-duckdb-{os.getpid()}"
                base = duckdb.connect(
                    ":memory:",
                    config={
                        "memory_limit": f"{memory_limit_bytes() >> 20}MiB",
                        "temp_directory": str(spill),
                        "preserve_insertion_order": "false",
                        "autoinstall_known_extensions": "false",  # nothing is fetched from the network
                    },
                )
                base.execute("set global TimeZone = 'UTC'")
                self._base = (os.getpid(), base)
            return self._base[1].cursor()

    def backend(self) -> Any:
        """This thread's Ibis backend."""
        held = getattr(self._local, "held", None)
        if held is None or held[0] != os.getpid():
            held = (os.getpid(), _explaining_backend().from_connection(self._connection()))
            self._local.held = held
        return held[1]

    def scan(self, schema: pa.Schema, files: Sequence[Scanned]) -> ir.Table:
        import ibis
        import ibis.expr.operations as ops

        query = duckdb_scan(schema, files)
        return ops.SQLQueryResult(query, ibis.Schema.from_pyarrow(schema), self.backend()).to_expr()

    def stream(self, expression: ir.Table) -> pa.RecordBatchReader:
        return expression.to_pyarrow_batches(chunk_size=131_072)


def duckdb_scan(schema: pa.Schema, files: Sequence[Scanned]) -> str:
    """The SELECT that reads `files` as rows of `schema`."""
    if not files:
        nothing = ", ".join(f'CAST(NULL AS {_DUCKDB_TYPES[f.type]}) AS "{f.name}"' for f in schema)
        return f"SELECT {nothing} WHERE FALSE"
    present = set().union(*(file.columns for file in files))
    columns = []
    for wanted in schema:
        if wanted.name == "entry_no":
            columns.append(f'{_duckdb_entry_no(files)} AS "entry_no"')
        elif wanted.name in present:
            columns.append(f'"{wanted.name}"')
        else:  # a column younger than all of these files
            columns.append(f'CAST(NULL AS {_DUCKDB_TYPES[wanted.type]}) AS "{wanted.name}"')
    paths = ", ".join(_quoted(_glob_escaped(file.path)) for file in files)
    # hive_partitioning is off because a folder above may be called "a=b", and must not become a column.
    options = "union_by_name = TRUE, filename = TRUE, hive_partitioning = FALSE"
    return f"SELECT {', '.join(columns)} FROM READ_PARQUET([{paths}], {options})"


def _duckdb_entry_no(files: Sequence[Scanned]) -> str:
    # DuckDB keeps `filename` as one constant a chunk, so the lookup costs nothing measurable at 10 million rows.
    cases = " ".join(f"WHEN {_quoted(file.path.name)} THEN {file.entry_no}" for file in files if file.entry_no)
    if not cases:
        return '"entry_no"'
    known = f"CASE PARSE_FILENAME(filename) {cases} END"
    if any(file.entry_no is None for file in files):
        known = f'COALESCE("entry_no", {known})'
    return f"CAST({known} AS BIGINT)"


def _glob_escaped(path: Path) -> str:
    """DuckDB takes `[`, `*` and `?` in a path for patterns; in brackets each means itself."""
    return "".join(f"[{letter}]" if letter in "[*?" else letter for letter in str(path))


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


@lru_cache(maxsize=1)
def _explaining_backend() -> Any:
    from ibis.backends.duckdb import Backend

    class ExplainingBackend(Backend):  # type: ignore[misc]
        """Ibis's DuckDB, whose faults are explained before they reach a person."""

        def to_pyarrow(self, expr: Any, /, **options: Any) -> Any:
            try:
                return super().to_pyarrow(expr, **options)
            except Exception as fault:
                explain(fault)
                raise

        def to_pyarrow_batches(self, expr: Any, /, **options: Any) -> Any:
            try:
                return super().to_pyarrow_batches(expr, **options)
            except Exception as fault:
                explain(fault)
                raise

        def execute(self, expr: Any, /, **options: Any) -> Any:
            try:
                return super().execute(expr, **options)
            except Exception as fault:
                explain(fault)
                raise

    return ExplainingBackend


def explain(fault: BaseException) -> None:
    """Raises a ReppuError that says why the engine failed, when somebody knows."""
    import duckdb

    for known in list(_explainers):
        explainer = known()
        if explainer is not None:
            explainer(fault)
    if isinstance(fault, duckdb.OutOfMemoryException):
        raise ReppuError(
            _("The question needs more memory than the engine may use."),
            advice=_("Ask about fewer channels or a shorter time, or set REPPU_MEMORY_MB to more megabytes."),
        ) from fault


def name_of(query: str) -> str:
    """A short name that is the same for the same query."""
    return "reppu_" + hashlib.blake2b(query.encode(), digest_size=12).hexdigest()
