"""A terminal's text -> its lines by kind: what is typed, what goes on from the line before, what comes back."""

from __future__ import annotations

import re

from model.content import CodeBlock
from model.scenes import CommandLine

SHELLS_LIST = (
    "sh bash shell zsh fish console terminal shell-session shellsession powershell ps1 ps bat batch cmd dos ksh "
    "bash-session command commandline cli"
)
SHELLS = frozenset(SHELLS_LIST.split())
_PROMPT = re.compile(
    r"^\s{0,8}(?:\(\w{1,30}\)\s?)?(?:[\w.-]{1,40}@[\w.-]{1,60}[:\s][^$#%\n]{0,60})?(?:\$|%|❯|➜|PS(?:\s[^>]{0,60})?>|C:[^>]{0,80}>)\s+(?=\S)"
)
_ARROW = re.compile(r"^>\s+(?=\S)")
_ROOT = re.compile(r"^#\s+(?=(?:apt|apt-get|dnf|yum|systemctl|pacman|pip|make|mount|useradd)\b)")
_SCRIPT = re.compile(
    r"^\s*(?:if|then|else|elif|fi|for|do|done|while|case|esac|function|\w{1,40}\s?\(\)\s?\{|\}|\{)(?:\s|;|$)"
)
_KNOWN_LIST = """pip pip3 pipx
    uv poetry conda mamba npm npx yarn pnpm bun deno cargo rustup go docker docker-compose podman kubectl
    helm brew apt apt-get dnf yum pacman apk snap flatpak choco scoop winget port nix git gh make cmake ninja meson gradle mvn
    python python3 py node ruby gem bundle rails php composer java dotnet curl wget cd mkdir sudo export source cp mv rm echo
    cat chmod ssh scp tar unzip systemctl pytest tox nox ruff black mypy vim nano code open touch ls terraform ansible aws
    gcloud az heroku vercel netlify flutter dart swift mix stack cabal opam luarocks R Rscript julia"""
_KNOWN = frozenset(_KNOWN_LIST.split())
PLAIN_LANGUAGES = frozenset({"", "text", "txt", "plain", "plaintext"})
"""Of code blocks that say nothing of what is in them."""
_BRANCH = re.compile(r"[│|\s]*[├└]─")
"""A line of a tree of files: nobody types it, whatever language the fence names."""
_MAKES_SENSE = re.compile(r"^[\w./~-]{1,60}(?:\s|$)")


def is_shell(block: CodeBlock) -> bool:
    """Tell whether a block of code is something to type at a terminal."""
    lines = [line for line in block.code.split("\n") if line.strip()]
    prompted = any(_PROMPT.match(line) for line in lines)
    if not lines or (not prompted and any(_BRANCH.match(line) for line in lines)):
        return False
    if block.language in SHELLS:
        scripted = sum(bool(_SCRIPT.match(line)) for line in lines)
        return scripted * 4 <= len(lines) and not block.code.startswith("#!")
    if block.language not in PLAIN_LANGUAGES:
        return False
    if prompted:
        return True
    words = [line.split()[0] for line in lines if not line.lstrip().startswith("#")]
    return bool(words) and len(lines) <= 8 and all(word in _KNOWN for word in words)


def read_terminal(code: str) -> tuple[CommandLine, ...]:
    """Sort a terminal's lines; where some carry a prompt, those without one are what came back."""
    lines = [line.rstrip() for line in code.split("\n")]
    prompted = any(_PROMPT.match(line) for line in lines)
    arrows = not prompted and sum(bool(_ARROW.match(line)) for line in lines) * 2 >= sum(bool(line) for line in lines)
    read: list[CommandLine] = []
    for line in lines:
        if not line.strip():
            continue
        before = read[-1] if read else None
        goes_on = (
            before is not None and before.kind in ("input", "continuation") and before.text.endswith(("\\", "`", "^"))
        )
        read.append(_read_line(line, prompted, arrows, goes_on=goes_on))
    return tuple(read)


def _read_line(line: str, prompted: bool, arrows: bool, *, goes_on: bool) -> CommandLine:
    prompt = _PROMPT.match(line) or (_ARROW.match(line) if arrows or goes_on else None) or _ROOT.match(line)
    bare = line[prompt.end() :] if prompt else line
    if goes_on:
        return CommandLine(text=bare, kind="continuation")
    if bare.lstrip().startswith(("#", "::", "REM ")) or (prompted and bare.startswith("// ")):
        return CommandLine(text=bare.strip(), kind="comment")
    if prompt or not (prompted or arrows):
        return CommandLine(text=bare.strip() if not line.startswith("  ") else bare, kind="input")
    return CommandLine(text=bare, kind="output")


def list_commands(lines: tuple[CommandLine, ...]) -> tuple[tuple[int, str], ...]:
    """Return each command whole, its further lines joined, with the index of its first line."""
    found: list[tuple[int, str]] = []
    for at, line in enumerate(lines):
        if line.kind == "input":
            found.append((at, line.text.rstrip("\\`^ ")))
        elif line.kind == "continuation" and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.text.strip().rstrip(chr(92))}".strip())
    return tuple(found)
