"""Would the interval have held on this channel's own earlier posts? The second gate.

The coverage map (`coverage.py`) says where `weighted_rates` holds in a made-up world. A page on which one post in several
hundred makes the rate is not of that world, and a sample of twenty without that post cannot show it. The channel's past
can: draw n posts again and again from the earlier posts, make the interval each time, and count how often it holds the
rate of all earlier posts together.

Below `HELD_AT_LEAST` the interval is not printed. Only the past of the same channel is asked, never the posts of the
interval itself.

Source: a parametric map checked by resampling is the idea of the calibrated bootstrap: Loh 1987, Journal of the American
Statistical Association 82, 155-162, doi:10.1080/01621459.1987.10478408. That it closes a gate instead of widening the interval is
our choice: on such pages the width that would hold is a factor of three, which is no answer either.

Parameters: HELD_AT_LEAST, FEWEST_EARLIER, RUNS. When it is wrong: a past of fewer than some hundred posts need not hold the
rare post either; a channel whose past was wild and whose present is calm is shut out for as long as the wild posts count.

>>> import numpy as np
>>> calm = np.linspace(500, 1500, 60)
>>> held_before(calm, np.round(calm * 0.03), 20) > 0.85
True
"""

from __future__ import annotations

import numpy as np

from reppu.metrics.maths.grouped import Floats
from reppu.metrics.maths.weighted_rates import weighted_rates

# Our choice: halfway between the 87 % that the map asks for and the 72 % at which the textbook interval was given up, so
# that chance in a resampled past (its posts are few) does not shut good channels out.
HELD_AT_LEAST = 0.80
# Fewer earlier posts than this say little about rare ones: our choice.
FEWEST_EARLIER = 50
# A share of 400 runs has a standard error of 2 % at 80 %; a page asks for dozens of them, at some 2 ms each.
RUNS = 400
_SEED = 2016  # the same past gives the same answer


def held_before(x: Floats, y: Floats, n: int) -> float | None:
    """Share of resamples of `n` posts whose interval holds the rate of all of x, y (0 to 1); x > 0, in a fixed order.

    None where the past is too short (`FEWEST_EARLIER`) or without any engagement.
    """
    if x.size < FEWEST_EARLIER or y.sum() <= 0:
        return None
    truth = float(y.sum() / x.sum())
    drawn = np.random.default_rng((_SEED, n)).integers(0, x.size, (RUNS, n))
    intervals = weighted_rates(x[drawn].ravel(), y[drawn].ravel(), np.repeat(np.arange(RUNS), n), RUNS)
    given = np.isfinite(intervals.low)
    if not given.any():
        return None
    holds = (intervals.low <= truth) & (truth <= intervals.high)
    return float(holds[given].mean())
