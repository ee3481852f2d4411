"""Scripts as production serves them: each module asks for the others by names that carry a hash."""

import json
import posixpath
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from config.staticfiles import PortalStaticFilesStorage

STATIC = Path(settings.BASE_DIR) / "static"
SCRIPTS = sorted(str(path.relative_to(STATIC)) for path in STATIC.rglob("*.js"))
# Looser than what the storage rewrites: whatever a browser would take for an import.
IMPORT = re.compile(r"""\b(?:from|import)\s*\(?\s*["'`]([^"'`\n]+)["'`]""")


def collected(source: Path, names: list[str], target: Path) -> dict[str, str]:
    """Collect scripts as production does; return for each the name that carries a hash."""
    storage = PortalStaticFilesStorage(location=target, base_url="/static/")
    files = FileSystemStorage(source)
    for name in names:
        with files.open(name) as file:
            storage.save(name, file)
    for _name, _hashed, done in storage.post_process({name: (files, name) for name in names}):
        if isinstance(done, Exception):
            raise done
    return json.loads((target / "staticfiles.json").read_text())["paths"]


def strays(target: Path, hashed: dict[str, str]) -> list[tuple[str, str]]:
    """The imports of hashed scripts that name no hashed script, as (script, what it names)."""
    found = []
    for name in hashed.values():
        for named in IMPORT.findall((target / name).read_text()):
            address = posixpath.normpath(posixpath.join(posixpath.dirname(name), named))
            if not named.startswith(".") or address not in hashed.values():
                found.append((name, named))
    return found


# Each pass of the storage takes files in the order in which they were found, which is the disk's.
@pytest.mark.parametrize("order", [sorted, lambda names: sorted(names, reverse=True)])
def test_every_import_names_a_hashed_file(tmp_path, order):
    hashed = collected(STATIC, order(SCRIPTS), tmp_path)
    assert sorted(hashed) == SCRIPTS
    written = [IMPORT.findall((STATIC / name).read_text()) for name in SCRIPTS]
    kept = [IMPORT.findall((tmp_path / hashed[name]).read_text()) for name in SCRIPTS]
    assert [len(names) for names in kept] == [len(names) for names in written]
    assert sum(map(len, written)) > 30
    assert strays(tmp_path, hashed) == []


@pytest.mark.parametrize(
    "line",
    [
        'import { a } from "./b.js"\n',
        'import a from "b.js";\n',
        "import a from `./b.js`;\n",
        'const { a } = await import( "./b.js" );\n',
        'export * from "./b.js"\n',
    ],
)
def test_an_import_that_is_not_rewritten_is_found(tmp_path, line):
    source = tmp_path / "written"
    source.mkdir()
    (source / "a.js").write_text(line)
    (source / "b.js").write_text("export const a = 1;\n")
    target = tmp_path / "collected"
    assert strays(target, collected(source, ["a.js", "b.js"], target))
