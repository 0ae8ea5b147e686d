"""Delivery: all files or none; what was there survives until then, and the user's own files for ever."""

import json
import multiprocessing
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.delivery import Stored, deliver_files, find_result, recover_folder, verify_result
from adapters.files import digest_file
from adapters.folder_swap import MARKER, incoming_folder, outgoing_folder
from model.audio import VoiceChoice
from model.errors import ResourceError, StateError
from model.result import PipelineResult, RunFacts

ROOT = Path(__file__).resolve().parent.parent


def describe(files) -> PipelineResult:
    return PipelineResult(
        success=True, video_id="film", title="A film", language="en", request="0" * 64, inputs=(), files=files,
        video="film.mp4", voice=VoiceChoice(engine="silent", voice="silent", version="1"), total_duration=3.0,
        frames=90, loudness=-14.0, true_peak=-1.5, scenes=(), coverage=(),
        run=RunFacts(folder="/somewhere", seconds=1.5),
    )  # fmt: skip


def some_files(tmp_path: Path, mark: str, **more: bytes) -> dict:
    video = tmp_path / f"store-{mark}.mp4"
    video.write_bytes(mark.encode() * 300_000)
    return {
        "film.mp4": Stored(video, digest_file(video)),
        "film.srt": f"captions {mark}".encode(),
        "script.yaml": mark.encode(),
        **more,
    }


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_files_and_their_result_lie_in_the_folder(tmp_path) -> None:
    folder = tmp_path / "videos" / "film"
    result = deliver_files(folder, some_files(tmp_path, "a"), describe)
    assert names_in(folder) == {"film.mp4", "film.srt", "script.yaml", "result.json"}
    assert names_in(folder.parent) == {"film"}
    assert [file.name for file in result.files] == ["film.mp4", "film.srt", "script.yaml"]
    assert (folder / "film.mp4").read_bytes() == b"a" * 300_000
    assert json.loads((folder / "result.json").read_text())["run"] is None
    assert result.run is not None
    assert find_result(folder) == result.model_copy(update={"run": None})
    assert verify_result(folder, result)


def test_the_same_delivery_gives_the_same_bytes(tmp_path) -> None:
    one, other = tmp_path / "one" / "film", tmp_path / "other" / "film"
    for folder in (one, other):
        deliver_files(folder, some_files(tmp_path, "a"), describe)
    assert (one / "result.json").read_bytes() == (other / "result.json").read_bytes()


@pytest.mark.parametrize("exchange", [True, False])
def test_a_second_delivery_replaces_ours_and_keeps_the_users(tmp_path, monkeypatch, exchange) -> None:
    if not exchange:
        monkeypatch.setattr("adapters.folder_swap.exchange_folders", lambda one, other: False)
    folder = tmp_path / "film"
    deliver_files(folder, some_files(tmp_path, "a", **{"old.txt": b"old"}), describe)
    (folder / "notes.txt").write_text("mine")
    (folder / "takes").mkdir()
    (folder / "takes" / "one.wav").write_text("mine too")
    (folder / "new.txt").write_text("mine, under a name that is delivered next")
    (folder / "script.yaml").write_text("edited")
    deliver_files(folder, some_files(tmp_path, "b", **{"new.txt": b"new"}), describe)
    ours = {"film.mp4", "film.srt", "script.yaml", "new.txt", "result.json"}
    assert names_in(folder) == ours | {"notes.txt", "takes", "new.yours.txt", "script.yours.yaml"}
    assert (folder / "film.srt").read_bytes() == b"captions b"
    assert (folder / "script.yaml").read_bytes() == b"b"
    assert (folder / "script.yours.yaml").read_text() == "edited"
    assert (folder / "takes" / "one.wav").read_text() == "mine too"
    assert names_in(tmp_path) == {"film", "store-a.mp4", "store-b.mp4"}


