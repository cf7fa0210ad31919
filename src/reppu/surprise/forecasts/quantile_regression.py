"""Which straight line lies above a share τ of the points? Quantile regression, solved exactly as a linear programme.

    minimise Σ ρτ(y - Xb),  ρτ(r) = r·(τ - [r < 0])          its dual: maximise y'a, X'a = (1 - τ)X'1, 0 ≤ a ≤ 1

The dual has one equation a coefficient and one bounded unknown a point, so thousands of points take about a second.

Source: Koenker & Bassett 1978, doi:10.2307/1913643; the dual as in Koenker, Quantile Regression, 2005, section 6.2.

>>> import numpy as np
>>> float(quantile_regression(np.ones((5, 1)), np.array([1.0, 2, 3, 4, 100]), 0.5)[0])
3.0
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Floats = NDArray[np.float64]


def quantile_regression(x: Floats, y: Floats, tau: float) -> Floats:
    """The coefficients b. x: (points, coefficients), its first column ones; raises ValueError where there is no solution."""
    solved = linprog(-y, A_eq=x.T, b_eq=(1 - tau) * x.sum(axis=0), bounds=(0, 1), method="highs")
    if solved.status != 0:
        raise ValueError(f"quantile regression found no solution: {solved.message}")
    return np.asarray(-solved.eqlin.marginals, dtype=np.float64)
