"""The kinds of value that a property takes: each parses a string or a JSON value, or says what is wrong with it."""

from __future__ import annotations

import binascii
import math
import re
from typing import Any, NamedTuple, Protocol

from tintype.base.expressions import expression
from tintype.base.record import Record


class Colour(NamedTuple):
    """An sRGB colour with straight alpha, each 0-255."""

    red: int
    green: int
    blue: int
    alpha: int = 255


class Stop(NamedTuple):
    """A gradient stop: `offset` 0-1 along the gradient, and the colour there."""

    offset: float
    colour: Colour


class LinearGradient(Record):
    """A gradient from (x1, y1) to (x2, y2), in fractions of the element's box."""

    x1: float
    y1: float
    x2: float
    y2: float
    stops: tuple[Stop, ...]


class RadialGradient(Record):
    """A gradient around (cx, cy) with `radius`, in fractions of the box: an ellipse where the box is not square."""

    cx: float
    cy: float
    radius: float
    stops: tuple[Stop, ...]


Fill = Colour | LinearGradient | RadialGradient
Value = Any  # whatever the property's kind parses to; the kinds below say what


class ValueProblem(ValueError):  # noqa: N818  a value that is wrong is a problem, not an error
    """A value that does not fit its kind: a stable code, a message, what was expected and what came."""

    def __init__(self, code: str, message: str, expected: Any = None, received: Any = None) -> None:
        super().__init__(message)
        self.code, self.message, self.expected, self.received = code, message, expected, received


class Kind(Protocol):
    """A kind of value. ``name`` is its word in documentation; ``pixels`` whether it scales with the picture."""

    @property
    def name(self) -> str: ...

    @property
    def pixels(self) -> bool: ...

    def parse(self, raw: Any) -> Value:
        """The value for `raw`, a query string's text or a document's JSON value. Raises ValueProblem."""


def _echo(raw: Any) -> Any:
    """What came, short enough to be given back in an error, and without what JSON can't carry."""
    return raw[:100].encode("utf-8", "replace").decode() if isinstance(raw, str) else raw


def _wrong_type(expected: str, raw: Any) -> ValueProblem:
    return ValueProblem("wrong_type", f"expected {expected}", expected, _echo(raw))


class Number(Record):
    """A finite number within bounds; `above` is an exclusive lower bound."""

    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    whole: bool = False
    pixels: bool = False
    name: str = "number"

    def parse(self, raw: Any) -> float:
        number = self._read(raw)
        low = self.minimum if self.minimum is not None else self.above
        too_low = (self.minimum is not None and number < self.minimum) or (
            self.above is not None and number <= self.above
        )
        if too_low or (self.maximum is not None and number > self.maximum):
            bounds = {key: bound for key, bound in (("min", low), ("max", self.maximum)) if bound is not None}
            raise ValueProblem("out_of_range", f"must be {self._bounds()}", bounds, _echo(raw))
        return number

    def _read(self, raw: Any) -> float:
        expected = "a whole number" if self.whole else "a number"
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            raise _wrong_type(expected, raw)
        try:
            number = float(raw) if not isinstance(raw, str) or _NUMBER.fullmatch(raw.strip()) else math.nan
        except OverflowError:
            number = math.nan
        if not math.isfinite(number) or (self.whole and number != int(number)):
            raise _wrong_type(expected, raw if not isinstance(raw, float) else str(raw))
        return number

    def _bounds(self) -> str:
        if self.above is not None:
            return f"above {self.above:g}" + (f" and at most {self.maximum:g}" if self.maximum is not None else "")
        if self.minimum is not None and self.maximum is not None:
            return f"between {self.minimum:g} and {self.maximum:g}"
        return f"at least {self.minimum:g}" if self.minimum is not None else f"at most {self.maximum:g}"


_NUMBER = expression(r"[+-]?(\d{1,12}(\.\d{0,12})?|\.\d{1,12})", re.ASCII)


class Boolean(Record):
    """``true``, ``false``, ``1`` or ``0``."""

    name: str = "boolean"
    pixels: bool = False

    def parse(self, raw: Any) -> bool:
        if isinstance(raw, bool):
            return raw
        word = {"true": True, "1": True, "false": False, "0": False}.get(str(raw).strip().lower())
        if word is None or not isinstance(raw, str | int):
            raise _wrong_type("true, false, 1 or 0", raw)
        return word


class Choice(Record):
    """One of a list of words; some kinds have aliases that mean another word."""

    choices: tuple[str, ...]
    name: str = "choice"
    pixels: bool = False

    def parse(self, raw: Any) -> str:
        if not isinstance(raw, str):
            raise _wrong_type("a string", raw)
        word = " ".join(raw.split())
        if word not in self.choices:
            raise ValueProblem(
                "unknown_enum_value",
                f"must be one of: {', '.join(self.choices)}",
                list(self.choices),
                _echo(raw),
            )
        return word


