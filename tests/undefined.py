"""A template of ours that shows a variable nobody gave it fails instead of showing nothing."""

import sys
from pathlib import Path

from django.conf import settings
from django.template import Node


class UndefinedVariableError(AssertionError):
    """A template names a variable that its context does not have."""


class FailOnUndefined(str):
    """What stands for an undefined variable (`string_if_invalid`).

    Django asks for its truth only when a variable is missing, before any filter runs. In our own
    templates the question raises; in those of Django and of the libraries it answers no, so that
    they behave as they always do.
    """

    def __bool__(self) -> bool:
        complain_if_ours()
        return False

    def __contains__(self, part: str) -> bool:
        complain_if_ours()
        return False


def complain_if_ours() -> None:
    """Raise where the node being rendered comes from a template in this project."""
    frame = sys._getframe(2)
    while frame:
        node = frame.f_locals.get("self")
        if isinstance(node, Node):
            origin = Path(node.origin.name)
            if is_ours(origin):
                raise UndefinedVariableError(f"{origin}: undefined in {node.token.contents!r}")
            return
        frame = frame.f_back


def is_ours(template: Path) -> bool:
    """Whether a template lies in the project and not among the installed libraries."""
    root = settings.BASE_DIR
    return template.is_relative_to(root) and ".venv" not in template.relative_to(root).parts
