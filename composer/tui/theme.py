"""The two themes, dark and light, and the colours the diff is painted in.

Blue and orange stay apart for every kind of colour vision, at a contrast of at least 7.4 on their ground.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="composer-dark",
    primary="#6CB6FF",
    secondary="#9DB2C9",
    accent="#E3C567",
    warning="#FFA657",
    error="#FF938A",
    success="#8DDB8C",
    foreground="#E6EDF3",
    background="#0D1117",
    surface="#12181F",
    panel="#1C2530",
    dark=True,
    variables={
        "diff-ins": "#6CB6FF",
        "diff-del": "#FFA657",
        "diff-move": "#C8A6FF",
        "quiet": "#A9B6C3",
        "block-cursor-background": "#2F4B6B",
        "block-cursor-foreground": "#FFFFFF",
        "block-cursor-blurred-background": "#22303F",
        "block-cursor-blurred-foreground": "#E6EDF3",
        "block-cursor-text-style": "bold",
        "border": "#6CB6FF",
        "border-blurred": "#3A4756",
        "footer-key-foreground": "#E3C567",
    },
)

LIGHT = Theme(
    name="composer-light",
    primary="#0550AE",
    secondary="#44566C",
    accent="#7A4F00",
    warning="#953800",
    error="#A40E26",
    success="#116329",
    foreground="#1B2430",
    background="#FFFFFF",
    surface="#F6F8FA",
    panel="#E8EDF2",
    dark=False,
    variables={
        "diff-ins": "#0550AE",
        "diff-del": "#953800",
        "diff-move": "#6639BA",
        "quiet": "#4A5866",
        "block-cursor-background": "#CFE3FA",
        "block-cursor-foreground": "#10151B",
        "block-cursor-blurred-background": "#E3EBF3",
        "block-cursor-blurred-foreground": "#1B2430",
        "block-cursor-text-style": "bold",
        "border": "#0550AE",
        "border-blurred": "#B3BFCC",
        "footer-key-foreground": "#7A4F00",
    },
)

THEMES = (DARK, LIGHT)
