"""Addresses of people: signing in, one's account."""

from django.urls import path

from reppu.people import pages, views, views_tokens

app_name = "people"
urlpatterns = [
    path("", views.front, name="front"),
    path("account/", views.account, name="account"),
    path("account/tokens/", views_tokens.tokens, name="tokens"),
    path("account/tokens/<int:number>/revoke/", views_tokens.revoke_token, name="revoke_token"),
    # An address is what invitations and single sign-on know a person by, so that nobody changes theirs alone.
    path("account/email/", views.account, name="email"),
    path("invitation/<str:secret>/", pages.invitation, name="invitation"),
]
