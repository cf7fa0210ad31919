"""The documents: make the generated ones, and say what is wrong with any of them.

python tools/documents.py write    make docs/commands.md and docs/metrics.md from the program
python tools/documents.py check    exit 1 when a link leads nowhere, a generated page is out of date, a page is not
                                   in the index, or a file tells where it was written
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parent.parent

_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_INLINE_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_DECISION = re.compile(r"\d{4}-\d{2}-\d{2}-[a-z0-9-]+\.md")
# A path of somebody's machine. The first letters are apart so that this file is not found by itself.
_MACHINE_PATH = re.compile(
    r"(?<![\w.$}~/-])/(?:w" r"ork|r" r"oot|o" r"pt|U" r"sers|h" r"ome/\w+|t" r"mp/brief)/[\w.-]+"
)
_WORDS_ONLY = re.compile(r"[^\w\- ]")


def tracked_files(repository: Path) -> list[Path]:
    """What git keeps or is about to keep: no build output, nothing ignored."""
    command = ["git", "-C", str(repository), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    return sorted(repository / name for name in listed if name and (repository / name).is_file())


def _prose(text: str) -> str:
    return _INLINE_CODE.sub("", _FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """The anchors that a page's headings make, as GitHub and Forgejo write them."""
    found: set[str] = set()
    for heading in _HEADING.findall(_FENCE.sub("", text)):
        slug = _WORDS_ONLY.sub("", heading.replace("`", "").lower()).replace(" ", "-")
        number = 1
        unique = slug
        while unique in found:
            unique = f"{slug}-{number}"
            number += 1
        found.add(unique)
    return found


def problems_of_links(repository: Path, pages: Sequence[Path]) -> Iterator[str]:
    """Links between our own files that lead nowhere. Links to other sites are not followed: tests have no network."""
    for page in pages:
        name = page.relative_to(repository).as_posix()
        for target in _LINK.findall(_prose(page.read_text(encoding="utf-8"))):
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            path = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if not path.exists():
                yield f"{name}: the link to {target} leads nowhere"
            elif not path.is_relative_to(repository.resolve()):
                yield f"{name}: the link to {target} leads out of the repository"
            elif (
                parts.fragment
                and path.suffix == ".md"
                and parts.fragment not in anchors(path.read_text(encoding="utf-8"))
            ):
                yield f"{name}: {target} has no such heading"


def problems_of_index(repository: Path) -> Iterator[str]:
    """Pages in docs/ that its index does not name, and decision records without their three parts."""
    index = repository / "docs" / "README.md"
    linked = {(index.parent / target.split("#")[0]).resolve() for target in _LINK.findall(index.read_text("utf-8"))}
    for page in sorted((repository / "docs").rglob("*.md")):
        name = page.relative_to(repository).as_posix()
        if page != index and page.resolve() not in linked:
            yield f"docs/README.md: {name} is not in the index"
        if page.parent.name == "decisions":
            if not _DECISION.fullmatch(page.name):
                yield f"{name}: a decision is called <date>-<slug>.md"
            headings = _HEADING.findall(page.read_text(encoding="utf-8"))
            for part in ("Context", "Decision", "Consequences"):
                if part not in headings:
                    yield f"{name}: the part “{part}” is missing"


def registries() -> set[str]:
    """Hosts and folders from which this machine installs packages; none of our users has them."""
    settings = [value for name, value in os.environ.items() if re.match(r"(PIP|UV)_.*(INDEX|FIND_LINKS|PROXY)", name)]
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "config", "list"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    settings += [line for line in listed.stdout.splitlines() if "index" in line or "find-links" in line]
    found = set()
    for place in re.findall(r"[a-z+]+://[^\s'\",]+|(?<![\w:/])/[\w./-]+", "\n".join(settings)):
        parts = urlsplit(place)
        found.add(parts.hostname or "/".join(parts.path.split("/")[:3]))
    return found - {"localhost", "127.0.0.1", ""}


def problems_of_places(repository: Path, files: Sequence[Path], places: set[str]) -> Iterator[str]:
    """Files that tell on which machine they were written or where its packages came from."""
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a fixture of bytes
        name = file.relative_to(repository).as_posix()
        for line_no, line in enumerate(text.splitlines(), start=1):
            found = _MACHINE_PATH.search(line)
            if found:
                yield f"{name} line {line_no}: {found.group()} exists on one machine only"
            for place in places:
                if place in line:
                    yield f"{name} line {line_no}: names the package registry of one machine"


