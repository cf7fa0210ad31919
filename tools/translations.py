"""The catalogues of translated texts: take texts out of the code, compile them, and say what is wrong with them.

    python tools/translations.py extract [CAPABILITY...]   bring the .po files in line with the code
    python tools/translations.py compile [CAPABILITY...]   make the .mo files that the program reads
    python tools/translations.py check [CAPABILITY...]     exit 1 when a translation is missing, unsure or out of date

Texts are written in the code as `_("…", name=…)` and `_n("…", "…", n, name=…)`; the English text is the message id.
Needs Babel and nothing else: no gettext programs. `extract` keeps texts that left the code as `#~` lines, so that a
reworded sentence can take its old translation along; `--drop-obsolete` takes them away, and `check` wants them gone.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import re
import string
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LANGUAGES = ("fi", "sv")  # English is the message id, and so needs no catalogue
DOMAIN = "reppu"
KEYWORDS = {"_": None, "_n": (1, 2)}
# `{% t "…" name=value %}` and `{% tn "…" "…" count name=value %}` in templates, on one line or several.
_TAG = re.compile(r"{%\s*(?P<tag>tn?)\s(?P<rest>.*?)%}", re.DOTALL)
_QUOTED = r"(?:\"(?P<{0}d>[^\"]*)\"|'(?P<{0}s>[^']*)')"
_TEXTS = {
    "t": re.compile(r"\s*" + _QUOTED.format("one")),
    "tn": re.compile(r"\s*" + _QUOTED.format("one") + r"\s+" + _QUOTED.format("many")),
}

# Babel writes dates and its own version into the header, which would change every file at every run.
_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # equal sources must give equal bytes


@dataclass(frozen=True)
class Problem:
    """One thing that `check` refuses, and where it is."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def capabilities(package: Path, names: Sequence[str] = ()) -> list[Path]:
    """The capability folders of `package`, or those of them that `names` lists. Raises SystemExit on an unknown one."""
    found = {folder.name: folder for folder in sorted(package.iterdir()) if (folder / "__init__.py").is_file()}
    unknown = [name for name in names if name not in found]
    if unknown:
        raise SystemExit(f"no capability called {', '.join(unknown)}; there are: {', '.join(found)}")
    return [found[name] for name in names] if names else list(found.values())


def po_file(capability: Path, language: str) -> Path:
    """Where a capability's translations into one language lie."""
    return capability / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _sources(capability: Path) -> Iterator[Path]:
    for source in sorted(capability.rglob("*.py")):
        if "tests" not in source.relative_to(capability).parts:
            yield source


def template_of(capability: Path) -> Catalog:
    """The texts that the capability's code holds, with the files they come from (no line numbers: they only churn)."""
    template = Catalog()
    for source in _sources(capability):
        name = source.relative_to(capability.parent.parent).as_posix()
        for _line, message, comments, context in extract_from_file("python", source, keywords=KEYWORDS):
            template.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    for page in _pages(capability):
        name = page.relative_to(capability.parent.parent).as_posix()
        for message in texts_of_page(page.read_text(encoding="utf-8")):
            template.add(message, locations=[(name, 0)])
    return template


def _pages(capability: Path) -> list[Path]:
    return [page for page in sorted(capability.rglob("templates/**/*")) if page.suffix in {".html", ".txt"}]


def texts_of_page(page: str) -> Iterator[str | tuple[str, str]]:
    """The texts of a Django template's `t` and `tn` tags. Raises ValueError for one that is not written out in quotes."""
    for found in _TAG.finditer(page):
        quoted = _TEXTS[found["tag"]].match(found["rest"])
        if quoted is None:
            raise ValueError(f"the text must be written out in quotes, or it is never translated: {found[0]!r}")
        groups = quoted.groupdict()
        one = groups["oned"] if groups["oned"] is not None else groups["ones"]
        if found["tag"] == "t":
            yield one
        else:
            yield one, groups["manyd"] if groups["manyd"] is not None else groups["manys"]


