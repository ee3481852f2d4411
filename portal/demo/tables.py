"""The tables that the demonstration is made from, as they stand beside this file."""

import functools
import tomllib
from pathlib import Path

HERE = Path(__file__).parent


@functools.cache
def organization():
    """Facts and texts of the organization, its regions, lists and groups."""
    return _read("organization.toml")


@functools.cache
def chapters():
    """The groups' chapters, in the order of the groups."""
    return _read("chapters.toml")["chapter"]


@functools.cache
def work():
    """What leads and curators have on their tables: proposals, changes of texts, resources."""
    return _read("work.toml")


@functools.cache
def news():
    """What each group told its people, by its acronym, and what is not out yet."""
    return _read("news.toml")


@functools.cache
def events():
    """What each group holds, by its acronym, and what is special."""
    return _read("events.toml")


@functools.cache
def series():
    """What groups hold again and again."""
    return _read("series.toml")["series"]


@functools.cache
def feedback():
    """What people wrote about events."""
    return _read("feedback.toml")["texts"]


@functools.cache
def questions():
    """What employees ask the leads, and what is answered."""
    return _read("questions.toml")["question"]


@functools.cache
def names():
    """Tables of given and family names, and short forms of given names."""
    return _read("names.toml")


@functools.cache
def jobs():
    """Job titles with how common each is."""
    return _read("jobs.toml")["jobs"]


def _read(name):
    with (HERE / name).open("rb") as file:
        return tomllib.load(file)
