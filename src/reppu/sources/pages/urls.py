"""Addresses of imports; all lie under the organisation's slug."""

from django.urls import path

from reppu.sources.pages import history, tables, views

app_name = "imports"
urlpatterns = [
    path("data/import/", views.bring, name="bring"),
    path("data/import/<str:key>/", views.run, name="run"),
    path("data/import/<str:key>/progress/", views.progress, name="progress"),
    path("data/import/<str:key>/answer/", views.answer, name="answer"),
    path("data/import/<str:key>/drop/", views.drop_files, name="drop"),
    path("data/import/<str:key>/table/<int:number>/<str:code>/", tables.table, name="table"),
    path("data/import/<str:key>/table/<int:number>/<str:code>/preview/", tables.table_preview, name="table-preview"),
    path("data/how/", views.how, name="how"),
    path("data/history/", history.history, name="history"),
    path("data/history/<int:entry_no>/", history.entry, name="entry"),
    path("data/history/<int:entry_no>/undo/", history.undo, name="undo"),
    path("data/history/<int:entry_no>/back/", history.bring_back, name="back"),
]
