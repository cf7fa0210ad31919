"""Addresses of the metrics; all lie under the organisation's slug."""

from django.urls import path

from reppu.metrics.pages import views

app_name = "metrics"
urlpatterns = [
    path("metrics/", views.metrics, name="metrics"),
    path("metrics/define/", views.define_own, name="define"),
    path("metrics/<slug:name>/", views.metric, name="metric"),
    path("metrics/<slug:name>/table.csv", views.table_csv, name="csv"),
    path("metrics/<slug:name>/withdraw/", views.withdraw, name="withdraw"),
    path("metrics/<slug:name>/past/", views.ask_past, name="ask_past"),
    path("metrics/<slug:name>/past/<uuid:job_id>/", views.past, name="past"),
]
