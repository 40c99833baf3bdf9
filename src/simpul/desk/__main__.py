"""`python -m simpul.desk COMMAND`: Django's own commands, for those who run or develop the desk."""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "simpul.desk.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["simpul-desk", *sys.argv[1:]])