class Text(Record):
    """Text of a bounded length. Characters that can't be drawn or stored (NUL, lone surrogates) are refused."""

    max_length: int = 10_000
    min_length: int = 0
    name: str = "text"
    pixels: bool = False

    def parse(self, raw: Any) -> str:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            raw = f"{raw:g}" if isinstance(raw, float) else str(raw)
        if not isinstance(raw, str):
            raise _wrong_type("a string", raw)
        if not self.min_length <= len(raw) <= self.max_length:
            bounds = {"min": self.min_length, "max": self.max_length}
            message = f"must have {self.min_length} to {self.max_length} characters, has {len(raw)}"
            raise ValueProblem("out_of_range", message, bounds)
        if "\0" in raw or (not raw.isascii() and any("\ud800" <= character <= "\udfff" for character in raw)):
            raise ValueProblem("invalid_text", "must be valid UTF-8, without NUL")
        return raw


class PictureUrl(Record):
    """Where a picture comes from: ``http(s)://…``, or ``asset:NAME`` for a file put with the design.

    Blanks around it are dropped.
    """

    name: str = "url"
    pixels: bool = False

    def parse(self, raw: Any) -> str:
        if not isinstance(raw, str):
            raise _wrong_type("an http(s) URL or asset:NAME", raw)
        source = raw.strip()
        if not _ASSET.fullmatch(source) and not _is_url(source):
            raise ValueProblem("invalid_url", "must be an http(s) URL with a host, or asset:NAME", None, _echo(raw))
        return source


_ASSET = expression(r"asset:[A-Za-z0-9][\w.-]{0,99}", re.ASCII)


def _is_url(text: str) -> bool:
    from tintype.base.url import InvalidUrlError, parse  # noqa: PLC0415  most pictures are assets

    try:
        parse(text)
    except InvalidUrlError:
        return False
    return True


class Encoded(Record):
    """A file's bytes as base64, bare or as a ``data:`` URI; parsed to bare base64 of the standard alphabet.

    Spaces stand for plus signs, which a query string makes of them; the URL-safe alphabet is taken, too.
    """

    max_length: int = 4_000_000  # characters; a request of an API may carry 6 MB
    name: str = "base64"
    pixels: bool = False

    def parse(self, raw: Any) -> str:
        if not isinstance(raw, str):
            raise _wrong_type("a file as base64", raw)
        if len(raw) > self.max_length:
            bounds = {"min": 1, "max": self.max_length}
            raise ValueProblem("out_of_range", f"must have at most {self.max_length} characters", bounds)
        uri = _DATA_URI.match(raw)
        body = raw[uri.end() if uri else 0 :].translate(_TO_BASE64).rstrip("=")
        body += "=" * (-len(body) % 4)
        try:
            if not binascii.a2b_base64(body, strict_mode=True):
                raise ValueError("nothing")
        except ValueError as error:  # what is not ASCII is a plain ValueError
            raise ValueProblem("invalid_base64", "must be base64, or a data: URI of it", None, _echo(raw)) from error
        return body


_DATA_URI = expression(r"data:[^,;]{0,100}(?:;[^,;]{1,100}){0,4};base64,", re.IGNORECASE)
_TO_BASE64 = {ord(" "): "+", ord("-"): "+", ord("_"): "/", ord("\r"): None, ord("\n"): None, ord("\t"): None}


class FontName(Record):
    """A font family by name, by its id (a UUID), or ``asset:NAME`` for an uploaded font file."""

    name: str = "font"
    pixels: bool = False

    def parse(self, raw: Any) -> str:
        if not isinstance(raw, str) or not _FONT_NAME.fullmatch(raw):
            raise _wrong_type("a font family's name or id, or asset:NAME", raw)
        return raw


_FONT_NAME = expression(r"asset:[A-Za-z0-9][\w.-]{0,99}|[\w][\w .'-]{0,99}")


class Language(Record):
    """A BCP 47 language tag, such as ``ja`` or ``zh-Hant``."""

    name: str = "language"
    pixels: bool = False

    def parse(self, raw: Any) -> str:
        if not isinstance(raw, str) or not _LANGUAGE.fullmatch(raw):
            raise _wrong_type("a language tag such as ja or zh-Hant", raw)
        return raw