def _problems_of_page(page: str) -> Iterator[str]:
    """Tags whose text cannot be taken out, or whose arguments do not fill its placeholders."""
    for found in _TAG.finditer(page):
        try:
            texts = list(texts_of_page(found[0]))
            forms = [form for text in texts for form in _forms(text)]
            wanted = set().union(*(placeholders(form) for form in forms))
        except ValueError as error:
            yield str(error)
            continue
        given = set(re.findall(r"(?<![\w\"'])(\w+)=", found["rest"])) | ({"n"} if found["tag"] == "tn" else set())
        if wanted - given:
            yield f"nothing fills {sorted(wanted - given)} in {forms[0]!r}"


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language, charset="utf-8", abort_invalid=True)


def _is_translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def merged(template: Catalog, existing: Catalog, language: str, *, drop_obsolete: bool = False) -> Catalog:
    """`template`'s texts with the translations of `existing`; those that left the code are kept aside as obsolete."""
    result = Catalog(locale=language)
    left_over = {message.id: message for message in existing.obsolete.values()}
    for message in template:
        if not message.id:
            continue
        known = existing.get(message.id)
        if known is not None and known.id != message.id:  # a plural joined or left: the old words no longer fit
            known = None
        if known is None or not _is_translated(known):
            known = left_over.pop(message.id, known)
        added = result.add(
            message.id,
            known.string if known is not None else None,
            locations=message.locations,
            flags=(known.flags if known is not None else set()) & {"fuzzy"},
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known is not None else (),
        )
        # Babel takes "100 % sure" for a conversion; our placeholders are braces.
        added.flags.discard("python-format")
    if not drop_obsolete:
        for message in existing:
            if message.id and result.get(message.id) is None and _is_translated(message):
                left_over[message.id] = message
        for message in left_over.values():
            key = _forms(message.id)[0]
            result.obsolete[str(key)] = Message(message.id, message.string)
    return result


def po_text(catalogue: Catalog, language: str) -> str:
    """The catalogue as a .po file: sorted by text, so that moving code changes nothing in it."""
    body = io.BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, sort_output=True, include_lineno=False)
    header = _HEADER.format(language=language, plural_forms=Catalog(locale=language).plural_forms)
    return header + body.getvalue().decode("utf-8").strip("\n") + "\n"


def _write(path: Path, content: bytes) -> bool:
    """Put `content` at `path` by rename, so that a reader at the same moment sees all or nothing; False if it is so."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)
    return True


def extract(package: Path, names: Sequence[str] = (), *, drop_obsolete: bool = False) -> list[Path]:
    """Bring the .po files in line with the code; the files that changed."""
    changed = []
    for capability in capabilities(package, names):
        template = template_of(capability)
        for language in LANGUAGES:
            path = po_file(capability, language)
            catalogue = merged(template, _read(path, language), language, drop_obsolete=drop_obsolete)
            if not len(catalogue) and not catalogue.obsolete:
                path.unlink(missing_ok=True)
            elif _write(path, po_text(catalogue, language).encode()):
                changed.append(path)
    return changed


def compile_catalogues(package: Path, names: Sequence[str] = ()) -> list[Path]:
    """Make the .mo files beside the .po files; all of them, changed or not. Equal sources give equal bytes."""
    made = []
    for capability in capabilities(package, names):
        for language in LANGUAGES:
            source = po_file(capability, language)
            compiled = source.with_suffix(".mo")
            if not source.exists():
                compiled.unlink(missing_ok=True)
                continue
            catalogue = _read(source, language)
            catalogue.creation_date = catalogue.revision_date = _NO_DATE
            content = io.BytesIO()
            write_mo(content, catalogue)
            _write(compiled, content.getvalue())
            made.append(compiled)
    return made


def placeholders(text: str) -> set[str]:
    """The names in braces that `str.format` fills. Raises ValueError for a brace that does not close.

    Also for `{share:.1f}`: arguments are already written as the language writes them when they are filled in.
    """
    names = set()
    for _literal, name, spec, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if spec or conversion or not name.isidentifier():
            raise ValueError(f"only plain {{name}} can be filled, not {name!r} with a format")
        names.add(name)
    return names


def _forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text or ""),)


def _problems_of_message(message: Message) -> Iterator[str]:
    name = repr(_forms(message.id)[0])
    if message.fuzzy:
        yield f"fuzzy: {name}"
    if not _is_translated(message):
        yield f"not translated: {name}"
        return
    try:
        wanted = set().union(*(placeholders(form) for form in _forms(message.id)))
        given = [placeholders(form) for form in _forms(message.string)]
    except ValueError as error:
        yield f"braces that cannot be filled ({error}): {name}"
        return
    for placed in given:
        # A plural form may leave out the number ("one post"), any other placeholder must be there.
        if placed - wanted or (wanted - placed) - ({"n"} if isinstance(message.id, tuple) else set()):
            yield f"placeholders {sorted(placed)} where the text has {sorted(wanted)}: {name}"


def _problems_of_calls(source: Path) -> Iterator[str]:
    """Calls whose text cannot be extracted, or whose arguments do not fill their placeholders."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS):
            continue
        texts = node.args[: 2 if node.func.id == "_n" else 1]
        if not texts or not all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts):
            yield f"line {node.lineno}: the text must be written out in quotes, or it is never translated"
            continue
        if any(keyword.arg is None for keyword in node.keywords):
            continue  # **arguments: only known when it runs
        given = {keyword.arg for keyword in node.keywords} | ({"n"} if node.func.id == "_n" else set())
        words = [text.value for text in texts if isinstance(text, ast.Constant)]
        try:
            wanted = set().union(*(placeholders(str(text)) for text in words))
        except ValueError as error:
            # Text.format is only called with arguments, so a lone brace is a mistake only beside some.
            if node.keywords or node.func.id == "_n":
                yield f"line {node.lineno}: braces that cannot be filled ({error}): {words[0]!r}"
            continue
        if wanted - given and (node.keywords or node.func.id == "_n"):
            yield f"line {node.lineno}: nothing fills {sorted(wanted - given)} in {words[0]!r}"


