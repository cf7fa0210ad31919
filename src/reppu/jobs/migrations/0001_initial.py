"""The first tables of jobs."""

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
            name="Lease",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("holder", models.CharField(blank=True, max_length=200)),
                ("seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_lease")],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("key", models.CharField(blank=True, max_length=200)),
                ("arguments", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("done", models.PositiveBigIntegerField(default=0)),
                ("total", models.PositiveBigIntegerField(null=True)),
                ("words", models.JSONField(null=True)),
                ("result", models.JSONField(null=True)),
                ("fault", models.JSONField(null=True)),
                ("task_id", models.UUIDField(null=True)),
                ("holder", models.CharField(blank=True, max_length=200)),
                ("cancel_asked", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("started_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "kind", "-asked_at"], name="jobs_of_organisation")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "running"]),
                            models.Q(("key", ""), _negated=True),
                            ("cancel_asked", False),
                        ),
                        fields=("organisation", "kind", "key"),
                        name="one_open_job_a_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=60)),
                ("arguments", models.JSONField(default=dict)),
                ("every_minutes", models.PositiveIntegerField(null=True)),
                ("at", models.TimeField(null=True)),
                ("weekday", models.PositiveSmallIntegerField(null=True)),
                ("time_zone", models.CharField(default="UTC", max_length=60)),
                ("next_run", models.DateTimeField(db_index=True)),
                ("last_run", models.DateTimeField(null=True)),
                ("enabled", models.BooleanField(default=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", False)),
                        fields=("organisation", "name"),
                        name="one_schedule_a_name",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", True)),
                        fields=("name",),
                        name="one_schedule_of_the_site_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at__isnull", True), ("every_minutes__gt", 0), ("weekday__isnull", True)),
                            models.Q(("at__isnull", False), ("every_minutes__isnull", True)),
                            _connector="OR",
                        ),
                        name="either_every_or_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__isnull", True), ("weekday__lte", 6), _connector="OR"),
                        name="a_day_of_the_week",
                    ),
                ],
            },
        ),
    ]
