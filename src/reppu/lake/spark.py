"""Apache Spark as the engine: the same expressions over the same files. Needs `reppu[spark]` and Java 17."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from reppu.lake.engine import Scanned, name_of
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SPARK_TYPES = {
    pa.string(): "string",
    pa.float64(): "double",
    pa.int64(): "bigint",
    pa.int32(): "int",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us", tz="UTC"): "timestamp",
}


class Spark:
    """One Spark session a process, session zone UTC; reads the listed files and writes nothing."""

    name = "spark"

    def __init__(self, master: str) -> None:
        self._master = master
        self._lock = threading.Lock()
        self._backend: Any = None

    def backend(self) -> Any:
        with self._lock:
            if self._backend is None:
                self._backend = self._start()
            return self._backend

    def _start(self) -> Any:
        try:
            import ibis
            from pyspark.sql import SparkSession

            # In one process more partitions of a small table only cost time; a cluster has its own setting.
            settings: dict[str, Any] = {"spark.sql.shuffle.partitions": "1"} if self._master.startswith("local") else {}
            session = (
                SparkSession.builder.config(map=settings)
                .master(self._master)
                .appName("reppu")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.execution.arrow.pyspark.enabled", "true")
                .getOrCreate()
            )
            session.sparkContext.setLogLevel("ERROR")
            return ibis.pyspark.connect(session)
        except ImportError as fault:
            raise ReppuError(
                _("Spark is not installed: {words}", words=str(fault.__cause__ or fault).splitlines()[0]),
                advice=_("Install it with: pip install 'reppu[spark]'. It also needs Java 17."),
            ) from fault
        except Exception as fault:  # Spark reports a missing Java and an unreachable master in many ways
            raise ReppuError(
                _("Spark did not start: {words}", words=str(fault).splitlines()[0][:300]),
                expected=_("Java 17, and a master that can be reached at {master}", master=self._master),
                retry_helps=True,
            ) from fault

    def scan(self, schema: pa.Schema, files: Sequence[Scanned]) -> ir.Table:
        backend = self.backend()
        session = backend._session
        if files:
            frame = session.read.option("mergeSchema", "true").parquet(*[_path(file.path) for file in files])
            selected = frame.select(*_columns(schema, files, set(frame.columns)))
        else:
            words = ", ".join(f"`{field.name}` {_SPARK_TYPES[field.type]}" for field in schema)
            selected = session.createDataFrame([], words)
        name = name_of("\n".join([str(schema), *[f"{file.path} {file.entry_no}" for file in files]]))
        selected.createOrReplaceTempView(name)
        rows: ir.Table = backend.table(name)
        # Spark's timestamps are UTC by the session's zone and do not say so; the expressions expect that they do.
        moments = [f.name for f in schema if pa.types.is_timestamp(f.type)]
        return rows.cast(dict.fromkeys(moments, "timestamp('UTC', 6)")) if moments else rows

    def stream(self, expression: ir.Table) -> pa.RecordBatchReader:
        return expression.to_pyarrow_batches(chunk_size=131_072)


def _columns(schema: pa.Schema, files: Sequence[Scanned], present: set[str]) -> list[Any]:
    from pyspark.sql import functions as spark

    columns = []
    for wanted in schema:
        if wanted.name == "entry_no":
            # Names of our files are plain letters and digits, so Spark's escaping of paths does not touch them.
            known: Any = spark.lit(None)
            for file in files:
                if file.entry_no is not None:
                    here = spark.col("_metadata.file_name") == file.path.name
                    known = spark.when(here, spark.lit(file.entry_no)).otherwise(known)
            column = spark.coalesce(spark.col("entry_no"), known) if "entry_no" in present else known
        elif wanted.name in present:
            column = spark.col(f"`{wanted.name}`")
        else:
            column = spark.lit(None)
        columns.append(column.cast(_SPARK_TYPES[wanted.type]).alias(wanted.name))
    return columns


def _path(path: Path) -> str:
    """Spark takes these letters in a path for patterns; after a backslash each means itself."""
    return "".join("\\" + letter if letter in "[]{}*?\\" else letter for letter in str(path))
