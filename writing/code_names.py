"""Names of languages: a fence's info word -> what the voice calls it and what Pygments calls it."""

from __future__ import annotations

_NAMES = {
    "py": "Python", "python": "Python", "python3": "Python", "pycon": "Python", "js": "JavaScript",
    "javascript": "JavaScript", "mjs": "JavaScript", "jsx": "JSX", "ts": "TypeScript", "typescript": "TypeScript",
    "tsx": "TSX", "rb": "Ruby", "ruby": "Ruby", "rs": "Rust", "rust": "Rust", "go": "Go", "golang": "Go", "java": "Java",
    "kt": "Kotlin", "kotlin": "Kotlin", "c": "C", "h": "C", "cpp": "C++", "c++": "C++", "cc": "C++", "cs": "C#",
    "csharp": "C#", "c#": "C#", "php": "PHP", "swift": "Swift", "scala": "Scala", "r": "R", "lua": "Lua", "perl": "Perl",
    "pl": "Perl", "sql": "SQL", "html": "HTML", "css": "CSS", "scss": "Sass", "sass": "Sass", "less": "Less", "xml": "XML",
    "json": "JSON", "json5": "JSON", "jsonc": "JSON", "yaml": "YAML", "yml": "YAML", "toml": "TOML", "ini": "INI",
    "graphql": "GraphQL", "proto": "Protocol Buffers", "protobuf": "Protocol Buffers", "dockerfile": "a Dockerfile",
    "docker": "a Dockerfile", "makefile": "a Makefile", "make": "a Makefile", "cmake": "CMake", "vue": "Vue",
    "svelte": "Svelte", "elixir": "Elixir", "ex": "Elixir", "erlang": "Erlang", "haskell": "Haskell", "hs": "Haskell",
    "ocaml": "OCaml", "clojure": "Clojure", "clj": "Clojure", "dart": "Dart", "julia": "Julia", "zig": "Zig", "nim": "Nim",
    "nix": "Nix", "hcl": "HCL", "terraform": "Terraform", "tf": "Terraform", "vim": "Vim script", "lisp": "Lisp",
    "elisp": "Emacs Lisp", "fsharp": "F#", "f#": "F#", "groovy": "Groovy", "gradle": "Gradle", "solidity": "Solidity",
    "latex": "LaTeX", "tex": "LaTeX", "matlab": "MATLAB", "objc": "Objective-C", "diff": "a diff", "mermaid": "Mermaid",
    "powershell": "PowerShell", "ps1": "PowerShell", "bash": "the shell", "sh": "the shell", "shell": "the shell",
    "zsh": "the shell", "fish": "the fish shell", "nginx": "an nginx configuration", "http": "HTTP",
    "markdown": "Markdown", "md": "Markdown", "regex": "a regular expression",
}  # fmt: skip


LANGUAGES = frozenset(name for name in _NAMES.values() if not name.startswith(("a ", "an ", "the ")))
"""What they are called."""


def name_language(info: str) -> str:
    """Return what a voice calls a language; empty when it is not known."""
    name = _NAMES.get(info, "")
    return name if name in LANGUAGES else ""
