"""S9: a voice's service fails in each way that is known -> asked again, replaced for the whole film, or named with a remedy.

The real command, with the real clients of Edge and ElevenLabs, against services on the loopback that speak their protocols.
What language models do wrong is in test_language_models and test_model_writing.
"""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest

from model.result import PipelineResult
from tests.edge_service import EdgeService
from tests.elevenlabs_service import KEY, VOICE, ElevenLabsService
from tests.model_film import served
from tests.robustness.job import Job, assert_honest, read_result

pytestmark = pytest.mark.slow
TEXT = "# Small\n\nThis says little, and it is a film all the same.\n\n> A light that nobody sees is only a lamp.\n"
Ending = Literal["survived", "told", "replaced"]


class Case(NamedTuple):
    """One fault, and how the command should end."""

    engine: str
    fault: str
    ending: Ending
    times: int = 1_000_000
    after: int = 0
    words: str = ""


PASSING = ("429", "stall-audio", "garbage-mp3", "drop", "403", "503", "no-audio", "abort", "early-end", "garbage-text",
           "unknown-path", "garbage-binary", "garbage-metadata", "stall", "slow")  # fmt: skip
LASTING = ("503", "no-audio", "drop", "garbage-mp3", "429", "stall", "refused", "no-tls")
HALFWAY = ("503", "drop", "stall-audio", "403")
EDGE = (
    *(Case("edge", fault, "survived", times=1) for fault in PASSING),
    *(Case("edge", fault, "told") for fault in LASTING),
    Case("auto", "503", "replaced"),
    *(Case("auto", fault, "replaced", after=2) for fault in HALFWAY),
    *(Case("edge", "", "survived", words=words) for words in ("merged", "missing", "spelled", "wordless")),
)
ELEVENLABS = (
    *(Case("elevenlabs", fault, "survived", times=1) for fault in ("busy", "down", "no-times")),
    *(Case("elevenlabs", fault, "told") for fault in ("quota", "key", "voice", "no-sound", "garbage-sound")),
)
_FIRST = (EDGE[0], EDGE[15], EDGE[24], ELEVENLABS[0], ELEVENLABS[3])
CASES = (*_FIRST, *(case for case in (*EDGE, *ELEVENLABS) if case not in _FIRST))
"""The short form has one of each ending."""


def make(job: Job, case: Case, address: str) -> Any:
    world = {"VIDEO_GEN_EDGE_URL": address} if case.engine != "elevenlabs" else {"VIDEO_GEN_ELEVENLABS_URL": address}
    voice = ("--voice", f"elevenlabs:{VOICE}") if case.engine == "elevenlabs" else ("--engine", case.engine)
    return job.finish("--json", *voice, VIDEO_GEN_ENGINE="auto", ELEVENLABS_API_KEY=KEY, **world)


def run_case(job: Job, case: Case) -> tuple[Any, int]:
    """Run the command against the faulty service; return what it said, and how often it asked."""
    if case.fault == "refused":
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            return make(job, case, f"ws://127.0.0.1:{closed.getsockname()[1]}/"), 0
    if case.engine == "elevenlabs":
        with served(ElevenLabsService(case.fault, times=case.times)) as paid:
            return make(job, case, paid.url), len(paid.requests)
    with served(EdgeService(case.fault, times=case.times, after=case.after, words=case.words)) as service:
        address = service.url.replace("ws:", "wss:") if case.fault == "no-tls" else service.url
        return make(job, case, address), service.connections


@pytest.mark.scoreboard("S9 voices' services", full=len(CASES), short=5)
def test_a_fault_of_a_voice(point: int, tmp_path: Path, command_state: Path, record_property: Any) -> None:
    case = CASES[point]
    job = Job(tmp_path, command_state, text=TEXT)
    done, asked = run_case(job, case)
    if case.ending == "told":
        error = assert_honest(done, codes=(5,))
        assert "Edge" in error or "ElevenLabs" in error
        assert json.loads(done.stdout)["exit_code"] == 5
        assert job.delivered() == {} and job.leftovers() == []
        assert asked <= 4 * 4
        return
    result: PipelineResult = read_result(done)
    assert result.voice.engine == ("espeak" if case.ending == "replaced" else case.engine)
    assert not result.roles
    if case.ending == "replaced":
        assert any("Edge" in warning for warning in result.warnings)
    elif case.fault in ("", "no-times"):
        assert asked == len(result.scenes)
    else:
        assert asked == len(result.scenes) + case.times  # each scene once, and once more what failed
    again = job.succeed(*("--voice", f"elevenlabs:{VOICE}") if case.engine == "elevenlabs" else ("--engine", case.engine),
                        VIDEO_GEN_ENGINE="auto", ELEVENLABS_API_KEY=KEY)  # fmt: skip
    assert again.run is not None and again.run.unchanged
