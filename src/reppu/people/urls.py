"""Addresses of people: signing in, one's account."""

from django.urls import path

from reppu.people import views, views_tokens

app_name = "people"
urlpatterns = [
    path("", views.front, name="front"),
    path("account/", views.account, name="account"),
    path("account/tokens/", views_tokens.tokens, name="tokens"),
    path("account/tokens/<int:number>/revoke/", views_tokens.revoke_token, name="revoke_token"),
]
