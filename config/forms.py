"""How every form of the site is drawn."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Forms in the portal's own templates: errors first, then each field with its hint and error.

    Needs "django.forms" among the installed apps, since the widgets keep Django's templates.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
