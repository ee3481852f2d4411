"""Collects the static files into var/static, named by their content and compressed."""

import django
from django.core.management import call_command

from bin.environment import use_demonstration

if __name__ == "__main__":
    use_demonstration()
    django.setup()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