def test_a_folder_of_the_users_is_joined(tmp_path) -> None:
    folder = tmp_path / "film"
    folder.mkdir()
    (folder / "result.json").write_text("not ours")
    deliver_files(folder, some_files(tmp_path, "a"), describe)
    assert (folder / "result.yours.json").read_text() == "not ours"
    assert find_result(folder) is not None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(b"X" + path.read_bytes()[1:]),
        lambda path: (path.rename(path.with_name("moved")), path.symlink_to("moved")),
        lambda path: (path.unlink(), os.mkfifo(path)),
        lambda path: (path.unlink(), path.mkdir()),
    ],
)
def test_a_spoiled_file_is_noticed_and_made_good(tmp_path, spoil) -> None:
    folder = tmp_path / "film"
    result = deliver_files(folder, some_files(tmp_path, "a"), describe)
    spoil(folder / "film.mp4")
    assert not verify_result(folder, result)
    deliver_files(folder, some_files(tmp_path, "a"), describe)
    assert verify_result(folder, result)


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"success": true}', "\0", "{" * 9000])
def test_a_result_that_cannot_be_read_is_none(tmp_path, text) -> None:
    folder = tmp_path / "film"
    deliver_files(folder, some_files(tmp_path, "a"), describe)
    (folder / "result.json").write_text(text)
    assert find_result(folder) is None
    deliver_files(folder, some_files(tmp_path, "b"), describe)
    assert verify_result(folder, find_result(folder))


def test_a_result_that_names_files_elsewhere_is_not_followed(tmp_path) -> None:
    folder = tmp_path / "film"
    result = deliver_files(folder, some_files(tmp_path, "a"), describe)
    outside = tmp_path / "outside.txt"
    outside.write_text("captions a")
    file = result.files[1].model_copy(update={"name": "../outside.txt"})
    forged = result.model_copy(update={"files": (file,), "run": None})
    assert not verify_result(folder, forged)
    (folder / "result.json").write_text(forged.model_dump_json())
    deliver_files(folder, some_files(tmp_path, "b"), describe)
    assert outside.read_text() == "captions a"


@pytest.mark.parametrize(
    "name", ["../film.mp4", "a/b", ".hidden", "", "result.json", "-rf", "Film.mp4", "a\nb", "ä", "a" * 200]
)
def test_odd_names_are_refused(tmp_path, name) -> None:
    with pytest.raises(StateError, match="Not a name"):
        deliver_files(tmp_path / "film", {name: b""}, describe)
    with pytest.raises(StateError, match="Not a name"):
        deliver_files(tmp_path / f"{name}-.", {"film.mp4": b""}, describe)
    assert names_in(tmp_path) == set()


def test_a_symbolic_link_is_not_followed(tmp_path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "film").symlink_to("elsewhere")
    with pytest.raises(ResourceError, match="symbolic link"):
        deliver_files(tmp_path / "film", {"film.mp4": b"x"}, describe)
    assert names_in(tmp_path / "elsewhere") == set()


def test_places_that_take_no_folder_are_named(tmp_path) -> None:
    (tmp_path / "film").write_text("a file")
    with pytest.raises(ResourceError, match="is not a folder"):
        deliver_files(tmp_path / "film", {"film.mp4": b"x"}, describe)
    with pytest.raises(ResourceError, match="Could not write"):
        deliver_files(tmp_path / "film" / "film", {"film.mp4": b"x"}, describe)
    with pytest.raises(ResourceError, match="Could not write"):
        deliver_files(Path("/proc/self/film"), {"film.mp4": b"x"}, describe)


def test_a_medium_that_is_gone_is_named(tmp_path) -> None:
    with pytest.raises(StateError, match="is gone from the store"):
        deliver_files(tmp_path / "film", {"film.mp4": Stored(tmp_path / "none", "0" * 64)}, describe)


def test_a_full_disk_leaves_the_former_film(tmp_path) -> None:
    folder = tmp_path / "film"
    former = deliver_files(folder, some_files(tmp_path, "a"), describe)
    files = some_files(tmp_path, "b")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(ResourceError, match="disk is full"):
            deliver_files(folder, files, describe)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert find_result(folder) == former.model_copy(update={"run": None})
    assert verify_result(folder, former)
    assert names_in(tmp_path) == {"film", "store-a.mp4", "store-b.mp4"}


def test_a_describer_that_fails_leaves_nothing(tmp_path) -> None:
    with pytest.raises(KeyboardInterrupt):
        deliver_files(tmp_path / "film", {"film.mp4": b"x"}, lambda files: (_ for _ in ()).throw(KeyboardInterrupt))
    assert names_in(tmp_path) == set()


