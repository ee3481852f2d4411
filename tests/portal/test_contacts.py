from django.test import override_settings

from portal.contacts import contact_links


@override_settings(
    CONTACTS={
        "hr": "https://hr.example/help",
        "privacy": "privacy@example.com",
        "compliance": "+1 (555) 010-0199",
        "security": "",
    }
)
def test_a_contact_is_a_link_of_its_kind_and_none_where_it_is_not_set():
    assert contact_links() == {
        "hr": {"text": "hr.example/help", "url": "https://hr.example/help"},
        "privacy": {"text": "privacy@example.com", "url": "mailto:privacy@example.com"},
        "compliance": {"text": "+1 (555) 010-0199", "url": "tel:+15550100199"},
        "security": None,
    }


@override_settings(
    CONTACTS={
        "hr": "hr@example.com",
        "compliance": "+1 555 010 0199",
        "privacy": "",
        "security": "",
    }
)
def test_the_page_of_concerns_says_whom_to_reach(client):
    page = client.get("/concerns/").content.decode()
    assert 'href="mailto:hr@example.com"' in page
    assert 'href="tel:+15550100199"' in page
