"""One file per export format; each declares one `READER`. See docs/adding-a-format.md."""
