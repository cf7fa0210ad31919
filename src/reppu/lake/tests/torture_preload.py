"""What the torture's children need, loaded once in the server that forks them. Starts no thread and no engine."""

import duckdb
import ibis
import ibis.backends.duckdb
import pyarrow
import pyarrow.compute
import pyarrow.parquet

from reppu.lake import facade
from reppu.lake.tests import made_up

__all__ = ["duckdb", "facade", "ibis", "made_up", "pyarrow"]

# pyarrow loads pandas with its first array, where pandas is installed.
FIRST = pyarrow.table({"a": [1]})
