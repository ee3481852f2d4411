"""The packaged facts and texts of the demonstration, without a database."""

import re
from collections import Counter

import pytest

from content.slugs import safe_slug
from portal.demo import tables

GROUPS = {group["acronym"]: group for group in tables.organization()["brg"]}

# What public pages state: year founded, chapters, members. None is a fact that none states.
STATED = {
    "genKP": (2010, None, 3000),
    "KPAPIA": (1992, 6, None),
    "KPAbility": (2013, 7, None),
    "KPLA": (1991, 7, None),
    "KPVA": (None, 7, None),
    "KP Pride": (None, 8, None),
    "WE@KP": (None, 7, None),
    "KPAC": (1990, None, 950),
    "KPNAPA": (2001, 1, None),
    "KPAAPA": (1989, 7, None),
}
WITHOUT_MISSION = {"KP Pride"}
WITHOUT_VISION = {"KPAbility", "KPVA", "WE@KP", "KPNAPA"}
SENSITIVE = {"KPAbility", "KPVA", "KP Pride"}


def test_states_exactly_what_the_source_states():
    facts = ("founded", "chapters", "members_stated")
    assert {name: tuple(map(group.get, facts)) for name, group in GROUPS.items()} == STATED


def test_has_a_mission_and_a_vision_only_where_the_source_has_one():
    assert {name for name, group in GROUPS.items() if "mission" not in group} == WITHOUT_MISSION
    assert {name for name, group in GROUPS.items() if "vision" not in group} == WITHOUT_VISION
    for group in GROUPS.values():
        assert group["has_mission"] == ("mission" in group)
        assert group["has_vision"] == ("vision" in group)


def test_only_the_groups_that_disclose_a_trait_begin_hidden():
    hidden = {name for name, group in GROUPS.items() if group["default_visibility"] == "only_me"}
    assert hidden == SENSITIVE
    assert GROUPS["genKP"]["default_visibility"] == "members"


def test_names_eight_regions_six_focus_areas_and_four_pillars():
    facts = tables.organization()
    assert [len(facts[kind]) for kind in ("region", "focus", "pillar")] == [8, 6, 4]
    zones = {region["name"]: region["timezone"] for region in facts["region"]}
    assert zones["Hawaii"] == "Pacific/Honolulu"
    assert zones["Colorado"] == "America/Denver"
    assert sum(region["share"] for region in facts["region"]) == 100


def test_hues_of_any_two_groups_are_at_least_30_degrees_apart():
    hues = sorted(group["hue"] for group in GROUPS.values())
    around = zip(hues, [*hues[1:], hues[0] + 360], strict=True)
    assert min(after - before for before, after in around) >= 30


def test_two_groups_are_overdue_for_review():
    overdue = {name for name, group in GROUPS.items() if group["review_in_days"] < 0}
    assert overdue == {"KPAbility", "KPNAPA"}


@pytest.mark.parametrize("name", GROUPS)
def test_every_address_belongs_to_a_domain_set_apart_for_examples(name):
    group = GROUPS[name]
    assert group["contact"] == f"{safe_slug(name)}@demo.example"
    assert len(group["links"]) == 2
    for link in group["links"]:
        assert link["url"].startswith(f"https://example.org/{safe_slug(name)}/")


@pytest.mark.parametrize("name", GROUPS)
def test_texts_are_plain_enough_for_grade_9(name):
    texts = [GROUPS[name].get(key, "") for key in ("purpose", "mission", "vision", "about")]
    assert grade("\n".join(texts)) <= 9


def grade(text):
    """The school grade that a text asks for, by the formula of Flesch and Kincaid."""
    words = re.findall(r"[A-Za-z’']+", text)
    sentences = max(1, len(re.findall(r"[.?!:\n]+\s", text + " ")))
    syllables = sum(map(count_syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def count_syllables(word):
    vowels = len(re.findall(r"[aeiouy]+", word.lower()))
    is_silent = word.lower().endswith("e") and not word.lower().endswith("le")
    return max(1, vowels - is_silent)


def test_there_are_as_many_chapters_as_each_group_states_50_in_all():
    open_ones = [one for one in tables.chapters() if one.get("status") != "closed"]
    numbers = Counter(one["brg"] for one in open_ones)
    assert len(open_ones) == 50
    assert numbers == {
        name: group["chapters"] for name, group in GROUPS.items() if "chapters" in group
    }


def test_the_regions_that_are_stated_are_those():
    regions = {name: {one["region"] for one in chapters_of(name)} for name in GROUPS}
    assert regions["KPNAPA"] == {"Colorado"}
    assert regions["KP Pride"] == {region["name"] for region in tables.organization()["region"]}
    assert regions["genKP"] == regions["KPAC"] == set()


def chapters_of(name):
    return [one for one in tables.chapters() if one["brg"] == name]


def test_no_group_has_two_open_chapters_in_a_region():
    pairs = [
        (one["brg"], one["region"]) for one in tables.chapters() if one.get("status") != "closed"
    ]
    assert len(set(pairs)) == len(pairs)


def test_no_chapter_says_what_another_says_or_when_it_began():
    abouts = [sentence for one in tables.chapters() for sentence in sentences(one["about"])]
    assert len(set(abouts)) == len(abouts)
    assert not any("founded" in one for one in tables.chapters())


def sentences(text):
    return re.split(r"(?<=[.?])\s+", text)


def test_chapters_are_plain_enough_for_grade_9():
    for one in tables.chapters():
        assert grade(one["about"]) <= 9, one["about"]


def test_grade_tells_plain_words_from_learned_ones():
    assert grade("We go on outings. You can come and listen first.") < 4
    assert grade("Facilitating multicultural organizational collaboration initiatives.") > 15
