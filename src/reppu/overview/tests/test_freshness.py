from datetime import date

from reppu.overview.facade import missing_days


def test_days_between_covered_days_are_missing_and_days_outside_are_not():
    covered = [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 5)]
    assert missing_days(covered) == [date(2026, 3, 3), date(2026, 3, 4)]


def test_nothing_covered_is_nothing_missing():
    assert missing_days([]) == []
