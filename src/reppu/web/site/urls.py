"""Every address of the site: an explicit list of the capabilities that have pages."""

from django.urls import include, path

from reppu.web.site import api, first_visit, organisation_settings

# Each of an organisation's pages lies under its slug, so that a link says whose numbers it shows.
_ORGANISATION = "o/<slug:slug>/"

urlpatterns = [
    path("health/", include("reppu.web.site.health")),
    path("", include("reppu.people.urls")),
    path("", include("reppu.web.kit.urls")),
    path("welcome/", first_visit.welcome, name="first_visit"),
    path("account/", include("allauth.urls")),
    path("api/openapi.json", api.openapi, name="openapi"),
    path("api/docs", api.docs, name="api-docs"),
    path("api/", api.api.urls),
    path(_ORGANISATION, include("reppu.people.organisation_urls")),
    path(_ORGANISATION + "settings/", organisation_settings.settings_page, name="organisation_settings"),
    path(_ORGANISATION, include("reppu.overview.urls")),
    path(_ORGANISATION, include("reppu.metrics.pages.urls")),
    path(_ORGANISATION, include("reppu.reports.pages.urls")),
    path(_ORGANISATION, include("reppu.sources.pages.urls")),
]
handler400 = "reppu.web.site.faults.bad_request"
handler403 = "reppu.web.site.faults.not_allowed"
handler404 = "reppu.web.site.faults.not_found"
handler500 = "reppu.web.site.faults.broken"
