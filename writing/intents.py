"""A command line -> what it does, as (intent, what, tool): `pip install x` is (install, x, pip)."""

from __future__ import annotations

import re
import shlex
from typing import NamedTuple

_NAMELESS = re.compile(r"^(?:https?|git|ssh|ftp|file)(?:\+\w{1,8})?[:@]", re.IGNORECASE)
_VERSION = re.compile(r"(?<=[\w\]])(?:[=~<>!]=?=?|@)[\w.^~<>=*,-]{1,40}$|:[\w.-]{1,40}$")
_PLACEHOLDER = re.compile(r"^[<\[{]")
_SEPARATORS = re.compile(r"\s(?:&&|\|\||;)\s|;\s|\s&&|&&\s")
_ASSIGNED = re.compile(r"^[A-Za-z_]\w{0,60}=")
_SPECIFIC = frozenset(
    {"py", "python", "python3", "node", "ruby", "php", "deno", "bun", "Rscript", "julia", "perl", "lua"}
)
_MANAGERS = {
    "pip": "install", "pip3": "install", "pipx": "install", "conda": "install",
    "mamba": "install", "npm": "install i ci add",
    "yarn": "add install", "pnpm": "add install i", "bun": "add install i", "cargo": "install add", "go": "install get",
    "brew": "install", "apt": "install", "apt-get": "install", "dnf": "install", "yum": "install", "pacman": "-S -Syu",
    "apk": "add", "snap": "install", "flatpak": "install", "choco": "install", "scoop": "install", "winget": "install",
    "gem": "install", "composer": "require install", "poetry": "add install", "uv": "add sync", "nix-env": "-i -iA",
    "port": "install", "luarocks": "install", "opam": "install", "helm": "install",
    "dotnet": "add", "bundle": "install add",
    "mix": "deps.get", "rustup": "install", "pdm": "add install", "pixi": "add install",
    "vcpkg": "install", "conan": "install",
    "gh": "extension", "asdf": "install", "mise": "install use", "zypper": "install",
    "emerge": "", "code": "--install-extension",
}  # fmt: skip
_FIXED = {
    ("docker", "run"): "container run", ("podman", "run"): "container run", ("docker", "build"): "container build",
    ("docker", "pull"): "container pull", ("docker",
    "compose up"): "compose up", ("docker-compose", "up"): "compose up",
    ("docker", "compose down"): "compose down", ("docker-compose",
    "down"): "compose down", ("kubectl", "apply"): "apply",
    ("cargo", "build"): "build", ("cargo", "test"): "test", ("cargo", "run"): "start", ("go", "build"): "build",
    ("go", "test"): "test", ("go", "run"): "run file", ("npm", "test"): "test", ("npm", "start"): "start",
    ("yarn", "test"): "test", ("yarn", "start"): "start", ("npm", "publish"): "publish", ("mvn", "test"): "test",
    ("mvn", "package"): "build", ("gradle", "build"): "build", ("./gradlew",
    "build"): "build", ("dotnet", "build"): "build",
    ("dotnet", "run"): "start", ("dotnet", "test"): "test", ("cmake", "--build"): "build", ("swift", "build"): "build",
    ("git", "commit"): "commit", ("git", "push"): "push", ("git", "pull"): "pull", ("twine", "upload"): "publish",
    ("poetry", "build"): "build", ("mix", "test"): "test", ("bundle", "exec"): "run tool", ("flutter", "run"): "start",
    ("apt", "update"): "update system", ("apt-get", "update"): "update system", ("brew", "update"): "update system",
    ("uv", "venv"): "venv", ("yarn", "build"): "build", ("pnpm", "build"): "build", ("pnpm", "test"): "test",
}  # fmt: skip
_ALONE = {
    "diff": "compare", "pytest": "test", "tox": "test", "nox": "test", "cd": "enter",
    "mkdir": "make folder", "virtualenv": "venv",
    "vim": "edit", "nano": "edit", "cat": "show", "less": "show", "cp": "copy", "jest": "test", "rspec": "test",
    "phpunit": "test", "ctest": "test", "cmake": "build", "ninja": "build", "meson": "build", "./configure": "build",
}  # fmt: skip
_VALUED = frozenset(
    {"--features", "--index-url", "-i", "--extra-index-url", "-c", "--target", "--version", "--channel", "-n", "--tap"}
)
_NESTED = frozenset({"kubectl", "oc", "git", "helm", "docker", "podman", "aws", "az", "gcloud"})
_THROUGH = frozenset({"npx", "uvx", "bunx", "pnpx", "dlx"})


