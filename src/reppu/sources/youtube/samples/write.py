"""Writes the made-up files of this folder: `python -m reppu.sources.youtube.samples.write`.

Nothing in them is anybody's: the channel, its videos and their ids are invented. Their bytes have the shapes of real
exports. What must be read from each stands in expected.json, written by hand and not by the program that is tested.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

_ZIP = "2026-01-01_2026-03-31 Esimerkki TV"
# A video of the period, one that begins with - (YouTube writes a space before it), an old one, and a private one
PIPES, SPRING, OLD, PRIVATE = "pUtk1st0t_0", " -kevat2026A", "vanHa-2o24x", "yks1tyinenX"

_EN = (
    "Content,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers,Estimated revenue (EUR),"
    "Average view duration,Impressions,Impressions click-through rate (%)"
)
_ROWS = [
    ["Total", "", "", "", "7412", "310.5521", "31", "12.340", "0:02:31", "60110", "5.12"],
    [PIPES, "Putkistot talvella", "Jan 15, 2026", "312", "4012", "201.25", "25", "8.120", "0:03:00", "31000", "6.27"],
    [SPRING, "Kevät, sanoi hän: \"vesi\"", "Mar 3, 2026", "45", "1300", "20.5", "8", "2", "0:00:56", "9100", "10.06"],
    [OLD, "Näin vesi puhdistetaan", "Sep 2, 2024", "640", "2090", "88.8021", "-2", "2.220", "1:02:33", "20000", "2.5"],
    [PRIVATE, "", "", "88", "10", "0", "0", "0", "", "10", ""],
]  # fmt: skip
_DE = (
    "Video,Videotitel,Veröffentlichungszeitpunkt des Videos,Aufrufe,Wiedergabezeit (Stunden),Abonnenten,Impressionen,"
    "Klickrate der Impressionen (%)"
)
_PT = (
    "Conteúdo,Título do vídeo,Horário de publicação do vídeo,Visualizações,Tempo de exibição (horas),Inscritos,"
    "Receita estimada (USD),Impressões,Taxa de cliques de impressões (%)"
)
_SV = (
    "Innehåll,Videotitel,Publiceringstid för video,Längd,Visningar,Visningstid (timmar),Prenumeranter,Exponeringar,"
    "Klickfrekvens för exponeringar (%)"
)
_FOOTER = "Die 500 besten Ergebnisse werden angezeigt"


def soft(text: str) -> str:
    """With a soft hyphen after every second letter of long words, as German exports have them."""
    return re.sub(r"[^\W\d_]{5,}", lambda word: "\u00ad".join(re.findall(r"..?", word.group())), text)


def table(header: str, rows: list[list[str]]) -> bytes:
    """UTF-8 without a byte order mark, commas, LF."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header.split(","), *rows])
    return out.getvalue().encode()


def _picked(columns: list[int], total: str = "Total") -> list[list[str]]:
    rows = [[row[column] for column in columns] for row in _ROWS]
    rows[0][0] = total
    return rows


def files() -> dict[str, bytes]:
    """Name → bytes."""
    de = _picked([0, 1, 2, 4, 5, 6, 9, 10], soft("Gesamt"))
    days = [("2026-01-01", 120), ("2026-01-02", 0), ("2026-03-31", 77)]
    chart = [[day, video, title, published, views]
             for video, title, published in ((PIPES, "Putkistot talvella", "Jan 15, 2026"), (OLD, "Näin vesi", "Sep 2, 2024"))
             for day, views in (("2026-01-15", "812"), ("2026-01-16", "0"), ("2026-01-17", "51"))]  # fmt: skip
    return {
        f"Content {_ZIP} - Table data.csv": table(_EN, _ROWS),
        "Tabellendaten 2026-01-01_2026-03-31.csv": table(soft(_DE), [*de, [soft(_FOOTER)]]),
        "Dados da tabela 2026-01-01_2026-03-31.csv": table(_PT, _picked([0, 1, 2, 4, 5, 6, 7, 9, 10])[1:]),
        "Tabelldata 2026-01-01_2026-03-31.csv": table(_SV, _picked([0, 1, 2, 3, 4, 5, 6, 9, 10], "Totalt")),
        "Table data.csv": table(_EN, _ROWS),
        "Table data 2026-01-01_2026-02-28.csv": table(_EN, _ROWS[1:]),
        "Chart data.csv": table("Date,Content,Video title,Video publish time,Views", chart),
        "Diagrammdaten.csv": table(soft("Datum,Video,Videotitel,Veröffentlichungszeitpunkt des Videos,Aufrufe"), chart),
        "Totals.csv": table("Date,Views", [[day, str(views)] for day, views in days]),
        "Gesamtwerte.csv": table(soft("Datum,Aufrufe"), [[day, str(views)] for day, views in days]),
        "Date 2026-01-01_2026-03-31 Esimerkki TV.csv": table(
            "Date,Views,Watch time (hours),Average view duration,Subscribers gained,Subscribers lost",
            [["Total", "197", "9.5", "0:02:53", "4", "1"], *[[day, str(v), "4.75", "0:02:53", "2", "0"] for day, v in days]],
        ),
        f"Geography {_ZIP} - Table data.csv": table(
            "Geography,Views,Average view duration,Watch time (hours)",
            [["Total", "7412", "0:02:31", "310.5521"], ["FI", "7001", "0:02:35", "301.4903"], ["SE", "390", "0:01:20", "8.6666"]],
        ),
        "Dados da tabela.csv": table(
            "Idade do espectador,Visualizações (%)", [["18 a 24 anos", "35.13"], ["25 a 34 anos", "64.87"]]
        ),
        f"Viewer age {_ZIP} - Table data.csv": table(
            "Viewer age,Viewer gender,Views (%),Watch time (hours) (%)",
            [["25–34 years", "Female", "40.5", "41"], ["65+ years", "Male", "9.2", "12.04"], ["35–44 years", "User-specified", "", ""]],
        ),
        "Traffic source - Chart data.csv": table(
            "Date,Traffic source,Views",
            [["2026-01-01", "YouTube search", "33"], ["2026-01-01", "Suggested videos", "6"], ["2026-01-02", "YouTube search", "0"]],
        ),
    }  # fmt: skip


def write(folder: Path) -> None:
    """All files into `folder`."""
    for name, content in files().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    write(Path(__file__).parent)
