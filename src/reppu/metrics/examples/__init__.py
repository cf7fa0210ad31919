"""Each metric by example: what the platforms stated, what was asked, and the answer. Plain data.

The suite writes every example into an empty lake and compares the answer, on DuckDB and on Spark; `page.py` prints the
same examples on the definitions page. A new metric needs at least its ordinary case here, and one without a number.
"""

from reppu.metrics.examples.attention import ATTENTION
from reppu.metrics.examples.audience import AUDIENCE
from reppu.metrics.examples.competitors import COMPETITORS
from reppu.metrics.examples.effort import EFFORT
from reppu.metrics.examples.engagement import ENGAGEMENT
from reppu.metrics.examples.given import (
    FACEBOOK,
    INSTAGRAM,
    LINKEDIN,
    PLATFORMS,
    Answer,
    Day,
    Example,
    Import,
    Post,
    PutIn,
    Step,
    X,
)
from reppu.metrics.examples.money import MONEY
from reppu.metrics.examples.publishing import PUBLISHING
from reppu.metrics.examples.video import VIDEO
from reppu.metrics.examples.web_site import WEB_SITE

EXAMPLES: tuple[Example, ...] = (
    *PUBLISHING, *ATTENTION, *ENGAGEMENT, *AUDIENCE, *VIDEO, *MONEY, *COMPETITORS, *EFFORT,
    *WEB_SITE,
)  # fmt: skip

__all__ = [
    "EXAMPLES", "FACEBOOK", "INSTAGRAM", "LINKEDIN", "PLATFORMS", "Answer", "Day", "Example", "Import", "Post", "PutIn",
    "Step", "X",
]  # fmt: skip
