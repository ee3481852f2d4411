"""The demonstration organization: its facts and texts (`*.toml`) and what makes people of them.

Everything is drawn from a seed and a day, so the same two give the same organization; only
passwords, public ids and names of files, which must not be guessed, are made anew each time. Rows
are written as the verbs in `actions.py` would have left them, and what officers did goes on
record with the day on which they did it: it is the one place that does not go through the verbs,
which know no day but the present one, and it only ever fills a database that has no other people.
"""
