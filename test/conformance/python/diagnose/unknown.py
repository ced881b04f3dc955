"""Loguru, when its own parts are other ones some day."""

from app_logging.diagnose import mask_diagnosed
from loguru._better_exceptions import ExceptionFormatter

original = ExceptionFormatter.format_exception
del ExceptionFormatter._get_relevant_values
print(mask_diagnosed(), ExceptionFormatter.format_exception is original)