_LANGUAGE = expression(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")


class Padding(Record):
    """One number for both, or two (vertical, horizontal), in pixels: (vertical, horizontal)."""

    name: str = "padding"
    pixels: bool = True

    def parse(self, raw: Any) -> tuple[float, float]:
        parts = [raw] if isinstance(raw, int | float) else raw.split() if isinstance(raw, str) else []
        if not 1 <= len(parts) <= 2:
            raise _wrong_type("one number, or two separated by a space", raw)
        numbers = [Number(minimum=0, maximum=4096).parse(part) for part in parts]
        return numbers[0], numbers[-1]


class ColourKind(Record):
    """``#RGB #RGBA #RRGGBB #RRGGBBAA`` (the ``#`` may be left out), ``cmyk(C,M,Y,K)`` or ``cmyka(C,M,Y,K,A)``."""

    name: str = "colour"
    pixels: bool = False

    def parse(self, raw: Any) -> Colour:
        if not isinstance(raw, str):
            raise _wrong_type("a colour such as #RRGGBB", raw)
        text = raw.strip()
        if hexadecimal := _HEX.fullmatch(text):
            return _from_hex(hexadecimal[1])
        if cmyk := _CMYK.fullmatch(text):
            return _from_cmyk(cmyk, raw)
        raise ValueProblem(
            "invalid_colour", "must be #RGB, #RGBA, #RRGGBB, #RRGGBBAA, cmyk(C,M,Y,K) or cmyka(C,M,Y,K,A)",
            "#RRGGBB", _echo(raw),
        )  # fmt: skip


_HEX = expression(r"#?([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_PART = r"(\d{1,3})%?"
_CMYK = expression(rf"cmyka?\({_PART},\s*{_PART},\s*{_PART},\s*{_PART}(?:,\s*{_PART})?\)", re.IGNORECASE)


def _from_hex(digits: str) -> Colour:
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue, *alpha = bytes.fromhex(digits)
    return Colour(red, green, blue, *alpha)


def _from_cmyk(match: re.Match[str], raw: Any) -> Colour:
    parts = [int(part) for part in match.groups() if part is not None]
    with_alpha = raw.strip().lower().startswith("cmyka")
    if len(parts) != (5 if with_alpha else 4) or max(parts) > 100:
        raise ValueProblem(
            "invalid_colour", "cmyk takes four and cmyka five whole numbers of 0 to 100", None, _echo(raw)
        )
    cyan, magenta, yellow, black = (part / 100 for part in parts[:4])
    red, green, blue = (round(255 * (1 - ink) * (1 - black)) for ink in (cyan, magenta, yellow))
    return Colour(red, green, blue, round(255 * parts[4] / 100) if with_alpha else 255)


class FillKind(Record):
    """A colour, ``linear-gradient(x1% y1% x2% y2%,offset% colour opacity,…)`` or ``radial-gradient(cx% cy% r%,…)``.

    Two to eight stops. Opacity is 0 to 1 and may be left out; a stop's colour carries no alpha of its own.
    """

    name: str = "fill"
    pixels: bool = False

    def parse(self, raw: Any) -> Fill:
        if isinstance(raw, str) and (match := _GRADIENT.fullmatch(raw.strip())):
            numbers = [float(number) / 100 for number in re.findall(_PERCENT, match[2])]
            stops = tuple(_stop(part, raw) for part in re.split(r",(?![^(]*\))", match[3]))
            if not 2 <= len(stops) <= 8:
                raise ValueProblem("invalid_colour", "a gradient has 2 to 8 stops", None, _echo(raw))
            stops = tuple(sorted(stops, key=lambda stop: stop.offset))
            if match[1].lower() == "linear" and len(numbers) == 4:
                x1, y1, x2, y2 = numbers
                return LinearGradient(x1, y1, x2, y2, stops)
            if match[1].lower() == "radial" and len(numbers) == 3 and numbers[2] > 0:
                cx, cy, radius = numbers
                return RadialGradient(cx, cy, radius, stops)
            raise ValueProblem(
                "invalid_colour", "expected linear-gradient(x1% y1% x2% y2%,…) or radial-gradient(cx% cy% r%,…)",
                None, _echo(raw),
            )  # fmt: skip
        return ColourKind().parse(raw)


_PERCENT = r"-?\d{1,4}(?:\.\d{1,6})?(?=%)"
_GRADIENT = expression(
    r"(linear|radial)-gradient\(((?:\s*-?\d{1,4}(?:\.\d{1,6})?%){3,4})\s*,(.{1,600})\)", re.IGNORECASE
)
_STOP = expression(
    r"\s*(\d{1,3}(?:\.\d{1,6})?)%\s+(#?(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})|cmyk\([^)]*\))(?:\s+([\d.]{1,8}))?\s*"
)


def _stop(text: str, raw: str) -> Stop:
    match = _STOP.fullmatch(text)
    try:
        offset, opacity = (float(match[1]) / 100, float(match[3] or 1)) if match else (2.0, 2.0)
    except ValueError:
        offset, opacity = 2.0, 2.0
    if match is None or offset > 1 or opacity > 1:
        raise ValueProblem("invalid_colour", "a stop reads: offset% #RRGGBB opacity", "0% #1a47ff 1", _echo(raw))
    colour = ColourKind().parse(match[2])
    return Stop(offset, colour._replace(alpha=round(255 * opacity)))
