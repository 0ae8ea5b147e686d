"""A heading -> the topic that it is about, and how much a short film needs it."""

from __future__ import annotations

import re

from model.content import Text, plain

# Words at the start of a heading's word, by topic; the first topic that matches wins.
_WORDS: tuple[tuple[str, str], ...] = (
    ("contents", "table of contents|toc|inhaltsverzeichnis|sommaire|índice|indice|目次|目录"),
    ("license", "licen[sc]|lizenz|licence|licencia|licenza|licença|copyright|legal|ライセンス|许可|许可证"),
    ("sponsors", "sponsor|backers|donat|funding|patrons|unterstützer|spenden|支援|赞助"),
    ("thanks", "acknowledg|credits|thanks|thank you|danksagung|dank$|remerciements|"
               "agradecimientos|謝辞|致谢|authors|team|"
               "maintainers|contributors|autor|auteurs|autori"),
    ("contributing", "contribut|mitmachen|mitwirken|contribuer|contribuir|bijdragen|code of conduct|貢献|コントリビュ|贡献"),
    ("changes", "changelog|change log|changes|release notes|history|what'?s new|news|"
               "versions?$|änderungen|historique|"
                "cambios|変更履歴|更新"),
    ("roadmap", "roadmap|todo|to do|future|plans|planned|fahrplan|ausblick|feuille de route|hoja de ruta|今後|路线图"),
    ("trouble", "troubleshoot|known issues|problems|common errors|debugging|limitations|fehlerbehebung|dépannage|"
                "solución de problemas|トラブル|故障"),
    ("faq", "faq|frequently asked|questions|häufige fragen|preguntas|よくある質問|常见问题"),
    ("reading", "further reading|see also|links|resources|references$|related|similar|"
               "alternatives|learn more|weiterführend|"
                "siehe auch|voir aussi|ver también|参考|相关"),
    ("docs", "documentation|docs|dokumentation|documentación|documentazione|documentação|documentatie|ドキュメント|文档"),
    ("support", "support|help$|getting help|community|contact|feedback|hilfe|kontakt|"
               "aide$|ayuda|contacto|サポート|联系|支持"),
    ("needs", "requirement|prerequisite|dependenc|compatib|supported|system req|voraussetzung|anforderung|prérequis|"
              "requisitos|requisiti|vereisten|必要|要件|依赖|环境要求"),
    ("start", "quick ?start|getting started|get started|first steps|tutorial|a first|"
               "hello world|schnellstart|erste schritte|"
              "démarrage|premiers pas|primeros pasos|inicio rápido|クイック|はじめ|快速|入门"),
    ("install", "install|setup|set up|setting up|download|getting \\w{1,20}$|instalaci|"
               "installazione|instalação|インストール|"
                "安装"),
    ("examples", "example|demo|sample|recipes|cookbook|showcase|screenshots?|beispiel|"
               "exemple|ejemplo|esempi|exemplo|voorbeeld|"
                 "例|示例"),
    ("features", "feature|highlights|what it does|what it can|what can|capabilit|funktion|"
               "merkmale|eigenschaften|fonctionnalit|caracter|"
                 "funciones|funzionalit|funcionalidades|functies|特徴|機能|特性|功能"),
    ("why", "why|motivation|rationale|background|goals?|philosophy|about|overview|introduction|warum|pourquoi|"
            "por qué|perché|waarom|überblick|einleitung|einführung|présentation|概要|なぜ|简介|为什么"),
    ("config", "config|settings|options|customi[sz]|environment var|preferences|konfigur|"
               "einstellung|configura|ajustes|"
               "impostazioni|設定|配置"),
    ("commands", "commands?|cli\\b|command.line|subcommands|befehle|commandes|comandos|comandi|コマンド|命令"),
    ("api", "api|reference|methods|functions|classes|interface|schnittstelle|référence|referencia|リファレンス|接口"),
    ("testing", "test|running tests|tests|prueba|テスト|测试"),
    ("development", "develop|building|build|hacking|from source|compil|entwicklung|"
               "développement|desarrollo|sviluppo|開発|开发"),
    ("speed", "performance|benchmark|speed|leistung|rendimiento|性能|ベンチ"),
    ("security", "security|privacy|sicherheit|sécurité|seguridad|sicurezza|セキュリティ|安全"),
    ("how", "how it|how does|architecture|design|internals|under the hood|structure|"
               "concepts?|funktionsweise|architektur|"
            "fonctionnement|cómo funciona|come funziona|仕組み|架构|原理"),
    ("usage", "usage|using|use$|how to use|how to|running|run|guide|verwendung|benutzung|"
               "nutzung|anwendung|utilisation|uso|"
              "gebruik|使い方|利用|使用|用法"),
)  # fmt: skip
_TOPICS = tuple((topic, re.compile(rf"(?:\b|(?<![a-z]))(?:{words})", re.IGNORECASE)) for topic, words in _WORDS)
_WEIGHTS = {
    "install": 3.0,
    "start": 3.2,
    "usage": 2.6,
    "features": 3.0,
    "why": 2.8,
    "examples": 2.0,
    "how": 1.5,
    "commands": 1.2,
    "config": 1.0,
    "needs": 1.2,
    "api": 0.8,
    "speed": 0.6,
    "security": 0.2,
    "testing": -0.4,
    "development": -0.3,
    "faq": 0.0,
    "trouble": -0.2,
    "roadmap": -1.0,
    "docs": -0.6,
    "support": -1.5,
    "reading": -1.8,
    "contributing": -2.0,
    "license": -2.2,
    "thanks": -2.8,
    "changes": -2.8,
    "sponsors": -3.2,
    "contents": -5.0,
}
ORDINARY = 1.2
"""Weight of a topic that we do not know: the author's own subject."""
_QUESTION = re.compile(r"[?？]\s*$")


