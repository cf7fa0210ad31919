"""What other capabilities may ask of the distributions."""

from reppu.probability.maths.normal import normal_below, normal_quantile
from reppu.probability.maths.students_t import student_below, student_quantile, student_quantiles

__all__ = ["normal_below", "normal_quantile", "student_below", "student_quantile", "student_quantiles"]
