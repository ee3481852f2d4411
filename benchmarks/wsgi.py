"""The portal as production serves it, with as many groups a page as BENCHMARK_ROWS says.

The floor's list has 25 rows and the directory 24; for a comparison both have the same.
"""

import os

from config.wsgi import application
from portal import views

views.GROUPS_A_PAGE = int(os.environ.get("BENCHMARK_ROWS", views.GROUPS_A_PAGE))

__all__ = ["application"]
