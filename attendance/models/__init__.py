from .attendance import Attendance
from .door import DoorHelper, DoorRules, Pass, Press
from .figures import EventFigures, VisitQuarter

__all__ = [
    "Attendance",
    "DoorHelper",
    "DoorRules",
    "EventFigures",
    "Pass",
    "Press",
    "VisitQuarter",
]
