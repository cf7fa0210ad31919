"""The forecasts that come with Reppu, fitted again from folders of public data, and how they do on items kept apart.

python tools/fit_forecasts.py DATA            print the scores of docs/surprise.md
python tools/fit_forecasts.py DATA --write    fit on everything and write src/reppu/surprise/fitted/*.json

DATA holds news_popularity/Facebook_Palestine.csv and cascades/RT/RT*.txt. Only parameters are written, no item.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import numpy as np

from reppu.surprise.forecasts.growth import Curve, GrowthModel, Recipe, fit_growth

FITTED = Path(__file__).resolve().parent.parent / "src" / "reppu" / "surprise" / "fitted"
SLICE, HOUR, DAY = 1200, 3600, 86_400
NEWS_HORIZON, CASCADE_HORIZON = 2 * DAY, 7 * DAY
# Chosen by cross-validation on the items whose number is even; the table in docs/surprise.md is of the others.
NEWS_FEATURES = (
    "one", "size", "size_squared", "last_10", "last_25", "last_50", "last_75", "first", "late",
    "share_25", "share_25_by_size", "share_50", "share_50_by_size", "still_counting",
)  # fmt: skip
NEWS_SLICES = (1, 2, 3, 6, 9, 12, 18, 24, 36, 48, 72, 108)
NEWS = {float(slices * SLICE): Recipe(NEWS_FEATURES, 0.27, 0.03, 0.78) for slices in NEWS_SLICES}
# Chosen by leaving out one of all fifty in turn: there are too few to keep some apart.
POOLED = (0.8, 1.0, 1.25)
EARLY = Recipe(("one", "pace", "log_now"), 0.4, 0.1, 0.9, POOLED)
LATE = Recipe(("one", "pace", "acceleration", "followers"), 0.4, 0.1, 0.9, POOLED)
LATE_PLAIN = Recipe(("one", "pace", "acceleration"), 0.4, 0.1, 0.9, POOLED)
EARLY_MINUTES, LATE_HOURS = (5, 10, 20, 30, 60, 120, 180), (4, 6, 9, 12, 24, 48)
NEWS_REPORTED, CASCADES_REPORTED = (1, 2, 6, 12, 24), (1 / 6, 1, 2, 6, 12)


def cascade_recipes(late: Recipe) -> dict[float, Recipe]:
    """Early the size so far tells most, later the pace."""
    return {
        **{60.0 * minutes: EARLY for minutes in EARLY_MINUTES},
        **{float(HOUR * hours): late for hours in LATE_HOURS},
    }


def news(data: Path) -> list[Curve]:
    """The items, in the file's order; a slice of -1 was not collected."""
    found = []
    with (data / "news_popularity" / "Facebook_Palestine.csv").open(encoding="utf-8") as file:
        for row in csv.reader(file):
            if not row[0].isdigit():
                continue
            counts = np.array([float(cell) for cell in row[1:]], dtype=np.float64)
            known = counts >= 0
            if known.any():
                found.append(Curve(np.array((np.flatnonzero(known) + 1) * SLICE, dtype=np.float64), counts[known]))
    return found


def cascades(data: Path) -> list[Curve]:
    """The retweets of each file; the first event is the tweet itself."""
    found = []
    for path in sorted((data / "cascades" / "RT").glob("RT*.txt"), key=lambda one: int(one.stem[2:])):
        rows = np.array(
            [[float(cell) for cell in line.split()] for line in path.read_text("utf-8").splitlines()[1:] if line]
        )
        found.append(Curve(rows[:, 0], np.arange(len(rows), dtype=float), np.cumsum(rows[:, 1])))
    return found


