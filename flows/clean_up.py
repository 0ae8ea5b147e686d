"""CleaningConfig -> CleaningReport: what nobody needs any more is gone, by age and by size."""

from prefect import flow

from model.cleaning import CleaningConfig, CleaningReport
from tasks.clean import clear_leftovers, forget_runs, prune_cache, publish_cleaning


@flow(name="clean-up", flow_run_name="clean up", validate_parameters=True)
async def clean_up(config: CleaningConfig = CleaningConfig()) -> CleaningReport:  # noqa: B008 - a frozen value
    """Prune the cache, remove what killed commands left, and have the server forget old runs."""
    report = await prune_cache(config, CleaningReport())
    report = await clear_leftovers(config, report)
    report = await forget_runs(config, report)
    await publish_cleaning(report)
    return report
