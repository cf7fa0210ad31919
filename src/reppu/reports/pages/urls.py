"""Addresses of the books; all lie under the organisation's slug."""

from django.urls import path

from reppu.reports.pages import views

app_name = "books"
urlpatterns = [
    path("books/", views.books, name="books"),
    path("books/pack/", views.pack, name="pack"),
    path("books/compare/", views.compare_seasons, name="compare"),
    path("books/<uuid:book_id>/", views.book, name="book"),
    path("books/<uuid:book_id>/progress/", views.progress, name="progress"),
    path("books/<uuid:book_id>/verify/", views.verify, name="verify"),
    path("books/<uuid:book_id>/remove/", views.remove, name="remove"),
    path("books/<uuid:book_id>/files/<slug:form>/", views.file, name="file"),
]
