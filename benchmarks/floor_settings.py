"""The floor app with one page more (floor_urls.py)."""

from floor.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.floor_urls"
