"""The kit's addresses."""

from django.conf import settings
from django.urls import path

from reppu.web.kit import views

app_name = "kit"
urlpatterns = [
    path("favicon.ico", views.mark, name="mark"),
    path("site/language/", views.language, name="language"),
    path("site/colours/", views.theme, name="theme"),
    path(f"site/charts-{settings.VEGA_LITE}.js", views.charts, name="charts"),
]
