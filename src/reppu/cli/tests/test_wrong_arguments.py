"""Wrong arguments, closed pipes and folders that cannot be written, as a person at a terminal meets them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from reppu.vocabulary.language import LANGUAGES

WRONG = {
    ("metrics", "--sinse", "2026-01-01"): {
        "en": "There is no option --sinse. Did you mean",
        "fi": "Valintaa --sinse ei ole. Tarkoititko",
        "sv": "Det finns ingen flagga --sinse. Menade du",
    },
    ("metrics", "posts", "--since"): {
        "en": "--since needs a value after it.",
        "fi": "Valinta --since tarvitsee arvon.",
        "sv": "--since behöver ett värde.",
    },
    ("metrics", "--json=1"): {
        "en": "--json takes no value.",
        "fi": "Valinta --json ei ota arvoa.",
        "sv": "--json tar inget värde.",
    },
    ("inmport", "a.csv"): {
        "en": "There is no command inmport. Did you mean import",
        "fi": "Komentoa inmport ei ole. Tarkoititko: import",
        "sv": "Det finns inget kommando inmport. Menade du import",
    },
    ("channels", "nada"): {"en": "There is no command nada.", "fi": "Komentoa nada ei ole.", "sv": "kommando nada."},
    ("import",): {"en": "PATHS is missing.", "fi": "PATHS puuttuu.", "sv": "PATHS saknas."},
    ("withdraw", "abc"): {
        "en": "expected a whole number",
        "fi": "odotettiin kokonaislukua",
        "sv": "väntade ett heltal",
    },
    ("withdraw", "1", "2"): {
        "en": "More was given than the command takes: 2",
        "fi": "Annoit enemmän kuin komento ottaa vastaan: 2",
        "sv": "Mer angavs än kommandot tar emot: 2",
    },
    ("inputs", "add", "--kind", "staff", "--month", "2026-03", "--hours", "1,5"): {
        "en": "--hours: expected a number, with a point and not a comma",
        "fi": "--hours: odotettiin lukua, jossa desimaalierottimena on piste",
        "sv": "--hours: väntade ett tal, med punkt",
    },
}
# What typer would say itself
ENGLISH = ("Usage:", "Try '", "Error:", "No such", "Missing", "Invalid", "requires", "Did you mean", "Got unexpected")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("arguments", list(WRONG), ids=" ".join)
def test_wrong_arguments_are_told_in_the_reader_s_language_and_end_with_2(reppu, monkeypatch, arguments, language):
    monkeypatch.setenv("REPPU_LANGUAGE", language)
    ran = reppu(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert WRONG[arguments][language] in ran.err
    if language != "en":
        assert not [word for word in ENGLISH if word in ran.err]


@pytest.mark.parametrize(("language", "words"), [("fi", ("Valinnat", "Argumentit")), ("sv", ("Flaggor", "Argument"))])
def test_help_has_its_headings_in_the_reader_s_language(reppu, monkeypatch, language, words):
    monkeypatch.setenv("REPPU_LANGUAGE", language)
    shown = reppu("settings", "--help").out
    assert all(f"{word}:" in shown for word in words)
    assert "Options" not in shown


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_path_is_refused_and_not_taken_for_this_folder(reppu, tmp_path, monkeypatch, empty):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.csv").write_text("channel,date,followers\nx-vesi,2026-08-01,100\n", encoding="utf-8")
    for arguments in (("import", empty), ("import", "f.csv", empty), ("status", "--home", empty)):
        ran = reppu(*arguments)
        assert ran.code == 2
        assert "perhaps a variable of the shell is not set" in ran.err
    assert reppu("status", "--json").document()["channels"] == []
    assert [path.name for path in tmp_path.iterdir()] == ["f.csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes of this kind")
@pytest.mark.parametrize("arguments", [("metrics",), ("metrics", "--json"), ("journal", "--help")], ids=" ".join)
def test_a_reader_that_has_seen_enough_is_no_error(arguments):
    with subprocess.Popen(
        [sys.executable, "-m", "reppu", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.close()  # as `head` does, only sooner
        said = process.stderr.read() if process.stderr is not None else ""
        assert process.wait(60) == 0
    assert said == ""


def test_status_fits_a_narrow_terminal_without_losing_a_word(reppu, tmp_path, monkeypatch):
    from reppu.cli import showing

    (tmp_path / "f.csv").write_text("channel,date,followers\nx-vesi,2026-08-01,100\n", encoding="utf-8")
    reppu("import", tmp_path / "f.csv")
    monkeypatch.setattr(showing.console, "width", 60)
    lines = reppu("status").out.splitlines()
    assert "vesi (x-vesi)" in lines
    assert "  Days covered: 1 Aug 2026 – 1 Aug 2026" in lines
    assert all(len(line) <= 60 for line in lines if not line.startswith("•"))


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that every account of the machine may enter, which pytest's own may not be."""
    folder = Path(tempfile.mkdtemp(prefix="reppu-test-"))
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_a_home_that_cannot_be_written_or_entered_is_named_whatever_the_command(open_to_all):
    # No folder stops root, so its rights are dropped, after everything that the commands need has been loaded.
    (open_to_all / "f.csv").write_text("channel,date,followers\nx-vesi,2026-08-01,100\n", encoding="utf-8")
    code = textwrap.dedent("""
        import os, sys
        from pathlib import Path
        from reppu.cli.main import main

        folder = Path(sys.argv[1])
        COMMANDS = ["status", "metrics followers", "journal", "doctor", "inputs list", "followers add x-vesi 2026-08-01 5"]
        COMMANDS.append(f"import {folder}/f.csv")

        def run(command, home):
            try:
                main([*command.split(), "--home", str(home)])
            except SystemExit as ended:
                return ended.code

        empty, written, closed = folder / "empty", folder / "written", folder / "closed"
        for home in (written, folder / "loaded"):
            run(COMMANDS[-1], home)
        for command in COMMANDS:
            run(command, folder / "loaded")
        (closed / "organisations").mkdir(parents=True)
        empty.mkdir()
        for path in (empty, written, *written.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        closed.chmod(0)
        if os.geteuid() == 0:
            os.setegid(65534)
            os.seteuid(65534)
        print("=====", file=sys.stderr)
        for home in (empty, written, closed):
            for command in COMMANDS:
                print(f"{home.name}: {run(command, home)}", file=sys.stderr)
    """)
    ran = subprocess.run(
        [sys.executable, "-c", code, str(open_to_all)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "REPPU_LANGUAGE": "en"},
        timeout=120,
        check=False,
    )
    said = ran.stderr.partition("=====\n")[2].splitlines()
    assert said[1::2] == [f"{home}: 1" for home in ("empty", "written", "closed") for _command in range(7)], ran.stderr
    assert all("The folder cannot be written to. Nothing was changed." in line for line in said[:28:2])
    assert all("The folder cannot be opened: the system does not allow it." in line for line in said[28::2])