# Every environment variable that the program reads; a test looks for others in the code.
ENVIRONMENT = {
    "REPPU_HOME": "Folder of all Reppu's data, where `--home` is not given. Default: where the system keeps a program's data.",
    "REPPU_LANGUAGE": "fi, sv or en. Default: the language of the terminal, else English.",
    "REPPU_ENGINE": "duckdb (default); spark, for Apache Spark within the process; or spark://host:port, for a cluster."
    " Spark needs the extra `reppu[spark]` and Java 17.",
    "REPPU_MEMORY_MB": "How many megabytes DuckDB may use. Default: a quarter of the machine's memory, 2,048 at most.",
    "REPPU_ADDRESS": "What the site's address begins with, such as https://reppu.example; with https, cookies are secure and HSTS is sent.",
    "REPPU_HOSTS": "The host names under which the site answers, with commas between them. Default: this machine's own.",
    "REPPU_MAIL_SERVER": "The server that sends mail (invitations, forgotten passwords): smtp://user:password@mail.example:587 with STARTTLS, or"
    " smtps:// for TLS from the first byte. Without it no mail is sent, and links are handed over by people.",
    "REPPU_MAIL_FROM": "The sender of mail, such as reppu@example.org.",
    "REPPU_OIDC_ISSUER": "Single sign-on by OpenID Connect: the issuer's address. Members and invited people sign in with the address it has verified;"
    " it must send people back to /account/oidc/sso/login/callback/.",
    "REPPU_OIDC_CLIENT_ID": "The client's id at the issuer.",
    "REPPU_OIDC_CLIENT_SECRET": "The client's secret at the issuer.",
    "REPPU_OIDC_NAME": "What the button for single sign-on calls it. Default: OpenID Connect.",
    "REPPU_LOG": "json, for a log of one JSON object a line. Default: lines for people.",
    "REPPU_GRACE_SECONDS": "How long running jobs may go on after the site was told to stop. Default: 8.",
    "REPPU_SECRET_KEY": "The site's secret. Default: one made on the first start and kept under the home with mode 600.",
}


def commands_page() -> str:
    """docs/commands.md: every command with its arguments and options, as the program itself explains them."""
    os.environ["REPPU_LANGUAGE"] = "en"
    import typer.main

    from reppu.cli.main import build_app

    lines = [
        "# Commands",
        "",
        "Made from the program by `make docs`; `reppu COMMAND --help` says the same in the language of your terminal"
        " (or of `REPPU_LANGUAGE`: fi, sv or en).",
        "",
        "Exit codes: 0 done, 1 something was refused or is wrong, 2 wrong arguments, 130 stopped by Ctrl-C."
        " Scripts may rely on commands, options, exit codes and the shape of `--json`.",
    ]
    for words, command in _leaves(typer.main.get_command(build_app()), ("reppu",)):
        lines += ["", f"## {' '.join(words)}", "", _one_line(command.help), ""]
        lines += [line for parameter in command.params for line in _parameter(parameter)]
    lines += ["", "## Environment variables", "", *(f"- `{name}`: {help_}" for name, help_ in ENVIRONMENT.items())]
    return "\n".join(lines).rstrip() + "\n"


def _leaves(command: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    inner = getattr(command, "commands", None)
    if len(words) > 1 and (not inner or getattr(command, "invoke_without_command", False)):
        yield words, command
    for name, child in (inner or {}).items():
        if not child.hidden:
            yield from _leaves(child, (*words, name))


def _parameter(parameter: Any) -> Iterator[str]:
    if parameter.name == "help" or getattr(parameter, "hidden", False):
        return
    is_option = parameter.param_type_name == "option"
    written = ", ".join([*parameter.opts, *parameter.secondary_opts]) if is_option else parameter.name.upper()
    note = " Required." if is_option and parameter.required else ""
    default = parameter.default
    if is_option and isinstance(default, (str, int, float, Path)) and not isinstance(default, bool) and default != "":
        note += f" Default: {default}."
    yield f"- `{written}`: {_one_line(getattr(parameter, 'help', None))}{note}"


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def metrics_page() -> str:
    """docs/metrics.md: the definitions with their examples, printed by the metrics themselves."""
    command = [sys.executable, "-m", "reppu.metrics.page"]
    environment = {**os.environ, "REPPU_LANGUAGE": "en", "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(command, capture_output=True, check=True, env=environment)
    return ran.stdout.decode("utf-8")


GENERATED = {"docs/commands.md": commands_page, "docs/metrics.md": metrics_page}


def problems_of_generated(repository: Path) -> Iterator[str]:
    """Generated pages that are not what the program would write now."""
    for name, make in GENERATED.items():
        page = repository / name
        if not page.exists():
            yield f"{name}: is not there (run make docs)"
        elif page.read_text(encoding="utf-8") != make():
            yield f"{name}: is out of date (run make docs)"


def check(repository: Path = REPOSITORY) -> list[str]:
    """Everything that is wrong with the documents."""
    files = tracked_files(repository)
    pages = [file for file in files if file.suffix == ".md"]
    return [
        *problems_of_links(repository, pages),
        *problems_of_index(repository),
        *problems_of_places(repository, files, registries()),
        *problems_of_generated(repository),
    ]


def write(repository: Path = REPOSITORY) -> None:
    """Make the generated pages anew."""
    for name, make in GENERATED.items():
        (repository / name).write_text(make(), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("write", "check"))
    if parser.parse_args(arguments).action == "write":
        write()
        return 0
    problems = check()
    for problem in problems:
        print(problem)
    print(f"documents: {len(problems)} problems" if problems else "documents: in order")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
