"""The demonstration organization: its facts and texts (`*.toml`) and what makes people of them.

Everything is drawn from a seed and a day, so the same two give the same organization; only
passwords and public ids, which must not be guessed, are made anew each time. People and
memberships are written in bulk here: it is the one place that does not go through the verbs
in `actions.py`, and it only ever fills a database that has no other people.
"""
