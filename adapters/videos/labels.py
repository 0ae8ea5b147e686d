"""What a scene is called whose author gave it no label, in the languages that we speak."""

from __future__ import annotations

from collections.abc import Mapping

_KINDS = ("problem", "solution", "exercise", "learning_objectives", "checkpoint")
_WORDS = {
    "en": ("Problem", "Solution", "Exercise", "What you will learn", "Checkpoint"),
    "de": ("Problem", "Lösung", "Übung", "Das lernst du", "Zwischenstand"),
    "fr": ("Problème", "Solution", "Exercice", "Objectifs", "Point de contrôle"),
    "es": ("Problema", "Solución", "Ejercicio", "Objetivos", "Punto de control"),
    "it": ("Problema", "Soluzione", "Esercizio", "Obiettivi", "Punto di controllo"),
    "pt": ("Problema", "Solução", "Exercício", "Objetivos", "Ponto de verificação"),
    "nl": ("Probleem", "Oplossing", "Oefening", "Leerdoelen", "Tussenstand"),
    "ja": ("問題", "解決策", "練習", "学習目標", "チェックポイント"),
    "zh": ("问题", "解决方案", "练习", "学习目标", "检查点"),
}


def find_labels(language: str) -> Mapping[str, str]:
    """Return the labels of a language by type of scene; those in English for one that we do not speak."""
    words = _WORDS.get(language.partition("-")[0].lower(), _WORDS["en"])
    return dict(zip(_KINDS, words, strict=True))
