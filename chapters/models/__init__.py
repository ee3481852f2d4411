from .chapter import Chapter
from .membership import ChapterMembership
from .officer import ChapterOfficer
from .proposal import Proposal

__all__ = ["Chapter", "ChapterMembership", "ChapterOfficer", "Proposal"]
