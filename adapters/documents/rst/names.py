"""The names of directives, as docutils and Sphinx have them, by what becomes of them."""

from __future__ import annotations

from model.content import TAKEN_IN

CALLOUTS = {
    "note": "note", "seealso": "note", "todo": "note", "tip": "tip", "hint": "tip", "important": "important",
    "warning": "warning", "attention": "warning", "caution": "caution", "danger": "caution", "error": "caution",
    "admonition": "note", "versionadded": "note", "versionchanged": "note", "deprecated": "warning",
    "deprecated-removed": "warning", "versionremoved": "warning", "impl-detail": "note", "availability": "note",
}  # fmt: skip
SAID_FIRST = {
    "versionadded": "Added in version {}", "versionchanged": "Changed in version {}", "seealso": "See also",
    "deprecated": "Deprecated since version {}", "versionremoved": "Removed in version {}",
    "deprecated-removed": "Deprecated since version {}",
}  # fmt: skip
"""What Sphinx writes at the beginning of some callouts."""
CODE = {
    "code-block": "", "sourcecode": "", "code": "", "parsed-literal": "", "prompt": "bash", "testcode": "python",
    "doctest": "pycon", "ipython": "python", "testoutput": "output", "mermaid": "mermaid", "graphviz": "dot",
    "digraph": "dot", "uml": "", "plantuml": "", "productionlist": "", "plot": "python", "code-tab": "",
    "jupyter-execute": "python", "math": "math",
}  # fmt: skip
"""Directives that hold code; in which language, where their argument does not say."""
_FILE, _CODE, _FILM = TAKEN_IN, "it is taken from code", "it shows a film"
ELSEWHERE = {
    "include": _FILE, "literalinclude": _FILE, "csv-table": _FILE, "mdinclude": _FILE, "bibliography": _FILE,
    "raw": "it is meant for other programs", "toctree": "a film has chapters of its own", "youtube": _FILM, "video": _FILM,
    "autoclass": _CODE, "autofunction": _CODE, "automodule": _CODE, "automethod": _CODE, "autoattribute": _CODE,
    "autodata": _CODE, "autoexception": _CODE, "autosummary": _CODE, "autodoc": _CODE, "argparse": _CODE, "click": _CODE,
}  # fmt: skip
"""Directives whose text is not in the document; why they are left out."""
_SETTING_NAMES = """index module currentmodule py:module py:currentmodule module-author moduleauthor sectionauthor codeauthor
    tabularcolumns highlight highlightlang default-domain default-role role title meta contents sectnum header footer class
    cssclass rst-class program currentlibrary acks-title no-index testsetup testcleanup tags"""
SETTINGS = frozenset(_SETTING_NAMES.split())
_UNSAID_NAMES = (
    "only ifconfig container hlist glossary tabs tab-set grid grid-item compound panels div toggle column columns"
)
UNSAID = frozenset(_UNSAID_NAMES.split())
"""Directives whose argument is no text."""
_SIGNED_NAMES = """function class method attribute data exception staticmethod classmethod property decorator module describe
    object cfunction cmember cmacro ctype cvar opcode option cmdoption envvar confval setting type var macro struct enum
    enumerator member decoratormethod variable program-option"""
SIGNED = frozenset(_SIGNED_NAMES.split())
"""Directives whose argument is a signature."""
