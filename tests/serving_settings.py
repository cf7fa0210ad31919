"""The site's settings for tests that start it as a process of its own, with the made-up jobs of the jobs' tests."""

from reppu.web.site.settings import *  # noqa: F403

JOBS_OF_THE_SITE = "reppu.jobs.tests.work.KINDS"
JOBS_GRACE_SECONDS = 0.5
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
