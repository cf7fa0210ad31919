"""What other capabilities may ask of the jobs. Needs Django to be ready; a job's own function need not import it."""

from reppu.jobs.kinds import JobKind
from reppu.jobs.lease import seconds_since_heartbeat
from reppu.jobs.looking import JobView, jobs_of, look_at_job
from reppu.jobs.scheduling import plan, planned, unplan
from reppu.jobs.starting import cancel_job, start_job
from reppu.jobs.tidying import TIDY
from reppu.jobs.worker import Worker, work_off

__all__ = [
    "TIDY",
    "JobKind",
    "JobView",
    "Worker",
    "cancel_job",
    "jobs_of",
    "look_at_job",
    "plan",
    "planned",
    "seconds_since_heartbeat",
    "start_job",
    "unplan",
    "work_off",
]
