import unicodedata

SORT_NAME_LENGTH = 160
# Each word is one more look at every name.
MOST_WORDS = 5


def plain_text(text):
    """Text without case and accents, to search and sort alike on every database.

    Written without combining marks (NFKD, Unicode TR 15), so that Álvaro stands beside Alvaro.
    """
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def words_looked_for(typed):
    """The words that names are searched by, as `plain_text`: no more than a few of them."""
    return plain_text(typed).split()[:MOST_WORDS]


def sort_name(name):
    """The key by which a person's name is sorted."""
    return plain_text(name)[:SORT_NAME_LENGTH]
