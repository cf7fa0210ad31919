"""Addresses of the overview; all lie under the organisation's slug."""

from django.urls import path

from reppu.overview import data, views

app_name = "overview"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("data/", data.data, name="data"),
]
