"""The site as one ASGI application."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reppu.web.site.settings")

from django.core.asgi import get_asgi_application

application = get_asgi_application()
