"""Static files as production serves them: one stylesheet, names that carry a hash, compressed."""

import posixpath
import re
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/portal.css"
IMPORT = re.compile(r'^@import "(?P<path>[^"]+)" layer\((?P<layer>[\w-]+)\);$', re.MULTILINE)
ADDRESS = re.compile(r'url\("(?P<path>[^"]+)"\)')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Joins the imports of the site's stylesheet before names are hashed, so that one request
    brings the whole look.

    Script modules get hashed imports, where they are written in one way: `from "./other.js";`, at
    the head of the module, with its semicolon. A chain of imports may not lead back to where it
    began, since a name would hang on itself, and has at most five links: collecting fails then.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict, dry_run: bool = False, **options) -> Iterator[tuple]:
        """What collectstatic calls with every file it found, as name: (storage, path)."""
        if STYLESHEET in paths and not dry_run:
            memory = InMemoryStorage()
            memory.save(STYLESHEET, ContentFile(joined(paths, STYLESHEET).encode()))
            paths = {**paths, STYLESHEET: (memory, STYLESHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def joined(paths: dict, name: str) -> str:
    """A stylesheet with each `@import "x.css" layer(y);` line replaced by that file in its layer.

    Raises KeyError for an import that was not collected.
    """
    folder = posixpath.dirname(name)

    def bring(line: re.Match) -> str:
        target = posixpath.normpath(posixpath.join(folder, line["path"]))
        text = moved(slim(read(paths, target)), posixpath.dirname(line["path"]))
        return f"@layer {line['layer']} {{\n{text}\n}}"

    return IMPORT.sub(bring, slim(read(paths, name)))


def read(paths: dict, name: str) -> str:
    """The text of a file that collectstatic found."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()


def moved(css: str, folder: str) -> str:
    """The same rules when they stand one folder up: addresses are counted from there."""
    return ADDRESS.sub(
        lambda match: f'url("{posixpath.normpath(posixpath.join(folder, match["path"]))}")', css
    )


def slim(css: str) -> str:
    """Without comments, indents and empty lines; nothing that depends on meaning is touched."""
    lines = (line.strip() for line in COMMENT.sub("", css).splitlines())
    return "\n".join(line for line in lines if line)