# Kills itself before the n-th operation on the disk, for every n; audit events are raised by the interpreter itself.
KILLED = """
import os, signal, sys
from pathlib import Path
from adapters.delivery import deliver_files, find_result, verify_result
from adapters import folder_swap
from tests.test_delivery import describe

root, exchange = Path(sys.argv[1]), sys.argv[2] == "exchange"
if not exchange:
    folder_swap.exchange_folders = lambda one, other: False
OPERATIONS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.listdir", "fcntl.flock"}

def files(mark):
    return {"film.mp4": mark * 200_000, "film.srt": b"captions " + mark, "script.yaml": mark}

def deliver_and_die(folder, number):
    left = number
    def count(event, arguments):
        nonlocal left
        if event in OPERATIONS:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)
    deliver_files(folder, files(b"b"), describe)
    os._exit(0)

states, number = [], 0
while True:
    number += 1
    folder = root / f"film{number}"
    deliver_files(folder, files(b"a"), describe)
    (folder / "notes.txt").write_text("mine")
    child = os.fork()
    if child == 0:
        deliver_and_die(folder, number)
    _, status = os.waitpid(child, 0)
    found = find_result(folder)
    assert found is not None and verify_result(folder, found), number
    assert (folder / "notes.txt").read_text() == "mine", number
    states.append((folder / "script.yaml").read_bytes().decode())
    leftovers = sorted(path.name for path in root.iterdir() if path.name.startswith("."))
    assert leftovers in ([], [f".{folder.name}.lock"]), (number, leftovers)
    assert not (folder / folder_swap.MARKER).exists(), number
    deliver_files(folder, files(b"c"), describe)
    assert (folder / "script.yaml").read_bytes() == b"c" and (folder / "notes.txt").read_text() == "mine"
    assert sorted(path.name for path in folder.iterdir()) == ["film.mp4", "film.srt", "notes.txt", "result.json", "script.yaml"]
    assert not [path for path in root.iterdir() if path.name.startswith(".")], number
    if os.WIFEXITED(status):
        break
print("".join(states))
"""


@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_a_kill_at_any_operation_leaves_the_old_film_or_the_new(tmp_path, way) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), way], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    states = done.stdout.strip()
    assert len(states) > 20, "every operation was a place to die at"
    assert states == "a" * states.count("a") + "b" * states.count("b")
    assert states.count("a") > 5 and states.count("b") > 5


def test_a_lock_that_nobody_holds_goes(tmp_path) -> None:
    lock = tmp_path / ".lamp.lock"
    lock.touch()
    recover_folder(tmp_path / "lamp")
    assert list(tmp_path.iterdir()) == []


def test_recovery_waits_for_nobody(tmp_path) -> None:
    folder = tmp_path / "film"
    deliver_files(folder, some_files(tmp_path, "a"), describe)
    incoming_folder(folder).mkdir()
    (incoming_folder(folder) / MARKER).touch()
    recover_folder(folder)
    assert not incoming_folder(folder).exists()
    folder.rename(outgoing_folder(folder))
    assert find_result(folder) is not None


def test_a_former_delivery_beside_a_strange_folder_is_not_touched(tmp_path) -> None:
    folder = tmp_path / "film"
    deliver_files(folder, some_files(tmp_path, "a"), describe)
    folder.rename(outgoing_folder(folder))
    folder.mkdir()
    with pytest.raises(StateError, match="holds a former delivery"):
        deliver_files(folder, some_files(tmp_path, "b"), describe)
    assert verify_result(outgoing_folder(folder), deliver_files(tmp_path / "x", some_files(tmp_path, "a"), describe))


def deliver_many(root: str, mark: str) -> bool:
    folder = Path(root) / "film"
    for _ in range(12):
        result = deliver_files(folder, {"film.mp4": mark.encode() * 50_000, "film.srt": mark.encode()}, describe)
        assert result.files[1].size == 1
    return True


def test_processes_that_deliver_at_once_take_turns(tmp_path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        assert pool.starmap(deliver_many, [(str(tmp_path), mark) for mark in "abc"]) == [True] * 3
    folder = tmp_path / "film"
    result = find_result(folder)
    assert result is not None and verify_result(folder, result)
    assert names_in(tmp_path) == {"film"}
    assert names_in(folder) == {"film.mp4", "film.srt", "result.json"}


def test_a_copy_that_is_not_what_the_store_promised_is_not_delivered(tmp_path: Path) -> None:
    files = some_files(tmp_path, "a")
    files["film.mp4"].path.write_bytes(b"altered")
    with pytest.raises(ResourceError, match=r"film.mp4 is not on the disk as it was written"):
        deliver_files(tmp_path / "film", files, describe)
    assert not (tmp_path / "film").exists()
