"""Addresses of the overview; all lie under the organisation's slug."""

from django.urls import path

from reppu.overview import data, views, views_channels, views_posts

app_name = "overview"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("best-times/", views_channels.best_times, name="best_times"),
    path("channels/", views_channels.channels, name="channels"),
    path("channels/<str:channel_id>/", views_channels.channel, name="channel"),
    path("data/", data.data, name="data"),
    path("more/", views.more, name="more"),
    path("posts/", views_posts.posts, name="posts"),
    path("posts/<str:channel_id>/<path:post_id>/", views_posts.post, name="post"),
    path("rows/", views_posts.rows, name="rows"),
]