def find_topic(title: Text) -> str:
    """Name the topic of a heading; empty when it is a subject of its own."""
    words = plain(title)[:200].strip()
    if _QUESTION.search(words) or not words:
        return ""
    for topic, pattern in _TOPICS:
        found = pattern.search(words)
        if found and _is_about(words, found):
            return topic
    return ""


def _is_about(words: str, found: re.Match[str]) -> bool:
    # "Commands" is about commands and "Install the plugin" about installing; "The day that history was made" is not.
    return found.start() < 3 or len(words.split()) <= 3 or not words.isascii()


def weigh_topic(topic: str) -> float:
    """Return how much a short film needs a topic: 3 for how to install it, -3 for a changelog."""
    return _WEIGHTS.get(topic, ORDINARY)


_PLAIN = {
    "install": r"install(?:ation|ing)?|set ?up|setting up|download",
    "start": r"quick ?start(?: guide)?|getting started|get started|first steps|hello world",
    "usage": r"(?:basic )?usage|using|use|how to use(?: it)?|running(?: it)?",
    "features": r"(?:key |main )?features|highlights|what it does|capabilities",
    "examples": r"(?:an? )?(?:simple |full )?examples?|demo|recipes",
    "why": r"why|motivation|rationale",
    "how": r"how it works|how does it work|internals|under the hood",
    "config": r"config(?:uration)?|configuring|settings|customi[sz]ation|preferences",
    "api": r"api(?: reference)?",
    "commands": r"commands|subcommands|command[- ]line(?: interface)?|cli",
    "needs": r"requirements|prerequisites|dependencies|system requirements|what you need",
    "faq": r"faq|frequently asked questions|questions",
    "trouble": r"troubleshooting|trouble|known issues|problems",
    "docs": r"documentation|docs",
    "testing": r"tests?|testing|running tests",
    "development": r"development|developing|building from source|hacking",
    "contributing": r"contributing|contributions?",
    "license": r"licen[sc]e",
    "roadmap": r"roadmap|plans|future plans",
    "changes": r"changelog|changes|release notes|history",
    "speed": r"performance|benchmarks?|speed",
    "security": r"security",
    "support": r"support|getting help|help|community",
    "reading": r"further reading|see also|learn more|resources|links",
    "thanks": r"acknowledge?ments|credits|thanks",
}
"""Headings that name an English topic and nothing besides: `Hash functions` and `Set up TLS` are subjects of their own."""


def is_plain_topic(title: Text, topic: str) -> bool:
    """Tell whether an English heading is the name of a topic, so that our own words say as much."""
    return topic in _PLAIN and re.fullmatch(_PLAIN[topic], plain(title).strip(), re.IGNORECASE) is not None
