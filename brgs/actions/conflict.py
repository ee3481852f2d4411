from django.utils.translation import gettext as _

from accounts.refusal import Refusal


class EditConflict(Refusal):
    """Somebody else has saved the text since this person began to edit it."""

    def __init__(self):
        super().__init__(
            _("Somebody else saved this while you were editing. Compare, then save again.")
        )
