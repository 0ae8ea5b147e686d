"""The shape of the project, held by tests: sizes, docstrings, import direction."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("model", "adapters", "writing", "render", "tasks", "flows", "deployments")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
IDS = [str(path.relative_to(ROOT)) for path in MODULES]


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_modules_stay_small(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 300


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_functions_stay_small(path: Path) -> None:
    for function in functions(ast.parse(path.read_text(encoding="utf-8"))):
        body = function.body[-1].end_lineno - function.body[0].lineno + 1
        assert body <= 50, f"{function.name} has {body} lines"


@pytest.mark.parametrize("path", [path for path in MODULES if path.name != "__init__.py"], ids=lambda p: p.stem)
def test_modules_say_what_they_make(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_package_files_are_empty() -> None:
    """All but one: `from model.scenes import …` names our scenes without naming their modules."""
    for path in MODULES:
        if path.name == "__init__.py" and path.parent.name != "scenes":
            assert path.read_bytes() == b"", path


def test_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(linter), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_path_of_a_machine_in_the_sources() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert "/home/" not in text and "/root/" not in text, path
