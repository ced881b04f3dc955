FLASK_APP=src.app

# Name of the service, and of its log file.
NAME_APP=deduper
# Where it runs: development, testing or production.
RUN_ENVIRONMENT=development
