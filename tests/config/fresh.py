from importlib.util import find_spec, module_from_spec

import pytest


def settings_with(**variables):
    """The settings as a new process would read them, with these variables in its environment."""
    spec = find_spec("config.settings")
    fresh = module_from_spec(spec)
    with pytest.MonkeyPatch.context() as environment:
        for name, value in variables.items():
            environment.setenv(name, value)
        spec.loader.exec_module(fresh)
    return vars(fresh)
