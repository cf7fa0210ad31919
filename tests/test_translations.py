from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from tools import translations

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "reppu"
CODE = """
from reppu.vocabulary.language import _, _n
FIRST = _("{posts} posts in {channel}", posts=3, channel="X")
SECOND = _n("{n} post", "{n} posts", 3)
THIRD = _("100 % sure" " of it")
"""


def write(package: Path, code: str = CODE) -> None:
    capability = package / "goals"
    capability.mkdir(parents=True, exist_ok=True)
    (capability / "__init__.py").write_text("")
    (capability / "facade.py").write_text(code)


def translate(package: Path, pairs: dict[str, str]) -> None:
    for language in translations.LANGUAGES:
        path = translations.po_file(package / "goals", language)
        text = path.read_text(encoding="utf-8")
        for old, new in pairs.items():
            assert old in text, f"{old!r} is not in\n{text}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def package(tmp_path):
    """A package with one capability, whose texts are all translated."""
    package = tmp_path / "src" / "reppu"
    write(package)
    translations.extract(package)
    translate(
        package,
        {
            'channel}"\nmsgstr ""': 'channel}"\nmsgstr "{channel}: {posts} julkaisua"',
            'msgstr[0] ""\nmsgstr[1] ""': 'msgstr[0] "yksi julkaisu"\nmsgstr[1] "{n} julkaisua"',
            'of it"\nmsgstr ""': 'of it"\nmsgstr "100 % varma siitä"',
        },
    )
    return package


def problems(package: Path) -> str:
    return "\n".join(str(problem) for problem in translations.check(package))


def test_every_text_of_reppu_is_finnish_and_swedish():
    found = problems(PACKAGE)
    assert not found, found


def test_a_complete_catalogue_has_no_problem_and_extraction_leaves_it_alone(package):
    assert problems(package) == ""
    before = translations.po_file(package / "goals", "fi").read_bytes()
    assert translations.extract(package) == []
    assert translations.po_file(package / "goals", "fi").read_bytes() == before


def test_catalogues_hold_no_date_no_line_number_and_no_program(package):
    text = translations.po_file(package / "goals", "sv").read_text(encoding="utf-8")
    assert "Date" not in text and "Generated" not in text and "Babel" not in text
    assert "#: reppu/goals/facade.py\n" in text
    assert "python-format" not in text
    write(package, "\n\n\n" + CODE)
    assert translations.extract(package) == []


def test_what_is_compiled_is_what_gettext_reads(package):
    made = translations.compile_catalogues(package)
    assert len(made) == 2
    with made[0].open("rb") as stream:
        catalogue = gettext.GNUTranslations(stream)
    assert catalogue.gettext("100 % sure of it") == "100 % varma siitä"
    assert catalogue.ngettext("{n} post", "{n} posts", 1) == "yksi julkaisu"
    assert catalogue.ngettext("{n} post", "{n} posts", 5) == "{n} julkaisua"
    first = made[0].read_bytes()
    made[0].unlink()
    translations.compile_catalogues(package)
    assert made[0].read_bytes() == first, "equal sources must give equal bytes"


def test_a_new_text_is_missed_until_it_is_extracted_and_translated(package):
    write(package, CODE + 'FOURTH = _("New")\n')
    assert "not in line with the code" in problems(package)
    translations.extract(package)
    assert problems(package).count("not translated: 'New'") == 2
    assert "not in line" not in problems(package)


def test_a_half_translated_plural_is_not_translated(package):
    translate(package, {'msgstr[1] "{n} julkaisua"': 'msgstr[1] ""'})
    assert "not translated: '{n} post'" in problems(package)


def test_an_unsure_translation_is_named(package):
    translate(package, {'msgid "100': '#, fuzzy\nmsgid "100'})
    translations.extract(package)
    assert problems(package).count("fuzzy: '100 % sure of it'") == 2


def test_a_text_that_left_the_code_is_kept_named_and_comes_back(package):
    before = translations.po_file(package / "goals", "fi").read_bytes()
    write(package, CODE.replace("100 % sure", "Hardly sure"))
    translations.extract(package)
    assert "no longer in the code (run extract --drop-obsolete): '100 % sure of it'" in problems(package)
    write(package)
    translations.extract(package)
    assert translations.po_file(package / "goals", "fi").read_bytes() == before
    write(package, CODE.replace("100 % sure", "Hardly sure"))
    translations.extract(package, drop_obsolete=True)
    assert "100 %" not in translations.po_file(package / "goals", "fi").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{channel}: {posts} julkaisua", "{kanava}: {posts} julkaisua"),
        ("{channel}: {posts} julkaisua", "{posts} julkaisua"),
        ("{channel}: {posts} julkaisua", "{channel}: {posts} {extra} julkaisua"),
        ("{channel}: {posts} julkaisua", "{channel: {posts} julkaisua"),
        ("{channel}: {posts} julkaisua", "{channel}: {posts:.1f} julkaisua"),
        ("{n} julkaisua", "{m} julkaisua"),
    ],
)
def test_placeholders_of_a_translation_are_those_of_the_text(package, old, new):
    translate(package, {old: new})
    assert "placeholders" in problems(package) or "braces that cannot be filled" in problems(package)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('_(f"{x} posts")', "must be written out in quotes"),
        ("_(text)", "must be written out in quotes"),
        ('_("{posts} posts", post=3)', "nothing fills ['posts']"),
        ('_n("{n} of {all}", "{n} of {all}", 3)', "nothing fills ['all']"),
    ],
)
def test_a_call_that_cannot_be_translated_is_named_with_its_line(package, line, complaint):
    write(package, CODE + line + "\n")
    assert complaint in problems(package)
    assert "src/reppu/goals/facade.py: line 6" in problems(package)


def test_an_unknown_capability_is_refused_with_the_known_ones(package):
    with pytest.raises(SystemExit, match="no capability called goal; there are: goals"):
        translations.check(package, ["goal"])
