"""The site's settings for tests: a home that is thrown away, quick passwords, files served as they are."""

import os
import tempfile

# Before the settings are read: they make a secret under the home, which must not be the home of whoever runs the tests.
os.environ["REPPU_HOME"] = tempfile.mkdtemp(prefix="reppu-site-tests-")

from reppu.web.site.settings import *  # noqa: F403
from reppu.web.site.settings import STORAGES

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
