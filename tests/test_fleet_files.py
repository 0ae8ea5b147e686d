"""The files by which a fleet is started: known to Prefect, complete, and nothing in them that could be a secret."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from deployments.fleet.setting_up import read_job_template

ROOT = Path(__file__).resolve().parent.parent
FLEET = ROOT / "deployments" / "fleet"
_PLACEHOLDER = re.compile(r"{{ *([a-z_]+) *}}")


def read_settings() -> dict[str, str]:
    lines = (FLEET / "fleet.env").read_text().splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9_]*", name) for name, _, _ in pairs)
    return {name: value for name, _, value in pairs}


def test_every_setting_says_why_and_holds_no_secret() -> None:
    lines = (FLEET / "fleet.env").read_text().splitlines()
    assert all(len(line) <= 128 for line in lines)
    settings = read_settings()
    assert len(settings) >= 25
    for name, value in settings.items():
        if re.search("KEY|SECRET|AUTH|DATABASE_CONNECTION_URL", name):
            assert "<" in value, name
    assert not re.search(r"=.*[ '\"]", "\n".join(f"{name}={value}" for name, value in settings.items()))


def test_prefect_and_we_know_every_setting() -> None:
    """A name that nobody reads would change nothing, and nobody would be told."""
    from prefect.settings.legacy import _get_settings_fields
    from prefect.settings.models.root import Settings as PrefectSettings
    from prefect_redis.client import RedisMessagingSettings

    from adapters.settings import PREFIX, Settings

    known = set(_get_settings_fields(PrefectSettings)) | {"DO_NOT_TRACK"}
    for name in ("HOST", "PORT", "DB"):
        assert name.lower() in RedisMessagingSettings.model_fields
        known.add(f"PREFECT_REDIS_MESSAGING_{name}")
    known |= {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    aliases = {"PREFECT_SERVER_CSRF_PROTECTION_ENABLED", "PREFECT_SERVER_DATABASE_CONNECTION_TIMEOUT"}
    unknown = {name for name in read_settings() if not name.startswith("AWS_")} - known - aliases
    assert not unknown


def test_prefect_reads_them(tmp_path: Path) -> None:
    code = (
        "import json; from prefect.settings import get_current_settings as c; s = c().server;"
        "print(json.dumps([s.api.csrf_protection_enabled, s.database.migrate_on_start, s.database.connection_timeout,"
        "s.events.messaging_broker, s.concurrency.lease_storage, sorted(c().client.retry_extra_codes),"
        "c().flows.heartbeat_frequency]))"
    )
    settings = {name: value for name, value in read_settings().items() if "<" not in value}
    world = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)} | settings
    done = subprocess.run(
        [sys.executable, "-c", code], env=world, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [
        True, False, 10.0, "prefect_redis.messaging", "prefect_redis.lease_storage", [500, 504], 30,
    ]  # fmt: skip


def find_placeholders(value: Any) -> set[str]:
    return set(_PLACEHOLDER.findall(json.dumps(value)))


def read_prefects_own() -> dict[str, Any]:
    import prefect.server.api

    folder = Path(prefect.server.api.__file__).parent / "collections_data" / "views"
    workers = json.loads((folder / "aggregate-worker-metadata.json").read_text())
    own: dict[str, Any] = workers["prefect-kubernetes"]["kubernetes"]["default_base_job_configuration"]
    return own


def test_the_job_template_is_as_prefect_wants_it() -> None:
    from prefect.server.schemas.actions import WorkPoolCreate

    template, own = read_job_template(), read_prefects_own()
    WorkPoolCreate(name="films", type="kubernetes", base_job_template=template)
    lost = {"job_configuration": template["job_configuration"] | {"name": "{{ nobody }}"}} | {
        "variables": own["variables"]
    }
    with pytest.raises(ValueError, match="nobody"):
        WorkPoolCreate(name="films", type="kubernetes", base_job_template=lost)
    assert set(template) == set(own) == {"job_configuration", "variables"}
    assert set(template["job_configuration"]) == set(own["job_configuration"])
    assert set(own["variables"]["properties"]) <= set(template["variables"]["properties"])
    assert find_placeholders(template["job_configuration"]) == set(template["variables"]["properties"])


def test_its_defaults_are_of_their_types() -> None:
    kinds = {"string": str, "integer": int, "boolean": bool, "object": dict}
    for name, field in read_job_template()["variables"]["properties"].items():
        if "default" in field:
            assert isinstance(field["default"], kinds[field["type"]]), name
            assert not find_placeholders(field["default"])


def test_a_pod_may_do_little() -> None:
    spec = read_job_template()["job_configuration"]["job_manifest"]["spec"]
    pod = spec["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"] == {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
    assert container["envFrom"] == [{"secretRef": {"name": "{{ secret }}"}}]
    assert spec["backoffLimit"] == 0, "Prefect makes a run again, not Kubernetes: else two would"
    mounted = {mount["name"] for mount in container["volumeMounts"]}
    assert mounted == {volume["name"] for volume in pod["volumes"]}


@pytest.mark.parametrize("chart", ["server", "worker"])
def test_chart_values_agree_with_the_rest(chart: str) -> None:
    import prefect

    text = (FLEET / "helm" / f"{chart}.yaml").read_text()
    values = yaml.safe_load(text)
    image = values["global"]["prefect"]["image"] if chart == "server" else values["worker"]["image"]
    assert image["prefectTag"].startswith(f"{prefect.__version__}-")
    if chart == "worker":
        assert values["worker"]["config"]["workPool"] == "video-gen"
        assert values["worker"]["config"]["type"] == "kubernetes"
        assert values["worker"]["extraEnvVarsSecrets"] == ["video-gen"]
    else:
        assert values["postgresql"]["enabled"] is False and values["secret"]["create"] is False
        assert values["backgroundServices"]["runAsSeparateDeployment"] is True
        assert values["server"]["extraEnvVarsSecret"] == "video-gen"
