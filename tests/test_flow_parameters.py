"""A job as the server keeps it: what Prefect itself would write, and enough to make the same job again."""

from __future__ import annotations

from pathlib import Path

import pytest
from prefect import Flow

from flows.make_set import make_set
from flows.make_video import make_video
from model.inputs import InputConfig
from model.sets import SetConfig

JOB = InputConfig(source="docs/é ü.md", output="films", theme="swiss-dark", target_duration=90, ai="off")


@pytest.mark.parametrize(
    ("flow", "config"), [(make_video, JOB), (make_set, SetConfig(source=str(Path("docs")), max_parallel=2))]
)
def test_a_flow_tells_its_job_as_prefect_would(flow: Flow[..., object], config: InputConfig | SetConfig) -> None:
    told = flow.serialize_parameters({"config": config, "other": 3})
    assert told == Flow.serialize_parameters(flow, {"config": config, "other": 3})
    assert type(config).model_validate(told["config"]) == config
