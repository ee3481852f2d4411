"""Widgets that more than one app's forms use."""

from django.forms import RadioSelect


class ChoiceCards(RadioSelect):
    """Radio buttons as cards, each with an icon and a sentence on what choosing it means.

    `explained` maps a choice's value to (icon name, sentence); a value without an entry is only
    a label.
    """

    template_name = "forms/choices.html"

    def __init__(self, attrs=None, choices=(), explained=None):
        super().__init__(attrs, choices)
        self.explained = explained or {}

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        """One card; the sentence is tied to its radio button for screen readers."""
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        option["icon"], option["note"] = self.explained.get(str(value), ("", ""))
        if option["note"] and "id" in option["attrs"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_note"
        return option
