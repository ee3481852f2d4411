from .attendance import Attendance, BroughtList
from .door import DoorHelper, DoorRules, Pass, Press
from .figures import EventFigures, VisitQuarter

__all__ = [
    "Attendance",
    "BroughtList",
    "DoorHelper",
    "DoorRules",
    "EventFigures",
    "Pass",
    "Press",
    "VisitQuarter",
]
