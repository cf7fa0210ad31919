"""The definitions page: `python -m reppu.metrics.page` prints docs/metrics.md. A test keeps the committed page current."""

from __future__ import annotations

import sys

from reppu.metrics.definitions import DEFINITIONS, Definition
from reppu.metrics.examples import EXAMPLES, Answer, Day, Example, Import, Post, PutIn, Step
from reppu.metrics.maths.coverage import COUNTS, LOG_SDS, RUNS, SEED, SIZES, coverage_map
from reppu.metrics.rosetta import CHANGES, KEPT_AS_FACT, MEASURES, WITHOUT_POSTS

_LANGUAGES = (("Finnish", "fi"), ("Swedish", "sv"))


def definitions_page() -> str:
    """The whole page as Markdown, in English, with titles in all three languages."""
    parts = [
        "# Metrics",
        "Made by `python -m reppu.metrics.page` from the definitions and from the examples that the tests run on every"
        " engine. Do not edit.",
        "Two bases, never mixed in one series: *published* is posts published in the period with their lifetime numbers"
        " at the day of the export; *activity* is what happened in the period. Missing, zero and not offered are three"
        " different answers.",
        'Whoever wants another metric makes it of these: `reppu metrics define NAME "1000 * likes / impressions"`. Units'
        " and basis are checked; a total over a total of the same posts has the interval of a rate, estimates are combined"
        " so that the interval is never too narrow, and anything else is `observed`.",
        "Comparisons (`reppu compare`) say higher, lower or *cannot tell*, with the interval of the difference and about how"
        " many more posts or weeks would tell. Those that stand together are corrected for being many (Holm 1979): each"
        " interval is widened, so that the chance of any false verdict on the page is 10 % at most.",
        "| name | English | Finnish | Swedish | unit | basis | level | version |",
    ]
    table = ["|---|---|---|---|---|---|---|---|"]
    for one in DEFINITIONS:
        titles = [one.title.in_language(language) for language in ("en", "fi", "sv")]
        table.append(
            f"| [`{one.name}`](#{one.name}) | {' | '.join(titles)} | {one.unit} | {one.basis} | {one.level} | {one.version} |"
        )
    parts[-1] += "\n" + "\n".join(table)
    parts += [_definition(one) for one in DEFINITIONS]
    parts.append(_measures())
    parts.append(coverage_section())
    return "\n\n".join(parts) + "\n"


def _definition(one: Definition) -> str:
    lines = [
        f"## {one.name}",
        f"**{one.title.in_language('en')}.** {one.definition.in_language('en')}",
        f"- Formula: {one.formula}\n- Platforms: {', '.join(one.platforms)}\n- Source: {one.source}\n"
        f"- Version {one.version}, hash `{one.hash}`",
    ]
    lines += [
        f"*{name}: {one.title.in_language(code)}.* {one.definition.in_language(code)}" for name, code in _LANGUAGES
    ]
    lines += [_example(example) for example in EXAMPLES if example.metric == one.name]
    return "\n\n".join(lines)


def _example(example: Example) -> str:
    asked = [f"by {', '.join(example.by)}"] if example.by else []
    asked += [f"since {example.since}"] if example.since else []
    asked += [f"until {example.until}"] if example.until else []
    asked += [f"as known on {example.as_of}"] if example.as_of else []
    asked += [f"at the age of {example.age_days} days"] if example.age_days else []
    given = "\n".join(_step(step) for step in example.given)
    answers = "\n".join(f"    → {_answer(answer)}" for answer in example.answers)
    question = f"    asked: {'; '.join(asked)}\n" if asked else ""
    return f"*{example.title}.*\n\n{given}\n{question}{answers}"


def _step(step: Import | Step) -> str:
    if isinstance(step, Step):
        return {
            "withdraw": "    then the newest import is withdrawn",
            "merge": f"    then {step.channel} is merged into {step.into}",
            "leave_out": f"    then post {step.post} is left out by a correction",
        }[step.what]
    said = f", holding {step.since} to {step.until}" if step.since else ""
    return "\n".join([f"    export of {step.as_of}{said}", *(f"      {_row(row)}" for row in step.rows)])


def _row(row: Post | Day | PutIn) -> str:
    if isinstance(row, PutIn):
        put_in = [f"{row.hours:g} hours"] if row.hours is not None else []
        put_in += [f"{row.amount:g} {row.currency or ''}".strip()] if row.amount is not None else []
        purpose = f", {row.function}" if row.function else ""
        return f"{row.channel or 'all channels'} {row.day} to {row.until}{purpose}: {', '.join(put_in)} put in"
    numbers = ", ".join(f"{name} {'blank' if value is None else f'{value:g}'}" for name, value in row.numbers.items())
    if isinstance(row, Day):
        about = f", {row.about}" if row.about else ""
        money = f" ({row.currency})" if row.currency else ""
        return f"{row.channel}{about} {row.day}{f' to {row.until}' if row.until else ''}: {numbers}{money}"
    told = [row.kind] if row.kind else []
    told += [{True: "paid", False: "not paid", None: ""}[row.paid]] if row.paid is not None else []
    told += ["passes on another's post"] if row.repost else []
    about = f" ({', '.join(told)})" if told else ""
    return f"{row.channel} {row.post}, {row.published} UTC{about}: {numbers or 'no numbers'}"