class Intent(NamedTuple):
    """What a command does."""

    name: str
    """Key of the phrase."""
    what: str = ""
    """What it does it to."""
    tool: str = ""
    """What it does it with."""


def split_commands(line: str) -> tuple[str, ...]:
    """Cut `a && b` into its commands."""
    return tuple(part.strip() for part in _SEPARATORS.split(line[:400]) if part.strip())


def find_intent(command: str) -> Intent:
    """Say what a command does; a tool that we do not know is called by its name."""
    if re.search(r"(?:curl|wget)\b.{1,300}\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b", command):
        return Intent("download run")
    words = _split_words(command)
    if not words:
        return Intent("")
    tool, rest = words[0], words[1:]
    named = [word for word in rest if not word.startswith("-")]
    if tool in _SPECIFIC:
        return _find_script(tool, rest, named)
    if tool == "uv" and named[:1] == ["pip"]:
        tool, rest, named = "uv", [word for word in rest if word != "pip"], named[1:]
        return _find_install(tool, rest, named) if named[:1] == ["install"] else Intent("run", tool)
    if tool == "uv" and named[:2] == ["tool", "install"]:
        return _find_install(tool, [word for word in rest if word != "tool"], named[1:])
    if tool in ("uv", "poetry", "pdm", "pipenv") and named[:1] == ["run"] and len(named) > 1:
        return find_intent(" ".join(rest[rest.index("run") + 1 :]))
    return _find_known(tool, rest, named)


def _split_words(command: str) -> list[str]:
    try:
        words = shlex.split(command.split(" | ")[0], comments=True)
    except ValueError:
        words = command.split()
    while words and (words[0] in ("sudo", "time", "env", "exec", "command", "nohup") or _ASSIGNED.match(words[0])):
        if _ASSIGNED.match(words[0]) and len(words) == 1:
            return ["export", words[0]]
        words = _drop_options(words[1:]) if words[0] == "sudo" else words[1:]
    return _drop_options(words[:1] + words[1:], 1) if words[:1] and words[0] in _NESTED else words


def _drop_options(words: list[str], at: int = 0) -> list[str]:
    """Leave out options before a command, each with its value: `-u postgres`, `-n payments`."""
    while len(words) > at + 1 and re.fullmatch(r"-\w|--\w[\w-]*", words[at]):
        short = len(words[at]) == 2 and not words[at + 1].startswith("-") and words[at] not in ("-E", "-H", "-i", "-s")
        words = [*words[:at], *words[at + (2 if short else 1) :]]
    return words


def _find_known(tool: str, rest: list[str], named: list[str]) -> Intent:
    verb = named[0] if named else (rest[0] if rest else "")
    if tool == "git":
        return _find_git(verb, named, rest)
    if tool == "make":
        return Intent("make target", _name_target(named), "make") if named else Intent("make", "", "make")
    pair = " ".join(named[:2]) if tool == "docker" and verb == "compose" else verb
    if (tool, pair) in _FIXED:
        return _find_fixed(_FIXED[tool, pair], tool, named)
    if tool in _MANAGERS and (verb in _MANAGERS[tool].split() or (rest and rest[0] in _MANAGERS[tool].split())):
        return _find_install(tool, rest, named)
    if verb in ("uninstall", "remove") and tool in _MANAGERS and len(named) > 1:
        return Intent("uninstall", _bare(named[1]), tool)
    if verb in ("upgrade", "update") and tool in _MANAGERS and len(named) > 1:
        return Intent("upgrade", _bare(named[1]), tool)
    if tool in ("npm", "yarn", "pnpm", "bun") and verb in ("run", "run-script") and len(named) > 1:
        return Intent("script", named[1], tool)
    if tool in _THROUGH and named:
        return Intent("run tool", _bare(named[0]), tool)
    return _find_alone(tool, rest, named)


def _name_target(named: list[str]) -> str:
    return f"make {next((word for word in named if '=' not in word), named[0].split('=')[0])}"


def _find_fixed(name: str, tool: str, named: list[str]) -> Intent:
    if name in ("container run", "container pull", "apply", "run file", "run tool"):
        what = next((word for word in reversed(named[1:]) if ("/" in word or ":" in word) and "=" not in word), "")
        what = _bare(what or (named[-1] if len(named) > 1 else ""))
        return Intent(name, what, tool) if what else Intent("run", tool)
    return Intent(name, "", tool)


