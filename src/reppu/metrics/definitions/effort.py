"""Hours and money that the organisation put in, entered by hand."""

from __future__ import annotations

from reppu.metrics.definitions.declaration import AMEC, Definition
from reppu.vocabulary.language import _

EFFORT = (
    Definition(
        name="hours_spent",
        title=_("Hours put in"),
        definition=_(
            "How many working hours were put into the channels in the period, as entered by hand. What was entered for a longer period as a whole is not spread over its days."
        ),
        formula="sum of hours over entries whose days lie in the period",
        unit="hours",
        kind="put_in",
        level="input",
        basis="activity",
        numerator="hours",
        denominator=None,
        source=AMEC,
        version=1,
    ),
    Definition(
        name="costs",
        title=_("Costs put in"),
        definition=_(
            "How much money was put into the channels in the period, as entered by hand: tools, pictures, agencies, wages. Currencies are not converted. What the platforms state as advertising spend is apart."
        ),
        formula="sum of amounts over entries whose days lie in the period",
        unit="money",
        kind="put_in",
        level="input",
        basis="activity",
        numerator="amount",
        denominator=None,
        source=AMEC,
        version=1,
    ),
    Definition(
        name="hours_per_post",
        title=_("Hours a post"),
        definition=_(
            "How many working hours a post took: all hours entered for the channels divided by the posts that the same channels published in the same days."
        ),
        formula="sum of hours / posts published by the same channels in the same days; interval over the entered periods",
        unit="hours_per_post",
        kind="put_in_per_post",
        level="input",
        basis="activity",
        numerator="hours",
        denominator=None,
        source=AMEC,
        version=1,
    ),
    Definition(
        name="cost_per_post",
        title=_("Cost a post"),
        definition=_(
            "What a post cost in money entered by hand: all amounts entered for the channels divided by the posts that the same channels published in the same days."
        ),
        formula="sum of amounts / posts published by the same channels in the same days; interval over the entered periods",
        unit="money_per_post",
        kind="put_in_per_post",
        level="input",
        basis="activity",
        numerator="amount",
        denominator=None,
        source=AMEC,
        version=1,
    ),
)
