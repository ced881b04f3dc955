from app_logging import setup as _setup  # noqa: F401
import sys

from app_logging import logger
from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpResponse
from django.urls import path


def index(request):
    logger.info("asked")
    return HttpResponse("hello")


def fail(request):
    raise RuntimeError("a view fails")


urlpatterns = [path("", index), path("fail", fail)]
settings.configure(
    SECRET_KEY="x", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], DEBUG=False
)
if __name__ == "__main__":
    execute_from_command_line(sys.argv)
