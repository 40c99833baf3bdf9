"""Indexes for the proposals that wait for one agency, and for how many wait in each source."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("needs", "0002_dated")]

    operations = [
        migrations.AddIndex(
            "need",
            models.Index(
                fields=("agency", "state", "-urgency", "voiced_at", "id"), name="need_agency_urgent"
            ),
        ),
        migrations.AddIndex(
            "need",
            models.Index(
                fields=("state", "source", "-urgency", "voiced_at", "id", "agency"), name="need_source_urgent"
            ),
        ),
    ]
