import os

import django

from .requests import Application
from .start import refuse_weak_start, sentences

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

with sentences():
    django.setup(set_prefix=False)
    application = Application()
    refuse_weak_start()