def check(package: Path, names: Sequence[str] = ()) -> list[Problem]:
    """Everything that keeps a sentence from being shown in Finnish and Swedish."""
    problems = []
    root = package.parent.parent
    for capability in capabilities(package, names):
        for source in _sources(capability):
            where = source.relative_to(root).as_posix()
            problems += [Problem(where, what) for what in _problems_of_calls(source)]
        bad_pages = [
            Problem(page.relative_to(root).as_posix(), what)
            for page in _pages(capability)
            for what in _problems_of_page(page.read_text(encoding="utf-8"))
        ]
        problems += bad_pages
        if bad_pages:
            continue  # what cannot be taken out cannot be compared
        template = template_of(capability)
        for language in LANGUAGES:
            path = po_file(capability, language)
            where = path.relative_to(root).as_posix()
            existing = _read(path, language)
            catalogue = merged(template, existing, language)
            for message in catalogue:
                if message.id:
                    problems += [Problem(where, what) for what in _problems_of_message(message)]
            problems += [
                Problem(where, f"no longer in the code (run extract --drop-obsolete): {_forms(message.id)[0]!r}")
                for message in catalogue.obsolete.values()
            ]
            text = po_text(catalogue, language) if len(catalogue) or catalogue.obsolete else ""
            if text != (path.read_text(encoding="utf-8") if path.exists() else ""):
                problems.append(Problem(where, "not in line with the code (run extract)"))
    return problems


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("extract", "compile", "check"))
    parser.add_argument("capability", nargs="*", help="only these capabilities")
    parser.add_argument("--drop-obsolete", action="store_true", help="with extract: forget texts that left the code")
    chosen = parser.parse_args(arguments)
    package = Path(__file__).resolve().parent.parent / "src" / "reppu"
    if chosen.action == "extract":
        for path in extract(package, chosen.capability, drop_obsolete=chosen.drop_obsolete):
            print(path.relative_to(package.parent.parent).as_posix())
    elif chosen.action == "compile":
        print(f"{len(compile_catalogues(package, chosen.capability))} catalogues compiled")
    else:
        problems = check(package, chosen.capability)
        for problem in problems:
            print(problem)
        print(f"translations: {len(problems)} problems" if problems else "translations: complete")
        return 1 if problems else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
