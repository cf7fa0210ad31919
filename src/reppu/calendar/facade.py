"""What other capabilities may ask of the calendar."""

from reppu.calendar.periods import (
    SEASONS,
    Period,
    Season,
    end_of_day,
    own_seasons,
    period_title,
    previous_period,
    resolve_period,
    season_of,
    utc_bounds,
    year_before,
    zone_named,
)

__all__ = [
    "SEASONS",
    "Period",
    "Season",
    "end_of_day",
    "own_seasons",
    "period_title",
    "previous_period",
    "resolve_period",
    "season_of",
    "utc_bounds",
    "year_before",
    "zone_named",
]
