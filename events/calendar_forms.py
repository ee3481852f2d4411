from django import forms
from django.utils.translation import gettext_lazy as _


class FeedForm(forms.Form):
    full_titles = forms.BooleanField(
        label=_("Show the full titles of private groups’ events"), required=False
    )
