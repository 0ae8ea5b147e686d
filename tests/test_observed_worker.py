"""A real worker, whose films are made in processes of their own: followed from here, counted together, logged as JSON."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from adapters.server import client_environment, launch_server, wait_ready
from tests.film_maker import ROOT, FilmMaker, kill_group
from tests.test_metrics import samples

pytestmark = pytest.mark.slow
_DEPLOYING = """
import asyncio, sys
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.deployments import run_deployment
from flows.following import follow_run

async def main(root, output, sources):
    async with get_client() as client:
        await client.create_work_pool(WorkPoolCreate(name="observed", type="process"), overwrite=True)
    make_video = await flow.from_source(source=root, entrypoint="flows/make_video.py:make_video")
    await make_video.deploy(name="observed", work_pool_name="observed", print_next_steps=False, ignore_warnings=True)
    jobs = [{"config": {"source": source, "engine": "silent", "output": output}} for source in sources]
    runs = [await run_deployment("make-video/observed", parameters=job, timeout=0) for job in jobs]
    heard = {str(run.id): [] for run in runs}
    ends = await asyncio.gather(*(follow_run(run_id, events.append) for run_id, events in heard.items()))
    for (run_id, events), end in zip(heard.items(), ends):
        print("heard", run_id, end, events[-1].kind, [event.sequence for event in events] == list(range(1, len(events) + 1)))

asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
"""


def test_what_a_workers_processes_do_is_seen_from_outside(maker: FilmMaker) -> None:
    sources = [maker.home / f"part{number}.md" for number in (1, 2)]
    for source in sources:
        source.write_text(f"# Part {source.stem[-1]}\n\nThis says little, and not twice the same: {source.stem}.\n")
    address, metrics = launch_server(maker.state), maker.home / "video-gen.prom"
    wait_ready(address)
    world = maker.world(VIDEO_GEN_METRICS_FILE=str(metrics)) | client_environment(address, verbose=True)
    logging = {
        "VIDEO_GEN_LOG_FORMAT": "json",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_CLASS": "adapters.json_lines.JsonHandler",
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "prefect", "worker", "start", "--pool", "observed", "--type", "process", "--limit", "2"],
        env=world | logging, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        argv = [sys.executable, "-c", _DEPLOYING, str(ROOT), str(maker.output), *map(str, sources)]
        done = subprocess.run(argv, env=world, cwd=maker.home, capture_output=True, text=True, timeout=240, check=False)
    finally:
        kill_group(worker)
        said = worker.communicate()[1]
    assert done.returncode == 0, done.stderr
    heard = [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("heard ")]
    assert [line[1:] for line in heard] == [["Completed", "PIPELINE_COMPLETED", "True"]] * 2
    counted = samples(metrics.read_bytes())
    assert counted["pipeline_duration_seconds_count", ("completed",)] == 2
    assert counted["stage_duration_seconds_count", ("completed", "deliver")] == 2
    lines = [json.loads(line) for line in said.splitlines()]
    runs = {line[0] for line in heard}
    assert {(line["run"], line["video"]) for line in lines if line["stage"] == "render"} == {
        *zip([line[0] for line in heard], ("part1", "part2"), strict=True)
    }
    assert {line["run"] for line in lines} <= {"", *runs}
