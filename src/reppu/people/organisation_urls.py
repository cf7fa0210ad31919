"""Addresses of an organisation's people; all lie under its slug."""

from django.urls import path

from reppu.people import pages

app_name = "members"
urlpatterns = [
    path("people/", pages.members, name="members"),
    path("people/invite/", pages.invite, name="invite"),
    path("people/invitations/<int:number>/withdraw/", pages.withdraw, name="withdraw"),
    path("people/<int:number>/role/", pages.role, name="role"),
    path("people/<int:number>/leave/", pages.leave, name="leave"),
    path("trail/", pages.trail, name="trail"),
]
