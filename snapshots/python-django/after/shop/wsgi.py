"""WSGI config for the shop."""

from app_logging import setup as _setup  # noqa: F401
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

application = get_wsgi_application()