def _answer(answer: Answer) -> str:
    keys = f"{', '.join(key or 'untold' for key in answer.keys)}: " if answer.keys else ""
    without = f", without {', '.join(answer.left_out)}" if answer.left_out else ""
    if answer.value is None:
        return f"{keys}no number, {answer.state.value}{without}"
    interval = f" [{answer.low:.4g}, {answer.high:.4g}]" if answer.low is not None and answer.high is not None else ""
    currency = f" {answer.currency}" if answer.currency else ""
    return f"{keys}{answer.value:.6g}{currency}{interval}, {answer.state.value}, n = {answer.n}{without}"


def _measures() -> str:
    """The Rosetta table and the dates on which platforms changed it."""
    lines = [
        "## What the platforms call it",
        "",
        "| measure | of | platform | their words | note |",
        "|---|---|---|---|---|",
    ]
    for one in MEASURES.values():
        for platform, spelling in one.spellings.items():
            words = " or ".join(" + ".join(f"`{word}`" for word in way).replace("+ `-", "− `") for way in spelling.ways)
            ends = f" Until {spelling.valid_until}." if spelling.valid_until else ""
            note = spelling.note.in_language("en") + ends
            lines.append(f"| {one.name} | {one.subject} | {platform} | {words.replace('*', '` × `')} | {note} |")
        for platform, why in one.absent.items():
            lines.append(f"| {one.name} | {one.subject} | {platform} | – | {why.in_language('en')} |")
    lines += [
        "",
        "A platform that is not named under a measure does not state it.",
        "",
        "How many posts there were, how often and at what cost a post, is not offered of channels that publish none:",
        "",
        *(f"- {platform}: {why.in_language('en')}" for platform, why in WITHOUT_POSTS.items()),
        "",
        "## Facts that no metric uses",
        "",
        "Readers take them in and the lake keeps them; a test proves that every measure of every reader is either above or here.",
        "",
        "| why | measures |",
        "|---|---|",
        *(f"| {kept.reason} | {', '.join(f'`{name}`' for name in sorted(kept.measures))} |" for kept in KEPT_AS_FACT),
        "",
        "## What the platforms have changed",
    ]
    lines += ["", "| day | platforms | where | measures | what | source |", "|---|---|---|---|---|---|"]
    for change in sorted(CHANGES, key=lambda one: (one.day, one.platforms)):
        lines.append(
            f"| {change.day} | {', '.join(change.platforms)} | {change.route} | {', '.join(change.measures)} |"
            f" {change.says.in_language('en')} | {change.source} |"
        )
    return "\n".join(lines)


def coverage_section() -> str:
    """The coverage map in tables: share of simulated runs whose 90 % interval holds the truth."""
    cells = {(c.method, c.n, c.log_sd, c.mean_count): c for c in coverage_map()}
    lines = [
        "## Where 90 % intervals hold 90 %",
        "",
        f"Share, in per cent, of {RUNS:,} simulated runs (seed {SEED}) whose interval holds the known truth, and in"
        " brackets the median width as high/low. Intervals are printed where it is 87 to 93 and at least ten posts were"
        " published; elsewhere the state is `observed`. σ: standard deviation of the log of impressions, or of likes.",
    ]
    shown = [n for n in SIZES if n in (10, 20, 50, 100, 500)]
    spreads = [s for s in LOG_SDS if s in (0.5, 0.8, 1.1, 1.4, 1.7)]
    for title, methods in (
        ("Rates", ("linearised_t", "log_t", "weighted_rates")),
        ("Means per post", ("student_t", "mean_per_post")),
    ):
        for count in (c for c in COUNTS if c in (3, 30, 10_000)):
            lines += ["", f"**{title}, {count:g} engagements a post**", ""]
            lines.append("| posts | " + " | ".join(f"{method} σ {s:g}" for method in methods for s in spreads) + " |")
            lines.append("|---" * (1 + len(methods) * len(spreads)) + "|")
            for n in shown:
                found = [cells[(method, n, s, count)] for method in methods for s in spreads]
                lines.append(
                    f"| {n} | " + " | ".join(f"{100 * c.coverage:.0f} ({_width(c.width)})" for c in found) + " |"
                )
    return "\n".join(lines)


def _width(width: float) -> str:
    return f"{width:.2f}" if width < 10 else "wide"


def main() -> None:
    """Prints the page."""
    sys.stdout.write(definitions_page())


if __name__ == "__main__":
    main()
