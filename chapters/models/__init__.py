from .chapter import Chapter
from .membership import ChapterMembership
from .officer import ChapterOfficer
from .proposal import Proposal
from .roster_export import RosterExport

__all__ = ["Chapter", "ChapterMembership", "ChapterOfficer", "Proposal", "RosterExport"]
