from django.conf import settings
from django.utils.module_loading import import_string


def call(name, **facts):
    """Call, in order, the functions that a setting lists: the only way up through the layers.

    `name` is a setting such as "ON_MEMBERSHIP_ENDED". Runs inside the caller's transaction;
    what a function raises undoes the whole change.
    """
    for path in getattr(settings, name):
        import_string(path)(**facts)
