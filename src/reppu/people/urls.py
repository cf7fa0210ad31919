"""Addresses of people: signing in, one's account."""

from django.urls import path

from reppu.people import views

app_name = "people"
urlpatterns = [
    path("", views.front, name="front"),
    path("account/", views.account, name="account"),
]
