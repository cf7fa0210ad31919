"""The table of books that were packed from the site."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Book",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("season", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=2)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("job_id", models.UUIDField(unique=True)),
                ("packed_at", models.DateTimeField(null=True)),
                ("first_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("finding", models.TextField(blank=True)),
                ("position", models.PositiveBigIntegerField(null=True)),
                ("numbers", models.PositiveIntegerField(null=True)),
                ("verify_job_id", models.UUIDField(null=True)),
                ("verification", models.JSONField(null=True)),
                ("verified_at", models.DateTimeField(null=True)),
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
                "indexes": [models.Index(fields=["organisation", "-asked_at"], name="books_of_organisation")],
            },
        ),
    ]
