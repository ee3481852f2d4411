class Refusal(Exception):  # noqa: N818  (a refusal is no mistake of ours)
    """A rule says no. The message is a whole sentence for the person who asked."""

    def __str__(self):
        return str(self.args[0])