def _keeps(rest: list[str]) -> bool:
    """Tell whether curl is to keep a file: by an option, or because the address ends in one's name."""
    options = any(re.fullmatch(r"--(?:remote-name|output).*|-[a-zA-Z]*[oO]", word) for word in rest)
    return options or any(
        re.search(r"\.(?:sh|tgz|gz|xz|bz2|zip|deb|rpm|dmg|exe|jar|whl|iso|ya?ml|asc|gpg|pem)$", word) for word in rest
    )


def _find_alone(tool: str, rest: list[str], named: list[str]) -> Intent:
    if tool in ("curl", "wget"):
        return Intent("download" if tool == "wget" or _keeps(rest) else "request", "", tool)
    if tool in ("source", ".") and named:
        return Intent("activate") if "activate" in named[0] else Intent("run", _tail(named[0]))
    if tool in ("export", "set", "setx") and named:
        return Intent("export", named[0].split("=")[0])
    if tool == "chmod" and len(named) > 1:
        return Intent("permission", _tail(named[-1]))
    if tool == "systemctl":
        return Intent("service", "", tool)
    if tool in _ALONE:
        what = _tail(named[0]) if named else ""
        return (
            Intent(_ALONE[tool], what, tool)
            if what or _ALONE[tool] in ("test", "venv", "build", "compare")
            else Intent("run", tool)
        )
    if rest in (["--version"], ["-V"], ["version"], ["-v"]):
        return Intent("version", _tail(tool), _tail(tool))
    if rest in (["--help"], ["-h"], ["help"]):
        return Intent("help", _tail(tool), _tail(tool))
    if named and re.fullmatch(r"[a-z][a-z-]{1,20}", named[0]) and rest[0] == named[0]:
        return Intent("run", f"{_tail(tool)} {named[0]}", _tail(tool))
    return Intent("run", _tail(tool), _tail(tool))


def _find_script(tool: str, rest: list[str], named: list[str]) -> Intent:
    if rest[:1] == ["-m"] and len(rest) > 1:
        if rest[1] in ("venv", "virtualenv"):
            return Intent("venv")
        if rest[1] in ("pip", "pytest", "unittest"):
            return find_intent(" ".join(rest[1:])) if rest[1] != "unittest" else Intent("test", "", "unittest")
        return Intent("run module", rest[1], tool)
    if rest[:1] in (["--version"], ["-V"]):
        return Intent("version", tool, tool)
    if tool in ("bun", "deno") and named:
        return (
            _find_known(tool, rest, named)
            if named[0] in ("add", "install", "run")
            else Intent("run", f"{tool} {named[0]}", tool)
        )
    return Intent("run file", _tail(named[0]), tool) if named else Intent("run", tool, tool)


def _find_install(tool: str, rest: list[str], named: list[str]) -> Intent:
    valued = {rest[at + 1] for at, word in enumerate(rest[:-1]) if word in _VALUED}
    wanted = [word for word in named[1:] if not _PLACEHOLDER.match(word) and word not in valued]
    if tool == "brew" and "--cask" in rest and not wanted:
        wanted = named
    if any(word in ("-r", "--requirement") for word in rest):
        return Intent("install file", "", tool)
    if any(word in ("-e", "--editable") for word in rest) or ((wanted and wanted[0].rstrip("/") in (".", "..")) or

                                                                (wanted and wanted[0].startswith((".[", "./")))):  # fmt: skip
        return Intent("install this", "", tool)
    names = [_bare(word) for word in wanted if not _NAMELESS.match(word)]
    if not wanted:
        return Intent("install here", "", tool)
    return Intent("install", "\n".join(names[:3]), tool) if names else Intent("install this", "", tool)


def _find_git(verb: str, named: list[str], rest: list[str]) -> Intent:
    if verb == "clone":
        where = named[1] if len(named) > 1 else ""
        name = _tail(where.rstrip("/").split("#")[0]).removesuffix(".git")
        return Intent("clone", name, "git") if re.fullmatch(r"[\w.-]{2,50}", name) else Intent("clone any", "", "git")
    if verb in ("checkout", "switch") and len(named) > 1:
        return Intent("branch" if "-b" in rest or "-c" in rest else "checkout", _tail(named[1]))
    if ("git", verb) in _FIXED:
        return Intent(_FIXED["git", verb], "", "git")
    return Intent("run", f"git {verb}", "git") if verb else Intent("run", "git")


def _bare(word: str) -> str:
    """Return a package's name without its version, extras or registry's address."""
    bare = _VERSION.sub("", word)
    return bare.rstrip("/").split("/")[-1] if bare.count("/") > 1 or "." in bare.split("/")[0] else bare


def _tail(path: str) -> str:
    return path.rstrip("/\\").replace("\\", "/").split("/")[-1] or path
