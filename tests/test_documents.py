from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import documents

REPOSITORY = documents.REPOSITORY


def test_every_link_in_the_documents_leads_somewhere():
    pages = [file for file in documents.tracked_files(REPOSITORY) if file.suffix == ".md"]
    assert REPOSITORY / "README.md" in pages
    found = list(documents.problems_of_links(REPOSITORY, pages))
    assert not found, "\n".join(found)


def test_every_page_is_in_the_index_and_every_decision_has_its_parts():
    found = list(documents.problems_of_index(REPOSITORY))
    assert not found, "\n".join(found)


def test_no_file_tells_on_which_machine_it_was_written():
    files = documents.tracked_files(REPOSITORY)
    found = list(documents.problems_of_places(REPOSITORY, files, documents.registries()))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", sorted(documents.GENERATED))
def test_pages_made_from_the_program_are_up_to_date(page):
    assert (REPOSITORY / page).is_file(), "run make docs"
    assert (REPOSITORY / page).read_text(encoding="utf-8") == documents.GENERATED[page](), "run make docs"


def test_every_environment_variable_that_is_read_is_documented():
    package = REPOSITORY / "src" / "reppu"
    read = {
        name
        for source in package.rglob("*.py")
        if "tests" not in source.relative_to(package).parts
        for name in re.findall(r"\bREPPU_[A-Z]+(?:_[A-Z]+)*\b", source.read_text(encoding="utf-8"))
    }
    assert read == set(documents.ENVIRONMENT)


def written(folder: Path, **pages: str) -> list[Path]:
    files = []
    for name, text in pages.items():
        path = folder / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        files.append(path)
    return files


@pytest.mark.parametrize(
    ("link", "complaint"),
    [
        ("[a](b.md)", None),
        ("[a](b.md#first-steps)", None),
        ("[a](#here-and-now)", None),
        ("[a](https://example.org/nowhere)", None),
        ("`[a](c.md)`", None),
        ("```\n[a](c.md)\n```", None),
        ("[a](c.md)", "leads nowhere"),
        ("![a](picture.png)", "leads nowhere"),
        ("[a](b.md#second-steps)", "has no such heading"),
        ("[a](../../outside)", "leads nowhere"),
        ("[a](..)", "leads out of the repository"),
    ],
)
def test_a_broken_link_is_named(tmp_path, link, complaint):
    files = written(tmp_path, a=f"# Here, and now\n\n{link}\n", b="# `First` steps\n")
    found = list(documents.problems_of_links(tmp_path, files))
    assert [complaint in problem for problem in found] == ([] if complaint is None else [True]), found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("see /w" "ork/main/x", True),
        ("'/h" "ome/maija/reppu'", True),
        ("from https://packages.example.org/simple", True),
        ("$HOME/work/x and ~/work/y and docs/root/x", False),
        ("https://example.org/work/paper", False),
    ],
)  # fmt: skip
def test_a_place_on_one_machine_is_told(tmp_path, text, told):
    found = list(documents.problems_of_places(tmp_path, written(tmp_path, a=text), {"packages.example.org"}))
    assert bool(found) is told, found
