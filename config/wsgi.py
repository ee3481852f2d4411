import os

from django.core.wsgi import get_wsgi_application

from .start import refuse_weak_start, sentences

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

with sentences():
    application = get_wsgi_application()
    refuse_weak_start()
