"""The places of the site, in the order of the rail; the first four are the phone's tabs."""

from reppu.people.facade import Role
from reppu.vocabulary.language import _
from reppu.web.kit.navigation import Place

PLACES = (
    Place("overview:overview", _("Overview"), "layout-dashboard"),
    Place("overview:channels", _("Channels"), "radio", within=("overview:channel", "overview:best_times")),
    Place("overview:posts", _("Posts"), "newspaper", within=("overview:post",)),
    Place("metrics:metrics", _("Metrics"), "sigma", within=("metrics",)),
    Place("books:books", _("Books"), "book-open", within=("books",)),
    Place("overview:data", _("Data"), "database", within=("imports",)),
    Place(
        "members:members",
        _("People and settings"),
        "users",
        within=("members", "organisation_settings"),
        least=Role.OWNER,
    ),
)
