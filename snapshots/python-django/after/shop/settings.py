SECRET_KEY = "not-a-secret-in-tests"
INSTALLED_APPS = []
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
