"""The people of the demonstration who can sign in. Nobody draws them into a group at random."""

from dataclasses import dataclass

from accounts.visibility import Visibility

PASSWORD = "brg-portal-demo"  # noqa: S105 - public on purpose; a start without DEMO=1 refuses it
DOMAIN = "demo.example"


@dataclass(frozen=True)
class Character:
    number: int
    local_part: str
    legal_name: str
    preferred_name: str
    pronouns: str
    job_title: str
    region: str
    # Who may see each of their memberships, by the group's acronym.
    groups: tuple[tuple[str, Visibility], ...] = ()
    chairs: str = ""
    # The regions of the chapters that they are in, by the group's acronym.
    chapters: tuple[tuple[str, str], ...] = ()
    # Of which of these groups they lead their chapter.
    leads_chapter_of: str = ""
    is_curator: bool = False
    is_superuser: bool = False

    @property
    def email(self):
        return f"{self.local_part}@{DOMAIN}"


CAST = (
    Character(
        1,
        "employee",
        "Rosalie M. Haddad",
        "Rosalie Haddad",
        "she/her",
        "Medical assistant",
        "Northern California",
    ),
    Character(
        2,
        "member",
        "Grace Ifeoma Okafor",
        "Grace Okafor",
        "",
        "Pharmacist",
        "Southern California",
        groups=(("KPAC", Visibility.MEMBERS), ("KPAPIA", Visibility.MEMBERS)),
        chapters=(("KPAPIA", "Southern California"),),
    ),
    Character(
        3,
        "hidden",
        "Samuel Whitaker",
        "Sam Whitaker",
        "he/him",
        "Radiologic technologist",
        "Colorado",
        groups=(("KP Pride", Visibility.ONLY_ME),),
        chapters=(("KP Pride", "Colorado"),),
    ),
    Character(
        4,
        "lead",
        "Kiran S. Bennett",
        "Kiran Bennett",
        "they/them",
        "Charge nurse",
        "Hawaii",
        groups=(("KPAPIA", Visibility.EVERYONE),),
        chairs="KPAPIA",
        chapters=(("KPAPIA", "Hawaii"),),
    ),
    Character(
        5,
        "chapter.lead",
        "Tomás Lindqvist Vega",
        "Tomás Lindqvist",
        "",
        "Respiratory therapist",
        "Colorado",
        groups=(("KP Pride", Visibility.LEADS),),
        chapters=(("KP Pride", "Colorado"),),
        leads_chapter_of="KP Pride",
    ),
    Character(
        6,
        "curator",
        "Margaret Adaeze Doyle",
        "Peggy Doyle",
        "she/her",
        "Communications specialist",
        "Mid-Atlantic States",
        is_curator=True,
    ),
    Character(
        7,
        "admin",
        "Lee P. Marchenko",
        "Lee Marchenko",
        "",
        "Software engineer",
        "Washington",
        is_superuser=True,
    ),
)
