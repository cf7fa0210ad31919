"""Public holidays of a country, as ordinals of days, from the library `holidays`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reppu.vocabulary.errors import ReppuError
from reppu.vocabulary.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable


def public_holidays(country: str, years: Iterable[int]) -> frozenset[int]:
    """Ordinals of a country's public holidays, and of the eves that are kept like them (Midsummer and Christmas in Sweden).

    country: two letters, such as FI or SE. Raises ReppuError for one that the library does not know.
    """
    # 0.3 s and 20 MB: only when asked for.
    import holidays

    code = country.strip().upper()
    if len(code) != 2 or code not in holidays.list_supported_countries(include_aliases=True):
        raise ReppuError(
            _("There are no public holidays for the country “{code}”.", code=country),
            expected=_("two letters such as FI, SE or EE"),
        )
    offered = getattr(holidays, code).supported_categories
    kept = tuple(category for category in ("public", "de_facto") if category in offered)
    return frozenset(day.toordinal() for day in holidays.country_holidays(code, years=list(years), categories=kept))
