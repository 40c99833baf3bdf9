"""Tables derived from a study's tables, whose rows the measures count; one view or one subject matter per file."""
