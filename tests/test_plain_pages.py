"""Pages for a bad day: no request, no database (it is closed to these tests), no good manifest."""

import pytest
from django.template.loader import render_to_string

PLAIN = {
    "400.html": "That request made no sense",
    "403_csrf.html": "This form has gone stale",
    "500.html": "Something broke on our side",
    "503.html": "Busy, try again",
}


@pytest.fixture
def no_manifest(settings):
    backend = "config.staticfiles.PortalStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}


@pytest.mark.parametrize("template", PLAIN)
def test_renders_with_nothing_at_hand(template, settings, no_manifest):
    html = render_to_string(template)
    assert f"<h1>{PLAIN[template]}</h1>" in html
    assert f"<title>{PLAIN[template]} · {settings.SITE_NAME}</title>" in html
    assert 'href="/static/css/portal.css"' in html
