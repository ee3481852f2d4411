"""The house in order: layers, migrations, names, and settings that we rely on."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver

from accounts.models import User

ROOT = Path(settings.BASE_DIR)

# From the top down: an app knows those after it and none before.
LAYERS = [
    "portal",
    "news",
    "feedback",
    "attendance",
    "events",
    "questions",
    "resources",
    "chapters",
    "brgs",
    "figures",
    "notices",
    "accounts",
    "content",
    "paging",
    "statements",
    "audit",
]
LIBRARIES = {"account", "socialaccount", "mfa", "auth", "contenttypes", "sessions", "admin"}
SOURCES = [
    path
    for app in [*LAYERS, "config"]
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted(
    (ROOT / "templates").rglob("*.txt")
)


def by_path(path):
    return str(path.relative_to(ROOT))


def imports(path, level=ast.walk):
    """The top-level packages that a file imports, relative ones counted as its own."""
    for node in level(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module.partition(".")[0] if node.level == 0 else app_of(path)
        elif isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)


def app_of(path):
    return path.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("path", SOURCES, ids=by_path)
def test_imports_point_down(path):
    app = app_of(path)
    allowed = LAYERS[LAYERS.index(app) :] if app in LAYERS else ["config"]
    assert {name for name in imports(path) if name in {*LAYERS, "config"}} <= set(allowed)


def test_foreign_keys_point_down():
    for model in apps.get_models():
        label = model._meta.app_label
        if label not in LAYERS:
            continue
        for field in model._meta.get_fields():
            if field.many_to_one or (field.one_to_one and not field.auto_created):
                target = field.related_model._meta.app_label
                assert target not in LAYERS[: LAYERS.index(label)], field


def test_migrations_point_down():
    """A string foreign key hides from a reader of imports, and not from the migrations' graph."""
    for (label, name), migration in MigrationLoader(None).disk_migrations.items():
        if label not in LAYERS:
            continue
        for target, _ in [*migration.dependencies, *migration.run_before]:
            if target in LAYERS:
                assert target in LAYERS[LAYERS.index(label) :], (label, name)


def test_apps_are_installed_in_the_order_of_the_layers():
    order = [config.label for config in apps.get_app_configs() if config.label in LAYERS]
    assert order == [app for app in LAYERS if app in order]


@pytest.mark.parametrize("path", SOURCES, ids=by_path)
def test_no_signals(path):
    """What must happen together is called, where a reader sees it."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"django\.(\w+\.)*signals|django\.dispatch|@receiver|\.connect\(", text)


@pytest.mark.parametrize("path", SOURCES, ids=by_path)
def test_files_have_names_that_say_something(path):
    assert path.stem not in {
        "utils",
        "helpers",
        "services",
        "managers",
        "signals",
        "core",
        "common",
    }


@pytest.mark.parametrize("path", SOURCES, ids=by_path)
def test_files_have_one_subject(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_settings_fit_on_a_few_screens():
    assert len((ROOT / "config/settings.py").read_text().splitlines()) <= 250


# `save(commit=False)` makes an object and writes nothing; the admin's own log is the admin's.
WRITING = re.compile(
    r"(?<!LogEntry\.objects)\.(save|create|bulk_create|bulk_update|delete|get_or_create)\((?!commit=False)"
)


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in SOURCES
        if path.name in {"views.py", "admin.py", "curation.py", "media.py"}
        and "actions" not in path.parts
    ],
    ids=by_path,
)
def test_views_and_curation_write_nothing_themselves(path):
    """Writes go through actions: one transaction, with the record and the messages."""
    assert not WRITING.findall(path.read_text(encoding="utf-8"))


def functions_with_imports(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield node.lineno


@pytest.mark.parametrize("path", SOURCES, ids=by_path)
def test_an_import_inside_a_function_gives_its_reason(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    for number in functions_with_imports(path):
        before, line = lines[number - 2].strip(), lines[number - 1]
        assert "#" in line or before.startswith("#"), f"{by_path(path)}:{number}"


@pytest.mark.parametrize("path", TEMPLATES, ids=by_path)
def test_templates_compile_and_hold_nothing_inline(path):
    get_template(str(path.relative_to(ROOT / "templates")))
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=\"|\|safe\b", text)
    # Plain text has no tags to escape.
    assert "autoescape off" not in text or path.suffix == ".txt"


def test_every_template_is_used():
    """By a view, another template, a form's renderer, or a library that looks for its name."""
    named_by_django = {"400.html", "403.html", "404.html", "500.html", "503.html", "403_csrf.html"}
    sought = ("admin/", "account/", "mfa/", "socialaccount/", "allauth/", "forms/", "usersessions/")
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*SOURCES, *TEMPLATES])
    for path in TEMPLATES:
        name = str(path.relative_to(ROOT / "templates"))
        if name in named_by_django or name.startswith(sought):
            continue
        assert f'"{name}"' in text or f"'{name}'" in text, name


def routes(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from routes(pattern.url_patterns)


def test_every_public_route_exists_and_has_a_reason():
    names = {pattern.name for pattern in routes(get_resolver().url_patterns)}
    for route, reason in settings.PUBLIC_ROUTES.items():
        assert route in names, route
        assert reason.endswith("."), route


def test_hooks_name_functions_that_exist():
    from django.utils.module_loading import import_string

    for name in (name for name in dir(settings) if name.startswith("ON_")):
        for path in getattr(settings, name):
            assert callable(import_string(path))


PROTECTED = re.compile(
    r"race|ethnic|religio|faith|gender|sex|orient|disab|veteran|military|birth|\bage|nationality"
    r"|citizen|pregnan|marital|genetic|color|union|steward|health|salary|pay\b",
    re.I,
)


def test_a_person_has_no_protected_characteristic_and_no_union_status():
    for field in User._meta.get_fields():
        assert not PROTECTED.search(field.name), field.name
    kept = {field.name for field in User._meta.concrete_fields}
    assert kept == {
        *("id", "public_id", "email", "employee_id", "password", "last_login"),
        *("legal_name", "preferred_name", "sort_name", "pronouns", "job_title", "photo"),
        *("region", "time_zone", "language", "default_visibility", "created"),
        *("is_active", "active_changed", "is_staff", "is_superuser"),
    }


def test_every_foreign_key_to_a_person_says_what_erasing_does():
    for model in apps.get_models():
        for field in model._meta.fields:
            if field.related_model is User and model._meta.app_label in LAYERS:
                assert field.remote_field.on_delete in {models.CASCADE, models.SET_NULL}, field
                assert field.remote_field.related_name == "+", field


def test_the_settings_we_rely_on():
    assert settings.USE_TZ
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SECURE_REFERRER_POLICY == "same-origin"
    assert settings.X_FRAME_OPTIONS == "DENY"
    assert "unsafe" not in str(settings.CONTENT_SECURITY_POLICY)
    assert settings.MESSAGE_STORAGE.endswith("CookieStorage")
    database = settings.DATABASES["default"]
    assert not database["ATOMIC_REQUESTS"]
    if database["ENGINE"].endswith("sqlite3"):
        assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_every_dependency_says_why_it_is_there():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    inside = False
    for before, line in zip(lines, lines[1:], strict=False):
        if line.strip() == "]":
            inside = False
        if inside and line.strip().startswith('"'):
            assert before.strip().startswith(("#", '"')), line
        if re.match(r"(dependencies|test|check) = \[", line):
            inside = True


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=by_path)
def test_locks_have_hashes_and_name_no_host(path):
    text = path.read_text()
    assert not re.search(r"https?://|index-url|find-links", text)
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in entry, entry
