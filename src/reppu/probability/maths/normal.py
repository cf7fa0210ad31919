"""How likely is a normal deviate, and which deviate has that probability below it?

    Φ(z) = erfc(-z/√2) / 2          Φ⁻¹ by Wichura's rational approximations

Range: every z and every probability; 0 and 1 have the deviates -∞ and ∞. Accuracy: Φ to 1e-13 of itself down to
1e-300, where z is -37; Φ⁻¹ to 1e-15 of itself.

When it is wrong: Φ above 0.99 is known to 1e-16 of 1 and not of what is missing; ask Φ(-z) for that.

Sources: erfc is the C library's; Wichura 1988, algorithm AS 241, doi:10.2307/2347330, as in the standard library's `NormalDist`.

>>> round(normal_below(-1.644854), 6), round(normal_quantile(0.975), 6)
(0.05, 1.959964)
"""

from __future__ import annotations

import math
from statistics import NormalDist

_STANDARD = NormalDist()
_ROOT_OF_TWO = math.sqrt(2.0)


def normal_below(z: float) -> float:
    """The probability that a standard normal variable lies below z; NaN for NaN."""
    return 0.5 * math.erfc(-z / _ROOT_OF_TWO)


def normal_quantile(probability: float) -> float:
    """The z below which a standard normal variable lies with that probability; NaN for NaN.

    Raises ValueError outside 0 to 1.
    """
    if math.isnan(probability):
        return math.nan
    if not 0 <= probability <= 1:
        raise ValueError(f"a probability lies between 0 and 1, not at {probability}")
    if probability in (0, 1):
        return math.inf if probability else -math.inf
    return _STANDARD.inv_cdf(probability)
