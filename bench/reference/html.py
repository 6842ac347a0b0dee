"""Cases as HTML for Chromium, and as the trees that satori reads."""

from __future__ import annotations

import base64
import html
import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from bench.places import CHROMIUM, FONTS, NODE
from bench.reference.case import SIZE, Case, Node, Style

COLUMNS = 4
# Punctuation that several families have is taken from the language's own, as a browser's own fallback does.
_CJK = {"ja": "Noto Sans JP", "ko": "Noto Sans KR", "zh-Hans": "Noto Sans SC"}
_UNITLESS = {"fontWeight", "lineHeight", "opacity"}
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--force-device-scale-factor=1",
    "--force-color-profile=srgb", "--disable-lcd-text", "--allow-file-access-from-files",
)  # fmt: skip


def in_chromium(cases: Sequence[Case], pictures: Mapping[str, bytes], folder: Path) -> list[Image.Image]:
    """Every case as Chromium draws it, from one page with all of them."""
    rows = -(-len(cases) // COLUMNS)
    page = folder / "page.html"
    page.write_text(_page(cases, pictures), encoding="utf-8")
    shot = folder / "page.png"
    size = f"--window-size={COLUMNS * SIZE[0]},{rows * SIZE[1]}"
    # The time is Chromium's own and virtual: it ends when the fonts and pictures are there.
    flags = [
        *FLAGS,
        f"--user-data-dir={folder / 'profile'}",
        "--virtual-time-budget=20000",
        size,
        f"--screenshot={shot}",
    ]
    subprocess.run([str(CHROMIUM), *flags, page.as_uri()], check=True, capture_output=True)
    sheet = Image.open(shot).convert("RGB")
    places = [((index % COLUMNS) * SIZE[0], (index // COLUMNS) * SIZE[1]) for index in range(len(cases))]
    return [sheet.crop((left, top, left + SIZE[0], top + SIZE[1])) for left, top in places]


def in_satori(cases: Sequence[Case], pictures: Mapping[str, bytes], folder: Path) -> dict[str, Image.Image]:
    """The cases that satori can draw, by name."""
    asked = [
        {
            "name": str(index),
            "tree": _tree(Node({"display": "flex", "position": "relative", "width": SIZE[0], "height": SIZE[1],
                                "backgroundColor": case.background}, case.nodes), pictures),
        }
        for index, case in enumerate(cases) if case.satori
    ]  # fmt: skip
    fonts = [
        {"name": family, "path": str(path), "weight": weight}
        for family, path, weight, italic, _ in font_files()
        if not italic and path.suffix != ".ttc" and "color" not in path.name
    ]
    job = folder / "satori.json"
    job.write_text(json.dumps({"fonts": fonts, "cases": asked, "size": SIZE, "out": str(folder)}))
    script = NODE / "reference.mjs"
    script.write_text((Path(__file__).parent / "reference.mjs").read_text())
    subprocess.run(["node", str(script), str(job)], check=True)
    return {
        case.name: Image.open(folder / f"{index}.png").convert("RGB") for index, case in enumerate(cases) if case.satori
    }


def font_files() -> list[tuple[str, Path, int, bool, int]]:
    """Every bundled face: family, file, weight, italic, index in its collection."""
    catalogue = json.loads((FONTS / "catalogue.json").read_text())
    return [
        (family["name"], FONTS / face["file"], face["weight"], face["italic"], face.get("index", 0))
        for family in catalogue["families"]
        for face in family["faces"]
    ]


def _page(cases: Sequence[Case], pictures: Mapping[str, bytes]) -> str:
    faces = "\n".join(
        f"@font-face{{font-family:'{family}';src:url('{path.as_uri()}');font-weight:{weight};"
        f"font-style:{'italic' if italic else 'normal'}}}"
        for family, path, weight, italic, _ in font_files()
    )
    families = list(dict.fromkeys(family for family, *_ in font_files()))
    fallback = ",".join(f"'{family}'" for family in families[12:])
    tiles = "".join(_tile(index, case, pictures, fallback) for index, case in enumerate(cases))
    return (
        f"<!doctype html><meta charset=utf-8><style>{faces}\n*{{box-sizing:border-box}}body{{margin:0}}"
        f"body{{-webkit-font-smoothing:antialiased}}</style>{tiles}"
    )


def _tile(index: int, case: Case, pictures: Mapping[str, bytes], fallback: str) -> str:
    style: dict[str, str | float] = {
        "position": "absolute", "overflow": "hidden", "left": (index % COLUMNS) * SIZE[0],
        "top": (index // COLUMNS) * SIZE[1], "width": SIZE[0], "height": SIZE[1], "backgroundColor": case.background,
    }  # fmt: skip
    own = _CJK.get(str(case.extra.get("lang")))
    fallback = f"'{own}',{fallback}" if own else fallback
    inside = "".join(_element(node, pictures, fallback) for node in case.nodes)
    return f'<div lang="{case.extra.get("lang", "en")}" style="{_css(style, fallback)}">{inside}</div>\n'


def _element(node: Node, pictures: Mapping[str, bytes], fallback: str) -> str:
    style = html.escape(_css(node.style, fallback))
    if node.picture:
        return f'<img style="{style}" src="{_uri(pictures[node.picture])}">'
    if isinstance(node.content, str):
        tag = "div" if "width" in node.style else "span"
        return f'<{tag} style="{style}">{html.escape(node.content)}</{tag}>'
    inside = "".join(_element(child, pictures, fallback) for child in node.content)
    return f'<div style="{style}">{inside}</div>'


def _css(style: Style, fallback: str) -> str:
    def value(name: str, given: str | float) -> str:
        if name == "fontFamily":
            return f"'{given}',{fallback}"
        return str(given) if isinstance(given, str) or name in _UNITLESS else f"{given}px"

    def property_(name: str) -> str:
        dashed = re.sub("[A-Z]", lambda match: "-" + match[0].lower(), name)
        return f"-{dashed}" if dashed.startswith("webkit") else dashed

    return ";".join(f"{property_(name)}:{value(name, given)}" for name, given in style.items())


def _tree(node: Node, pictures: Mapping[str, bytes]) -> dict[str, Any]:
    style = {name: value for name, value in node.style.items() if value != "pre-wrap" or name == "whiteSpace"}
    if node.picture:
        size = {"width": node.style["width"], "height": node.style["height"]}
        return {"type": "img", "props": {"style": style, "src": _uri(pictures[node.picture]), **size}}
    if isinstance(node.content, str):
        kind = {} if node.content else {"display": "flex"}
        return {"type": "div", "props": {"style": {**kind, **style}, "children": node.content or None}}
    children = [_tree(child, pictures) for child in node.content]
    return {"type": "div", "props": {"style": {"display": "flex", **style}, "children": children}}


def _uri(data: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"
