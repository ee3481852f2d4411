"""What every form shows: errors first with links, each field tied to its hint and its error."""

import re

from django import forms

from accounts.widgets import ChoiceCards


class Sample(forms.Form):
    name = forms.CharField(label="Name", max_length=5, help_text="As others call you.")
    motto = forms.CharField(label="Motto", required=False)
    keep = forms.BooleanField(label="Keep me signed in", required=False)
    who = forms.ChoiceField(
        label="Who may see it",
        choices=[("all", "All"), ("me", "Only me")],
        widget=ChoiceCards(explained={"me": ("lock", "Nobody else.")}),
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        if self.cleaned_data.get("motto") == "no":
            raise forms.ValidationError("This cannot be.")


def tag(html, name):
    """The opening tag of the control with this name."""
    return re.search(rf'<(?:input|textarea)[^>]* name="{name}"[^>]*>', html)[0]


def test_a_fresh_form_has_no_summary():
    assert "data-summary" not in str(Sample())


def test_errors_come_first_with_links_to_their_fields():
    html = str(Sample({"name": "", "motto": "no"}))
    assert "Please look at 3 things" in html
    assert html.index("data-summary") < html.index("<label")
    assert "<li>This cannot be.</li>" in html
    assert '<li><a href="#id_name">Name</a>: This field is required.</li>' in html
    assert '<li><a href="#id_who_0">Who may see it</a>: This field is required.</li>' in html


def test_every_link_of_the_summary_leads_somewhere():
    html = str(Sample({"name": ""}))
    targets = re.findall(r'href="#([^"]+)"', html)
    assert targets == ["id_name", "id_who_0"]
    assert all(f'id="{target}"' in html for target in targets)


def test_a_single_error_is_called_one_thing():
    assert "Please look at one thing" in str(Sample({"name": "", "who": "me"}))


def test_what_was_typed_is_kept():
    html = str(Sample({"name": "far too long", "motto": "onward", "who": "me"}))
    assert 'value="far too long"' in tag(html, "name")
    assert 'value="onward"' in tag(html, "motto")
    assert re.search(r'value="me"[^>]* checked', html)


def test_a_field_is_described_by_its_hint_and_its_error():
    html = str(Sample({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in tag(html, "name")
    assert 'aria-invalid="true"' in tag(html, "name")
    assert '<div class="hint" id="id_name_helptext">As others call you.</div>' in html
    assert 'id="id_name_error"' in html


def test_optional_fields_say_so_and_ticks_do_not():
    html = str(Sample())
    assert '<label for="id_motto">Motto <span class="optional">(optional)</span></label>' in html
    assert '<label for="id_keep">Keep me signed in</label>' in html
    assert '<label for="id_name">Name</label>' in html


def test_a_choice_is_described_by_what_it_means():
    html = str(Sample())
    assert 'aria-describedby="id_who_1_note"' in html
    assert '<p class="choice-note" id="id_who_1_note">Nobody else.</p>' in html
    assert html.count("choice-note") == 1


def test_nothing_takes_the_focus_by_itself():
    assert "autofocus" not in str(Sample())


def test_hidden_fields_are_there_once():
    assert str(Sample()).count('name="token"') == 1


def test_text_from_people_is_escaped():
    html = str(Sample({"name": "<b>", "who": "me"}))
    assert "<b>" not in html
