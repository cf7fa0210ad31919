"""The site as one ASGI application, with the assistants' /mcp beside it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reppu.web.site.settings")

from django.core.asgi import get_asgi_application

from reppu.web.site.mounting import beside

application = beside(get_asgi_application())
