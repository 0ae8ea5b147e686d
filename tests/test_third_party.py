"""THIRD_PARTY.md names what is bundled and what the lock installs, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTICE = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([a-z0-9-]+) \| (\d[^ |]*) \| ([^|]+) \|$", re.MULTILINE)
PIN = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)( ;)?", re.MULTILINE)
ELSEWHERE = re.search(r"^Only on some platforms or Python versions: (.+)\.$", NOTICE, re.MULTILINE)


def test_every_locked_package_is_listed_with_its_version_and_licence() -> None:
    listed = {name: version for name, version, _ in ROW.findall(NOTICE)}
    assert ELSEWHERE is not None
    conditional = set(re.findall(r"([a-z0-9-]+) \(", ELSEWHERE[1]))
    locked = {
        name.replace("_", "-").replace(".", "-"): version
        for name, version, _ in PIN.findall((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    }
    assert {name: version for name, version in locked.items() if name not in conditional} == listed
    assert conditional <= set(locked)


def test_nothing_is_under_the_agpl() -> None:
    licences = [licence for _, _, licence in ROW.findall(NOTICE)]
    assert not [licence for licence in licences if "AGPL" in licence or "Affero" in licence]


def test_every_bundled_font_has_its_licence_beside_it() -> None:
    families = {path.name.split("-")[0] for path in (ROOT / "render/fonts").glob("*.[ot]tf")}
    assert families
    for family in families:
        assert f"render/fonts/{family}-*" in NOTICE
        assert f"render/fonts/OFL-{family}.txt" in NOTICE
        assert "SIL OPEN FONT LICENSE" in (ROOT / f"render/fonts/OFL-{family}.txt").read_text(encoding="utf-8").upper()


def test_what_keys_name_is_installed_from_the_lock() -> None:
    """A library whose version is part of a key, and that no lock installs, fails every film of a fresh environment."""
    locked = {name for name, _, _ in PIN.findall((ROOT / "requirements.lock").read_text(encoding="utf-8"))}
    named: set[str] = set()
    for path in (*(ROOT / "tasks").rglob("*.py"), *(ROOT / "adapters").rglob("*.py")):
        for lists in re.findall(r"(?:libraries=|LIBRARIES = )\(([^)]*)\)", path.read_text(encoding="utf-8")):
            named |= set(re.findall(r'"([a-zA-Z0-9_.-]+)"', lists))
    assert "av" in named
    assert named <= locked
