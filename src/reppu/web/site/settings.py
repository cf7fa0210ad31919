"""What the installation decides, from the environment; what people tune lies in the capabilities.

Secrets come from the environment or from files of mode 600 under the home; there is none in this file.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from reppu.lake.facade import resolve_home
from reppu.vocabulary.language import LANGUAGES as _OURS
from reppu.web.site.secret import secret_of

REPPU_HOME: Path = resolve_home()
SITE_FOLDER = REPPU_HOME / "site"
PLACES_OF_THE_SITE = "reppu.web.site.places.PLACES"
JOBS_OF_THE_SITE = "reppu.web.site.job_kinds.KINDS"
VEGA_LITE = "6.4"  # as in reppu.charts, so that a picture in a page and in a file are the same

DEBUG = False
SECRET_KEY = secret_of(SITE_FOLDER / "secret.key", "REPPU_SECRET_KEY")
ALLOWED_HOSTS = os.environ.get("REPPU_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
PUBLIC_ADDRESS = os.environ.get("REPPU_ADDRESS", "")  # "https://reppu.example": what links in messages begin with
_TLS = PUBLIC_ADDRESS.startswith("https://")
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS] if PUBLIC_ADDRESS else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's page of passkeys writes times with it
    "django_htmx",
    "csp",
    "ninja",
    "reppu.people",  # before allauth, whose pages it gives our look
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "reppu.web.kit",
    "reppu.jobs",
    "reppu.sources.pages",
    "reppu.overview",
    "reppu.metrics.pages",
    "reppu.reports.pages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "reppu.web.site.files.FilesMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "reppu.web.kit.speaking.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "reppu.people.rights.RightsMiddleware",
    "reppu.web.site.clocks.ClockMiddleware",
    "reppu.web.site.faults.FaultMiddleware",
]
ROOT_URLCONF = "reppu.web.site.urls"
ASGI_APPLICATION = "reppu.web.site.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reppu.web.kit.navigation.frame",
            ],
            "builtins": ["reppu.web.kit.templatetags.reppu"],
        },
    }
]

# SQLite waits for a writer instead of failing, and takes the write lock at once, so that two never wait for each other.
DATABASES = {
    "default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60, conn_health_checks=True)
    if os.environ.get("DATABASE_URL")
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": SITE_FOLDER / "reppu.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "pragma journal_mode=wal; pragma synchronous=normal;",
        },
    }
}
# Answers of pages, kept until the journal grows; not secrets, and made again when lost.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": SITE_FOLDER / "cache",
        "TIMEOUT": 30 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# How long running jobs may go on after the site was told to stop. Our choice: most are done by then, and a service that is
# being restarted should not be away for long; systemd waits 90 s by itself, Docker 10.
JOBS_GRACE_SECONDS = float(os.environ.get("REPPU_GRACE_SECONDS", "8"))
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    # NIST SP 800-63B-4, 3.1.1.2: length instead of rules about characters; at least 15 where it is the only factor
    # is recommended there. Ours is 12, because a passkey or a second factor is one click away.
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # who is invited got the link by that address, or from the owner's own hand
ACCOUNT_FORMS = {"login": "reppu.people.forms.SignInForm"}
ACCOUNT_ADAPTER = "reppu.people.signing_in.AccountAdapter"
# Per address of the network and per account; with them guessing a password of 12 characters is hopeless.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _TLS else 0  # behind TLS there is one proxy, and its X-Forwarded-For is believed
SOCIALACCOUNT_ADAPTER = "reppu.people.signing_in.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # only addresses that the provider has verified count, see the adapter
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if os.environ.get("REPPU_OIDC_ISSUER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "sso",
            "name": os.environ.get("REPPU_OIDC_NAME", "OpenID Connect"),
            "client_id": os.environ["REPPU_OIDC_CLIENT_ID"],
            "secret": os.environ["REPPU_OIDC_CLIENT_SECRET"],
            "settings": {"server_url": os.environ["REPPU_OIDC_ISSUER"]},
        }
    ]
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True

# A dropped folder may hold as many files as sources.pages takes at once, which says so better than a bare 400.
DATA_UPLOAD_MAX_NUMBER_FILES = 1_100

# "smtp://user:password@mail.example:587" (STARTTLS) or "smtps://…:465" (TLS from the first byte).
_MAIL = urlsplit(os.environ.get("REPPU_MAIL_SERVER", ""))
MAIL_IS_SET = bool(_MAIL.hostname)
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "localhost", _MAIL.port or (465 if _MAIL.scheme == "smtps" else 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _MAIL.scheme == "smtps", _MAIL.scheme == "smtp"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("REPPU_MAIL_FROM", "reppu@localhost")

LANGUAGE_CODE = "en"
LANGUAGES = [(code, code) for code in _OURS]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = SITE_FOLDER / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages name no others; half the time of the first start
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _TLS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _TLS else 0
SECURE_SSL_REDIRECT = _TLS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _TLS
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "reppu.web.site.logs.PlainLines"},
        "json": {"()": "reppu.web.site.logs.JsonLines"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json" if os.environ.get("REPPU_LOG") == "json" else "plain",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
