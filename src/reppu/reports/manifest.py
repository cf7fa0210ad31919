"""The manifest: what a book was made from, every number it prints, and the files with their checksums.

Everything in it comes from the content, the installed versions and the files; no clock, so that packing the same position
twice gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reppu import __version__
from reppu.reports.typesetting import font_files
from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reppu.calendar.facade import Period
    from reppu.reports.content import BookContent, PrintedNumber

MANIFEST_VERSION = 1
# What can change a number or a byte of the book when its version changes.
ENGINES = (
    "altair",
    "babel",
    "duckdb",
    "fontpkg-source-sans-3",
    "fontpkg-source-serif-4",
    "ibis-framework",
    "numpy",
    "pyarrow",
    "python-pptx",
    "typst",
    "vl-convert-python",
    "xlsxwriter",
)


def make_manifest(content: BookContent, language: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The manifest of a book as plain data, ready for `write_manifest`.

    files: name -> bytes of every other file of the book.
    """
    return {
        "manifest": MANIFEST_VERSION,
        "reppu": {"version": __version__, "lock": lock_digest(), "engines": engine_versions()},
        "organisation": content.organisation,
        "position": content.position,
        "data_until": content.data_until.isoformat(),
        "time_zone": content.time_zone,
        "language": language,
        "level": content.level,
        "compared_at_days": content.compared_at_days,
        "tolerance_days": content.tolerance_days,
        "season": _period(content.season),
        "earlier": None if content.earlier is None else _period(content.earlier),
        "finding": content.finding.sentence.in_language(language),
        "metrics": {
            each.name: {"version": each.version, "hash": each.digest}
            for each in sorted(content.definitions, key=lambda each: each.name)
        },
        "fonts": [{"name": path.name, "sha256": digest(path.read_bytes())} for path in font_files()],
        "numbers": [_number(printed) for printed in content.numbers()],
        "files": [{"name": name, "sha256": digest(data), "bytes": len(data)} for name, data in sorted(files.items())],
    }


def _period(period: Period) -> dict[str, str]:
    return {"name": period.name, "first_day": period.start.isoformat(), "last_day": period.end.isoformat()}


def _number(printed: PrintedNumber) -> dict[str, Any]:
    estimate = printed.estimate
    return {
        "id": printed.id,
        "metric": printed.metric,
        "basis": printed.basis,
        "unit": printed.unit,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "n": estimate.n,
        "method": estimate.method,
        "state": estimate.state.value,
    }


def write_manifest(manifest: Mapping[str, Any]) -> bytes:
    """The manifest as the bytes of its file: UTF-8 JSON, indented, ending in a line feed."""
    return (json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def read_manifest(path: Path) -> dict[str, Any]:
    """A manifest that fits its schema. Raises ReppuError that says where it does not, or that the file is none."""
    try:
        manifest = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise ReppuError(
            _("There is no manifest at {path}.", path=str(path)),
            expected=_("the path of a manifest.json beside a packed book"),
        ) from error
    except (OSError, ValueError) as error:
        raise ReppuError(
            _("This file is not a manifest: {why}", why=str(error)),
            file=path.name,
            expected=_("the manifest.json that reppu pack wrote"),
        ) from error
    version = manifest.get("manifest") if isinstance(manifest, dict) else None
    if isinstance(version, int) and version > MANIFEST_VERSION:
        raise ReppuError(
            _("This manifest is of a newer form ({version}) than this Reppu reads.", version=str(version)),
            file=path.name,
            advice=_("Update Reppu and verify again."),
        )
    problem = next(iter(_validator().iter_errors(manifest)), None)
    if problem is not None:
        raise ReppuError(
            _("This file is not a whole manifest: {why}", why=problem.message),
            file=path.name,
            column=problem.json_path,
            expected=_("the manifest.json that reppu pack wrote"),
        )
    assert isinstance(manifest, dict)
    return manifest


def manifest_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that every manifest fits; in the package as manifest.schema.json."""
    schema: dict[str, Any] = json.loads(
        resources.files("reppu.reports").joinpath("manifest.schema.json").read_text("utf-8")
    )
    return schema


@lru_cache(maxsize=1)
def _validator() -> Any:
    import jsonschema

    return jsonschema.Draft202012Validator(manifest_schema())


def engine_versions() -> dict[str, str]:
    """The installed versions of everything that can move a number or a byte."""
    return {name: metadata.version(name) for name in ENGINES}


def lock_digest() -> str:
    """One digest for all of them: of the installed versions, for a wheel does not carry the lock file."""
    return digest(json.dumps(engine_versions(), sort_keys=True).encode())


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
