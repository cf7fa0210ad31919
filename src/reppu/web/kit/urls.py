"""The kit's addresses."""

from django.conf import settings
from django.urls import path

from reppu.web.kit import views

app_name = "kit"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("colours/", views.theme, name="theme"),
    path(f"charts-{settings.VEGA_LITE}.js", views.charts, name="charts"),
]
