"""SetConfig -> SetReport: many films in one run, as a Prefect flow."""

if __name__ == "__main__":  # before Prefect is imported: what is wrong, or done already, is said at once
    from deployments.command import main

    main(["set"])

import asyncio

from flows.local_flow import local_flow
from flows.make_video import make_video
from model.sets import SetConfig, SetReport
from tasks.elsewhere import make_elsewhere
from tasks.films import deliver_report, make_films, make_here, plan_set
from tasks.run import name_run, open_run


@local_flow(name="make-set", flow_run_name=name_run, validate_parameters=True)
async def make_set(config: SetConfig) -> SetReport:
    """Make every film of a set that is not there already, and go on past those that fail."""
    async with open_run(config) as run:
        planned = await plan_set(config)
        make = make_elsewhere(config.deployment) if config.deployment else make_here(make_video)
        films = await make_films(planned, make, config, run)
        return await deliver_report(films, config, run)


def make_set_sync(config: SetConfig) -> SetReport:
    """Make the set from code that is not asynchronous."""
    report: SetReport = asyncio.run(make_set(config))
    return report
