import unicodedata

SORT_NAME_LENGTH = 160


def plain_text(text):
    """Text without case and accents, to search and sort alike on every database.

    Written without combining marks (NFKD, Unicode TR 15), so that Álvaro stands beside Alvaro.
    """
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def sort_name(name):
    """The key by which a person's name is sorted."""
    return plain_text(name)[:SORT_NAME_LENGTH]
