"""Cases of text: places, faces, effects and scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.reference.case import Box, Case, Layer, Node, placed

BOX: Box = (20, 20, 280, 160)
PANGRAM = "Sphinx of black quartz, judge my vow. Pack my box with five dozen liquor jugs."
FAMILIES = ("Inter", "Roboto", "Open Sans", "Lato", "Montserrat", "Poppins", "Oswald", "Playfair Display",
            "Merriweather", "Roboto Slab", "JetBrains Mono", "Caveat")  # fmt: skip


def text(
    name: str, payload: str, properties: dict[str, Any], css: dict[str, Any], box: Box = BOX, **options: Any
) -> Case:
    """One text layer beside a ``div`` in a ``div``: the outer one places it, the inner one sets it."""
    place = options.pop("place", "flex-start")
    inner = options.pop("inner", None)
    ours = {"payload": payload, "font_size": 24, "line_height": 130, **properties}
    style = {
        "fontFamily": f"{ours.get('font', 'Inter')}", "fontSize": ours["font_size"], "fontWeight": 400,
        "lineHeight": str(ours["line_height"] / 100), "color": "#111827", "width": box[2], **css,
    }  # fmt: skip
    ours.setdefault("color", "#111827")
    outer = placed(box, display="flex", flexDirection="column", justifyContent=place, **options.pop("turned", {}))
    node = Node(outer, [Node(style, inner if inner is not None else payload)])
    return Case(name, [Layer("text", box, ours)], [node], text=True, **options)


def cases() -> Iterator[Case]:
    """Every case of text."""
    yield from _places()
    yield from _faces()
    yield from _effects()
    yield from _scripts()


def _places() -> Iterator[Case]:
    yield text("text", PANGRAM, {}, {})
    yield text("text, centred", PANGRAM, {"alignment": "middle center"}, {"textAlign": "center"}, place="center")
    yield text("text, bottom right", PANGRAM, {"alignment": "bottom right"}, {"textAlign": "right"}, place="flex-end")
    yield text("text, justified", PANGRAM, {"alignment": "top justify", "font_size": 20}, {"textAlign": "justify"})
    yield text("text, line height 180 %", "Two lines of text that\nstand far apart", {"line_height": 180},
               {"whiteSpace": "pre-wrap"})  # fmt: skip
    yield text("small text", PANGRAM * 3, {"font_size": 12, "line_height": 140}, {})
    yield text(
        "large text", "Kerning AV To", {"font_size": 72, "line_height": 100, "font_weight": 700}, {"fontWeight": 700}
    )
    yield text("letter spacing", "SPACED OUT WORDS", {"letter_spacing": 4}, {"letterSpacing": 4})
    yield text("upper case", "straße and ﬁsh, naïve Ångström", {"text_transform": "uppercase"},
               {"textTransform": "uppercase"}, satori=False)  # fmt: skip
    yield text("a word longer than the line", "Donaudampfschifffahrtsgesellschaft", {"font_size": 30},
               {"overflowWrap": "anywhere", "wordBreak": "break-word"})  # fmt: skip


def _faces() -> Iterator[Case]:
    for family in FAMILIES:
        yield text(f"family {family}", PANGRAM, {"font": family}, {})
    for weight in (100, 500, 900):
        yield text(f"weight {weight}", PANGRAM, {"font_weight": weight}, {"fontWeight": weight})


def _effects() -> Iterator[Case]:
    yield text("white on dark", PANGRAM, {"color": "#FFFFFF"}, {"color": "#FFFFFF"}, background="#0B1020")
    yield text("coloured and half transparent", PANGRAM, {"color": "#DC262680"}, {"color": "#DC262680"})
    yield text("text in a gradient", "Gradient", {"font_size": 64, "font_weight": 800,
               "color": "linear-gradient(0% 50% 100% 50%,0% #2563EB 1,100% #DB2777 1)"},
               {"fontWeight": 800, "height": BOX[3], "color": "transparent", "backgroundClip": "text",
                "backgroundImage": "linear-gradient(90deg, #2563EB 0%, #DB2777 100%)"}, satori=False)  # fmt: skip
    yield text("text with an outline", "Outline", {"font_size": 64, "font_weight": 800, "color": "#FFFFFF",
               "stroke_width": 3, "stroke_color": "#DC2626"},
               {"fontWeight": 800, "color": "#FFFFFF", "webkitTextStroke": "6px #DC2626", "paintOrder": "stroke fill",
                "strokeLinejoin": "round"}, background="#FEF3C7", satori=False)  # fmt: skip
    yield text("text with a shadow", "Shadow", {"font_size": 64, "font_weight": 800, "shadow_color": "#000000A0",
               "shadow_blur": 12, "shadow_offset_x": 4, "shadow_offset_y": 6},
               {"fontWeight": 800, "textShadow": "4px 6px 12px rgba(0,0,0,0.627)"})  # fmt: skip
    yield text("text, rotated", "Rotated text", {"font_size": 40, "rotation": -15, "alignment": "middle center"},
               {"textAlign": "center"}, (20, 60, 280, 80), place="center", satori=False,
               turned={"transform": "rotate(-15deg)"})  # fmt: skip
    yield text("marked-up text", "Some <b>bold</b>, some <i>italic</i>, some <u>underlined</u> and <c=#DC2626>red</c> text",
               {}, {}, inner=[Node({}, "Some "), Node({"fontWeight": 700}, "bold"), Node({}, ", some "),
               Node({"fontStyle": "italic"}, "italic"), Node({}, ", some "),
               Node({"textDecoration": "underline"}, "underlined"), Node({}, " and "), Node({"color": "#DC2626"}, "red"),
               Node({}, " text")], satori=False)  # fmt: skip


def _scripts() -> Iterator[Case]:
    scripts = {
        "Greek": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία", "Cyrillic": "Съешь же ещё этих мягких французских булок",
        "Vietnamese": "Một nền tảng tuyệt vời để tạo hình ảnh động", "Arabic": "نص حكيم له سر قاطع وذو شأن عظيم",
        "Hebrew": "דג סקרן שט בים מאוכזב ולפתע מצא חברה", "Hindi": "ऋषियों को सताने वाले दुष्ट राक्षसों के राजा",
        "Thai": "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า", "Japanese": "いろはにほへと ちりぬるを 我が世誰ぞ 常ならむ",
        "Korean": "키스의 고유조건은 입술끼리 만나야 하고", "Chinese": "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。",
    }  # fmt: skip
    langs = {
        "Arabic": "ar",
        "Hebrew": "he",
        "Hindi": "hi",
        "Thai": "th",
        "Japanese": "ja",
        "Korean": "ko",
        "Chinese": "zh-Hans",
    }
    for script, sample in scripts.items():
        rtl = {"textAlign": "right", "direction": "rtl"} if script in ("Arabic", "Hebrew") else {}
        place = {"alignment": "top right"} if rtl else {}
        yield text(f"script {script}", sample, {"font_size": 26, **place}, rtl, satori=False,
                   extra={"lang": langs.get(script, "en")})  # fmt: skip
    yield text("emoji", "Ship it 🚀 with 👩🏽‍💻 and 🇩🇪 ❤️", {"font_size": 32}, {}, satori=False)
