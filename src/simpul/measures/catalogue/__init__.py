"""The measures, one family per file."""
