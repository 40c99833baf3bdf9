"""Which needs have a known day; of a survey in a study without an end, and of texts without a time, nobody knows it."""

from typing import Any

from django.db import migrations, models
from django.db.models import F


def undate(apps: Any, schema_editor: Any) -> None:
    """What took the day on which its study was brought in has none."""
    need = apps.get_model("needs", "Need")
    need.objects.filter(study__until=None, voiced_at=F("study__created_at")).update(dated=False)


class Migration(migrations.Migration):
    dependencies = [("needs", "0001_initial")]

    operations = [
        migrations.AddField("need", "dated", models.BooleanField(default=True)),
        migrations.RunPython(undate, migrations.RunPython.noop, elidable=True),
    ]
