class Refusal(Exception):
    """A rule says no. The message is a whole sentence for the person who asked."""

    def __str__(self):
        return str(self.args[0])
