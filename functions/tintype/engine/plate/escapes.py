"""Plain text inside text that may carry markup: ``<`` and ``&`` written as ``&lt;`` and ``&amp;``."""

from __future__ import annotations

from tintype.base.expressions import expression

_ONE = expression("(?s)&lt;|&amp;|.")


def escaped(text: str) -> str:
    """`text` written so that nothing in it is read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;") if "&" in text or "<" in text else text


def unescaped(text: str) -> str:
    """The text that is shown for `text`, in which there is no markup."""
    return text.replace("&lt;", "<").replace("&amp;", "&") if "&" in text else text


def shortened(text: str, most: int) -> str:
    """`text`, cut where more than `most` characters of it would be shown."""
    if len(text) <= most or len(unescaped(text)) <= most:
        return text
    kept = [match[0] for match, _ in zip(_ONE.finditer(text), range(most), strict=False)]
    return "".join(kept)
