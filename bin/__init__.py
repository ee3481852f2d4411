"""What the Makefile runs: each module is one command, and says at its head what it does."""
