"""Which straight line lies above a share τ of the points? Quantile regression, solved exactly.

    minimise Σ ρτ(y - Xb),  ρτ(r) = r·(τ - [r < 0])

An optimum passes through as many points as there are coefficients (a vertex), so the search goes from vertex to vertex: with
B the rows of those points and ψᵢ = τ - [rᵢ < 0] of the others,

    ξ = B⁻ᵀ Σ ψᵢ xᵢ          leaving point j upwards costs τ + ξⱼ a unit of its residual, downwards 1 - τ - ξⱼ

Where a cost is below zero the line is moved along that edge, past the points whose residuals change sign, until the slope of the cost turns:
a weighted median. No such cost is left at the optimum, and that is the proof that it is one.

Points on one line (many posts do not grow at all) would let the search go in circles. So y is moved by up to 1e-10 of its largest
value to decide which points the line passes through; the coefficients are those through the true points.

Parameters: tau strictly between 0 and 1. Columns that others explain get the coefficient 0.
When it is wrong: the cost is within 1e-10 of the least. Where several lines cost the same (an even number of points and the median), it is one of them.
Cost: 3,000 points with 14 coefficients take about 0.1 s.

Sources: Koenker & Bassett 1978, doi:10.2307/1913643; vertices, ξ and the condition of the optimum: Koenker, Quantile Regression, 2005, section 2.2;
the walk along edges by weighted medians: Barrodale & Roberts 1973, doi:10.1137/0710069, for quantiles Koenker & d'Orey 1987, doi:10.2307/2347802.

>>> import numpy as np
>>> float(quantile_regression(np.ones((5, 1)), np.array([1.0, 2, 3, 4, 100]), 0.5)[0])
3.0
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]

_MOVED = 1e-10  # of the largest |y|: far above rounding, far below what a forecast shows
_DEPENDENT = 1e-9  # of a column's or row's length: what is left of it is rounding
_OPTIMAL = 1e-9  # a cost a unit above minus this is no way down
_NOTHING = 1e-13  # of the largest coefficient: the rounding of a zero
_MOST_STEPS = 10_000  # 55 were needed for 100,000 points and seven coefficients


def quantile_regression(x: Floats, y: Floats, tau: float) -> Floats:
    """The coefficients b. x: (points, coefficients), its first column ones. Raises ValueError for what is not finite or has no points."""
    if not 0 < tau < 1:
        raise ValueError(f"tau lies between 0 and 1, not at {tau}")
    if not len(y) or not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("quantile regression needs points, and finite ones")
    coefficients = np.zeros(x.shape[1])
    columns = _independent(x.T)
    rows = x[:, columns]
    moved = y + _MOVED * (np.abs(y).max() or 1.0) * np.random.default_rng(len(y)).uniform(-1, 1, len(y))
    vertex = _best_vertex(rows, moved, tau)
    coefficients[columns] = np.linalg.solve(rows[vertex], y[vertex])
    coefficients[np.abs(coefficients) <= _NOTHING * np.abs(coefficients).max()] = 0.0
    return coefficients


def _best_vertex(x: Floats, y: Floats, tau: float) -> Whole:
    """The points through which the best line passes."""
    nearest = np.argsort(np.abs(y - x @ np.linalg.lstsq(x, y, rcond=None)[0]), kind="stable")
    vertex = nearest[_independent(x[nearest])]
    for _step in range(_MOST_STEPS):
        inverse = np.linalg.inv(x[vertex])
        residuals = y - x @ (inverse @ y[vertex])
        residuals[vertex] = 0.0
        psi = tau - (residuals < 0)
        psi[vertex] = 0.0
        xi = (psi @ x) @ inverse
        costs = np.concatenate((tau + xi, 1 - tau - xi))
        # The steepest way down, by the length that the coefficients go.
        steepest = int(np.argmin(costs / np.tile(np.linalg.norm(inverse, axis=0), 2)))
        if costs[steepest] >= -_OPTIMAL:
            return vertex
        leaving = steepest % len(vertex)
        sign = 1.0 if steepest < len(vertex) else -1.0
        pace = sign * (x @ inverse[:, leaving])  # by which each residual grows on the way
        crossed = np.flatnonzero(residuals * pace < 0)
        at = -residuals[crossed] / pace[crossed]
        order = np.argsort(at, kind="stable")
        slope = costs[steepest] + np.cumsum(np.abs(pace[crossed][order]))
        turns = min(int(np.searchsorted(slope, 0.0)), len(order) - 1)
        vertex[leaving] = crossed[order[turns]]
    raise ArithmeticError("quantile regression found no end")


def _independent(vectors: Floats) -> Whole:
    """The indices of vectors, in order, that those before them do not explain."""
    kept: list[int] = []
    basis = np.empty((0, vectors.shape[1]))
    for index, vector in enumerate(vectors):
        rest = vector - basis.T @ (basis @ vector)
        rest -= basis.T @ (basis @ rest)  # once more: the first pass leaves rounding of the parts taken off
        length = float(np.linalg.norm(rest))
        if length > _DEPENDENT * float(np.linalg.norm(vector)):
            kept.append(index)
            basis = np.vstack((basis, rest / length))
            if len(kept) == vectors.shape[1]:
                break
    return np.array(kept, dtype=np.intp)
