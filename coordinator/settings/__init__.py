"""Django's settings, drawn from the product's own (table.py), from signalbox.yaml and the environment."""

import os
from typing import Any

from .database import database
from .logs import logging_settings
from .reading import CHECKOUT as CHECKOUT
from .reading import read_settings
from .rest import REST_FRAMEWORK as REST_FRAMEWORK
from .rest import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from .secret import secret_key

SIGNALBOX: dict[str, Any] = read_settings(os.environ)

HOME = SIGNALBOX["SIGNALBOX_HOME"]
ENVIRONMENT = SIGNALBOX["SIGNALBOX_ENV"]
IS_TEST = ENVIRONMENT == "test"
IS_PRODUCTION = ENVIRONMENT == "production"
REDIS_URL = SIGNALBOX["REDIS_URL"]
MAX_BODY = SIGNALBOX["SIGNALBOX_MAX_BODY"]
THREADS = SIGNALBOX["SIGNALBOX_THREADS"]
LEASE_SECONDS = SIGNALBOX["SIGNALBOX_LEASE_SECONDS"]
STALE_SECONDS = SIGNALBOX["SIGNALBOX_STALE_SECONDS"]
LOST_SECONDS = SIGNALBOX["SIGNALBOX_LOST_SECONDS"]

DEBUG = SIGNALBOX["SIGNALBOX_DEBUG"]
SECRET_KEY = secret_key(SIGNALBOX["SIGNALBOX_SECRET_KEY"], HOME)
ALLOWED_HOSTS = SIGNALBOX["SIGNALBOX_ALLOWED_HOSTS"]
CSRF_TRUSTED_ORIGINS = SIGNALBOX["SIGNALBOX_TRUSTED_ORIGINS"]

INSTALLED_APPS = [
    "coordinator.apps.DaphneCommands",  # first: its runserver speaks ASGI
    "coordinator",
    "coordinator.eventlog",
    "coordinator.access",
    "coordinator.webhooks",
    "tracks",
    "agents",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "lucide",
]

MIDDLEWARE = [
    "coordinator.api.errors.ProblemsOnly",
    "django.middleware.security.SecurityMiddleware",
    "coordinator.web.compressed.CompressedPages",
    "coordinator.web.security.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "coordinator.web.unavailable.DatabaseAway",
]

ROOT_URLCONF = "coordinator.urls"
ASGI_APPLICATION = "coordinator.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [CHECKOUT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database(SIGNALBOX["DATABASE_URL"], HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CHANNEL_LAYERS: dict[str, Any] = {
    "default": (
        {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
        if REDIS_URL
        else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    )
}

STATIC_URL = "/static/"
SERVESTATIC_USE_BROTLI = False  # saves 3 KB of a first page and takes ten times as long to prepare as gzip
STATIC_ROOT = HOME / "static"  # in the home: the checkout may be read-only
STATICFILES_DIRS = [CHECKOUT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder", "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "coordinator.web.font.FontFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Tests read the files where they lie; only `up` collects, hashes and compresses them.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_TEST
        else "coordinator.web.storage.Storage"
    },
}
MEDIA_ROOT = HOME / "artifacts"

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False

DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_NAME = "signalbox_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SIGNALBOX["SIGNALBOX_BEHIND_TLS_PROXY"]
if SIGNALBOX["SIGNALBOX_BEHIND_TLS_PROXY"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

LOGGING = logging_settings(SIGNALBOX["SIGNALBOX_LOG_LEVEL"], as_json=IS_PRODUCTION)