def judge(model: GrowthModel, items: list[Curve], hours: float) -> tuple[int, float, float, float, float]:
    """Items, median relative error of no growth and of the model, coverage and median width of the band."""
    rows = []
    for item in items:
        now, final = item.count_at(hours * HOUR), item.count_at(model.horizon_seconds)
        if not now or final is None:
            continue
        one = model.forecast(item, hours * HOUR)
        low, high = round(one.low), round(one.high)
        rows.append((1 - now / final, abs(round(one.forecast) / final - 1), low <= final <= high, high / max(low, 1)))
    none, error, inside, width = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return len(rows), float(np.median(none)), float(np.median(error)), float(inside.mean()), float(np.median(width))


def show(hours: float, judged: tuple[int, float, float, float, float]) -> None:
    n, none, error, covered, width = judged
    print(f"| {hours:.3g} h | {n} | {none:.3f} | {error:.3f} | {covered:.1%} | × {width:.1f} |")


def report(data: Path) -> None:
    """The tables of docs/surprise.md."""
    items = news(data)
    model = fit_growth(items[::2], name="news", horizon_seconds=NEWS_HORIZON, recipes=NEWS)
    print("news shares, fitted on every second item, judged on the others\n")
    print("| seen | items | no growth | Reppu | 80 % band covers | median width |\n|---|---|---|---|---|---|")
    for hours in NEWS_REPORTED:
        show(hours, judge(model, items[1::2], hours))
    everything = cascades(data)
    print("\ncascades, each forecast by a fit to the others in ten parts\n")
    print("| seen | items | no growth | Reppu | 80 % band covers | median width |\n|---|---|---|---|---|---|")
    for late in (LATE, LATE_PLAIN):
        for age in CASCADES_REPORTED:
            rows: list[tuple[float, float, bool, float]] = []
            for part in range(10):
                train = [item for index, item in enumerate(everything) if index % 10 != part]
                ages = {
                    seconds: recipe
                    for seconds, recipe in cascade_recipes(late).items()
                    if abs(seconds - age * HOUR) < 1
                }
                fitted = fit_growth(train, name="", horizon_seconds=CASCADE_HORIZON, recipes=ages)
                for item in everything[part::10]:
                    one, final = fitted.forecast(item, age * HOUR), float(item.counts[-1])
                    rows.append(
                        (
                            1 - one.now / final,
                            abs(one.forecast / final - 1),
                            one.low <= final <= one.high,
                            one.high / one.low,
                        )
                    )
            columns = np.array(rows, dtype=float)
            show(age, (len(rows), *np.median(columns[:, :2], axis=0), columns[:, 2].mean(), np.median(columns[:, 3])))


def write(data: Path) -> None:
    """The parameters that come with Reppu."""
    FITTED.mkdir(exist_ok=True)
    items, retweets = news(data), cascades(data)
    moniz = "Shares of 7,522 news items on Facebook about Palestine, 2015-11 to 2016-07 (Moniz & Torgo 2018, arXiv:1801.07055, CC BY 4.0)."
    kobayashi = "50 retweet cascades of over 2,000, 2011-10 (Zhao et al. 2015, doi:10.1145/2783258.2783401; Kobayashi & Lambiotte 2016, MIT)."
    how = " Parameters fitted by tools/fit_forecasts.py on 2026-11-24; no item is kept."
    models = {
        "news_shares": fit_growth(
            items, name="news_shares", horizon_seconds=NEWS_HORIZON, recipes=NEWS, source=moniz + how
        ),
        "retweets_with_followers": fit_growth(
            retweets,
            name="retweets_with_followers",
            horizon_seconds=CASCADE_HORIZON,
            recipes=cascade_recipes(LATE),
            source=kobayashi + how,
        ),
        "retweets": fit_growth(
            retweets,
            name="retweets",
            horizon_seconds=CASCADE_HORIZON,
            recipes=cascade_recipes(LATE_PLAIN),
            source=kobayashi + how,
        ),
    }
    for name, model in models.items():
        path = FITTED / f"{name}.json"
        path.write_text(json.dumps(model.to_json(), indent=1) + "\n", encoding="utf-8")
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="fit on everything and write the parameters")
    given = parser.parse_args()
    if given.write:
        write(given.data)
    else:
        report(given.data)
