"""Every operation of the API called with many made-up arguments: no fault of ours, and answers as the description says."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS

from reppu.web.site.api import schema
from reppu.web.site.tests.calling import program_of

# Ours are at the edges where a person's call would not be: eight of each of them in a test run, more by hand.
EXAMPLES = 8
KNOWN = {
    "slug": ["karhula", "sunila"],
    "name": ["posts", "impressions", "engagement_rate_by_impressions", "followers", "moon"],
    "channel": ["x", "y"],
    "post": ["spring001", "a/b"],
    "channels": ["", "x", "x,y"],
    "by": ["", "channel", "week,kind", "season", "competitor", "moon"],
    "between": ["", "2026-03,2026-04", "2026-winter,2026-spring", "9999-12..0001-01"],
}
DESCRIPTION = schemathesis.openapi.from_dict(schema())
OPERATIONS = {
    f"{one.method.upper()} {one.path}": one for one in (each.ok() for each in DESCRIPTION.get_all_operations())
}


def test_the_description_is_openapi_3_1_as_the_standard_has_it():
    DESCRIPTION.validate()


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_call_of_an_owner_breaks_the_site(name, numbers):
    owner = program_of(numbers, numbers.owner, may_write=True)
    application = get_wsgi_application()
    checks = [CHECKS.get_one(one) for one in ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")]  # fmt: skip
    statuses = set()

    @given(case=OPERATIONS[name].as_strategy(), known=st.data())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    def call(case, known):
        for where in (case.path_parameters, case.query):
            for parameter in where or {}:
                if parameter in KNOWN and known.draw(st.integers(0, 7)) > 0:
                    where[parameter] = known.draw(st.sampled_from(KNOWN[parameter]))
        case.headers = {
            **(case.headers or {}),
            "Authorization": f"Bearer {owner.secret}",
            "Host": "localhost",
            "Accept-Encoding": "identity",
        }
        answer = case.call(app=application, base_url="http://localhost")
        statuses.add(answer.status_code)
        case.validate_response(answer, checks=checks)

    call()
    assert statuses & {200, 400, 404, 422}, statuses
