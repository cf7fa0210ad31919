"""The table of imports in the browser."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import reppu.sources.pages.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=reppu.sources.pages.models.new_key, max_length=24, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("files", models.PositiveIntegerField(default=0)),
                ("bytes", models.PositiveBigIntegerField(default=0)),
                ("look_job", models.UUIDField(null=True)),
                ("import_job", models.UUIDField(null=True)),
                ("counts", models.JSONField(default=dict)),
                ("outcome", models.JSONField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "-at"], name="runs_of_organisation")],
            },
        ),
    ]
