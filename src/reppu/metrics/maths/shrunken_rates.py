"""How sure is a rate of few posts, when the channel's earlier posts are known too?

Only the *spread* is borrowed, never the level: a channel that has become twice as good shows it. `weighted_rates` needs
three things that ten or twenty posts tell badly: how much rates vary (cv²), how they lean on size (b), and how uneven
the sizes are (σ²). Each is joined with the same thing of the channel's earlier posts:

    cv² = (d·cv²_now + d₀·cv²_then) / (d + d₀)          d, d₀: degrees of freedom; d₀ at most 60
    b   = the mean of b_now and b_then, weighted by 1 / sampling variance
    σ²  = ((n-1)·σ²_now + d₀·σ²_then) / (n - 1 + d₀)
    Student's t has d + d₀ degrees of freedom; everything else is as in `weighted_rates`

Source: Smyth 2004, Statistical Applications in Genetics and Molecular Biology 3(1), article 3, section 3,
doi:10.2202/1544-6115.1027 (variances moderated by a prior with degrees of freedom of its own; the level is not touched).
That the prior is the channel's own past, and what it is laid on, is ours: docs/intervals.md is its proof.

Parameters: MOST_DEGREES, FEWEST_EARLIER. Unit: that of y over x.

When it is wrong: a channel whose posts vary in another way than before; then it is as wrong as the past is far, at most as
if 60 posts of the past were added. In simulated worlds a 90 % interval covers 89 to 94 % from five posts on, also where
rates vary by 1.0 and where they lean on size, where `weighted_rates` covers 80 to 90. On nine series of real pages, each
half lending to the next, it covered no better than `weighted_rates` (docs/intervals.md), because what lies ahead differs
from what lies behind. So it is kept as a candidate, and nothing printed rests on it.

>>> import numpy as np
>>> one = np.zeros(6, dtype=np.int64)
>>> then = spread_of(np.array([900.0, 2500, 400, 9000, 700, 1500]), np.array([30.0, 40, 20, 150, 18, 60]), one, 1)  # too few
>>> x, y = np.array([1000.0, 2000, 500, 8000, 300, 1500]), np.array([30.0, 50, 20, 160, 15, 40])
>>> got, lent = shrunken_rates(x, y, one, 1, then)
>>> bool(lent[0]), round(float(got.value[0]), 5)
(False, 0.02368)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reppu.metrics.maths.grouped import Floats, Intervals, Whole
from reppu.metrics.maths.weighted_rates import Spread, rates_with, spread_of

METHOD = "shrunken_rates"
# The past never counts for more than this many posts: our choice, two seasons of a channel that posts twice a week and
# more; beyond it the quantile of Student's t hardly moves (1.67 at 60, 1.645 at infinity).
MOST_DEGREES = 60.0
# With fewer earlier posts than this (in degrees of freedom) they tell less than the posts themselves: our choice.
FEWEST_EARLIER = 9.0


def shrunken_rates(
    x: Floats, y: Floats, group: Whole, groups: int, earlier: Spread
) -> tuple[Intervals, NDArray[np.bool_]]:
    """The interval of Σy/Σx by group, and for which groups the earlier posts told enough to lend; x > 0, y ≥ 0.

    earlier: by the same groups, from `spread_of` their earlier posts. Bounds are NaN for the groups that got nothing.
    """
    known = np.isfinite(earlier.cv2) & (earlier.degrees >= FEWEST_EARLIER) & (earlier.lean_variance > 0)
    lent = Spread(
        np.where(known, earlier.cv2, np.nan),
        np.minimum(earlier.degrees, MOST_DEGREES),
        earlier.lean,
        earlier.lean_variance,
        earlier.log_variance,
    )
    together = rates_with(lent, x, y, group, groups, METHOD)
    return together, known & np.isfinite(together.low)


__all__ = ["FEWEST_EARLIER", "METHOD", "MOST_DEGREES", "Spread", "shrunken_rates", "spread_of"]
