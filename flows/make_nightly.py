"""SetConfig -> NightReport: only what changed since the last good run is made, and a page says what, and why."""

from flows.local_flow import local_flow
from flows.make_set import make_set
from model.changes import NightReport
from model.sets import SetConfig
from tasks.night import deliver_night, make_planned, plan_night, remember_films
from tasks.run import name_run, open_run


@local_flow(name="make-nightly", flow_run_name=name_run, validate_parameters=True, log_prints=True)
async def make_nightly(config: SetConfig) -> NightReport:
    """Make the films of a set that are not as their documents, settings and tools have them now, and say what changed."""
    async with open_run(config):
        planned = await plan_night(config)
        before = await remember_films(planned)
        made = await make_planned(planned, make_set, config)
        return await deliver_night(before, made)
