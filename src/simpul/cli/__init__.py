"""The command line: what each command is called and asks, and how it tells what came of it."""

from simpul.cli.commands import app, main

__all__ = ["app", "main"]
