"""SVGs are drawn at the size asked for, and read nothing but themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.pixels import pixel
from tintype.engine.images.apart import open_anywhere
from tintype.engine.images.decode import WHOLE, OpenedPicture
from tintype.engine.images.errors import PictureError
from tintype.engine.images.sandbox import Sandbox
from tintype.engine.raster.filters import recoloured

XMLNS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


SANDBOX = Sandbox()


def open_picture(data: bytes) -> OpenedPicture:
    """As a render opens it: no drawing that somebody brought is drawn in this process."""
    return open_anywhere(data, lambda: SANDBOX)


@pytest.fixture(scope="module", autouse=True)
def end() -> Iterator[None]:
    yield
    SANDBOX.close()


def svg(body: str = "", attributes: str = 'width="40" height="20"', before: str = "") -> bytes:
    return f"{before}<svg {XMLNS} {attributes}>{body}</svg>".encode()


def drawn_pixel(data: bytes, size: tuple[int, int] = (40, 20), at: tuple[int, int] = (20, 10)) -> tuple[int, ...]:
    return pixel(open_picture(data).at(WHOLE, size), at)


RED = '<rect width="40" height="20" fill="#D7263D"/>'


def test_a_drawing_has_sharp_edges_at_any_size() -> None:
    circle = svg('<circle cx="10" cy="10" r="10" fill="#000"/>', 'viewBox="0 0 20 20"')
    image = open_picture(circle).at(WHOLE, (400, 400))
    soft = sum(1 for x in range(400) if 0 < pixel(image, (x, 200))[3] < 255)
    assert soft <= 4


@pytest.mark.parametrize(
    ("attributes", "size"),
    [('width="40" height="20"', (40, 20)), ('width="1in" height="72pt"', (96, 96)),
     ('viewBox="0 0 30 60"', (30, 60)), ('viewBox="0 0 30 60" width="100%"', (30, 60)),
     ('viewBox="0 0 30 60" height="120"', (60, 120))],
)  # fmt: skip
def test_the_natural_size_comes_from_the_sides_or_the_view_box(attributes: str, size: tuple[int, int]) -> None:
    assert open_picture(svg(RED, attributes)).size == size


def test_a_part_of_a_drawing_is_drawn_at_its_own_size() -> None:
    halves = svg('<rect width="20" height="20" fill="#F00"/><rect x="20" width="20" height="20" fill="#00F"/>')
    part = open_picture(halves).at((0.5, 0, 1, 1), (50, 50))
    assert part.size == (50, 50)
    assert part.getpixel((25, 25)) == (0, 0, 255, 255)


def test_drawings_take_an_ink_and_photos_do_not() -> None:
    assert recoloured(open_picture(svg(RED)).at(WHOLE, (4, 4)), (1, 2, 3)).getpixel((1, 1)) == (1, 2, 3, 255)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.png"
    Image.new("RGB", (40, 20), "#00FF00").save(path)
    return path


@pytest.mark.parametrize(
    "body",
    ['<image href="{path}" width="40" height="20"/>', '<image xlink:href="file://{path}" width="40" height="20"/>',
     '<image href=" {path}" width="40" height="20"/>',
     '<filter id="f"><feImage href="{path}"/></filter><rect width="40" height="20" filter="url(#f)"/>',
     '<image href="data:image/svg+xml,&lt;svg xmlns=&quot;http://www.w3.org/2000/svg&quot;&gt;'
     '&lt;image href=&quot;{path}&quot;/&gt;&lt;/svg&gt;" width="40" height="20"/>'],
)  # fmt: skip
def test_files_are_never_read(body: str, secret: Path) -> None:
    assert drawn_pixel(svg(RED + body.format(path=secret)))[:3] != (0, 255, 0)


def test_external_entities_are_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "part.xml"
    path.write_text(RED.replace("#D7263D", "#00FF00"))
    data = svg("&part;", before=f'<!DOCTYPE svg [<!ENTITY part SYSTEM "{path.as_uri()}">]>')
    with pytest.raises(PictureError):
        open_picture(data)


def test_an_entity_bomb_is_refused() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    data = svg("<title>&e9;</title>", before=f'<!DOCTYPE svg [<!ENTITY e0 "{"x" * 1000}">{entities}]>')
    with pytest.raises(PictureError):
        open_picture(data)


@pytest.mark.parametrize(
    "data",
    [b"<svg", svg(RED, 'width="0" height="5"'), svg(RED, 'width="2e9" height="9999999"'), b"<?xml version='1.0'?><p/>",
     b"<svg>" + b" " * 2_000_001 + b"</svg>"],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_by_its_markup(data: bytes) -> None:
    with pytest.raises(PictureError):
        open_picture(data)


def test_a_drawing_that_claims_to_be_huge_is_drawn_at_the_size_asked_for() -> None:
    assert drawn_pixel(svg('<rect width="50000" height="50000" fill="#D7263D"/>', 'width="50000" height="25000"')) == (
        215, 38, 61, 255,
    )  # fmt: skip


HALF = 'width="40" height="20"'
ELABORATE = {
    "a group that is half there": (f'<g opacity="0.5"><rect {HALF}/><rect {HALF}/></g>', (0, 0, 0, 128)),
    "a clip": (f'<clipPath id="c"><rect {HALF}/></clipPath><rect {HALF} clip-path="url(#c)"/>', (0, 0, 0, 255)),
    "a rule": (f"<style>.a{{fill:#D7263D}}</style><rect {HALF} class='a'/>", (215, 38, 61, 255)),
    "a copy": (f'<defs><rect id="r" {HALF}/></defs><use href="#r"/>', (0, 0, 0, 255)),
    "a pattern": (
        f'<pattern id="p" width="1" height="1"><rect {HALF} fill="#00F"/></pattern><rect {HALF} fill="url(#p)"/>',
        (0, 0, 255, 255),
    ),
}


@pytest.mark.parametrize("name", ELABORATE)
def test_an_elaborate_drawing_is_drawn(name: str) -> None:
    body, expected = ELABORATE[name]
    assert drawn_pixel(svg(body)) == expected


def nested(count: int, first: str, one: str) -> str:
    """So many parts, `one` of which names its own number ({0}) and refers to the part before it ({1})."""
    return first + "".join(one.format(index, index - 1) for index in range(1, count))


USE, MASK = '<use href="#g{1}"/>', f'<rect {HALF} mask="url(#m{{1}})"/>'
HOSTILE = {
    "a tile of 10 gigapixels": '<pattern id="p" width="1e5" height="1e5" patternUnits="userSpaceOnUse">'
    f'<circle r="3e4"/></pattern><rect {HALF} fill="url(#p)"/>',
    "a thousand million copies": nested(31, f'<g id="g0"><rect {HALF}/></g>', f'<g id="g{{0}}">{USE}{USE}</g>'),
    "masks of masks": nested(41, '<mask id="m0"/>', f'<mask id="m{{0}}">{MASK}{MASK}</mask>')
    + f'<rect {HALF} mask="url(#m40)"/>',
    "a filter without end": '<filter id="f"><feTurbulence numOctaves="100000000" baseFrequency="0.5"/></filter>'
    f'<rect {HALF} filter="url(#f)"/>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_drawing_that_takes_years_or_gigabytes_is_too_costly_and_harms_nobody(name: str) -> None:
    with pytest.raises(PictureError) as raised:
        open_picture(svg(HOSTILE[name])).at(WHOLE, (400, 200))
    assert raised.value.reason in ("too_costly", "broken")
    assert drawn_pixel(svg(RED)) == (215, 38, 61, 255)


def test_a_drawing_has_no_longer_than_the_request_has() -> None:
    plain = svg(RED)
    assert open_anywhere(plain, lambda: SANDBOX, seconds_left=lambda: 5.0).at(WHOLE, (40, 20)).size == (40, 20)
    with SANDBOX._lock, pytest.raises(PictureError) as raised:  # as when another picture takes its time
        open_anywhere(plain, lambda: SANDBOX, seconds_left=lambda: 0.01)
    assert raised.value.reason == "too_costly"


def test_one_that_is_costly_by_the_pixel_is_drawn_smaller_and_says_so() -> None:
    stops = '<stop stop-color="#D7263D"/><stop offset="1" stop-color="#F4D35E" stop-opacity="0.5"/>'
    one = '<rect width="9" height="9" fill="url(#g)"/>'
    rings = f'<radialGradient id="g" r="0.7">{stops}</radialGradient>' + one * 60
    picture = open_anywhere(svg(rings, 'viewBox="0 0 9 9"'), lambda: SANDBOX, seconds_left=lambda: 1.0)
    image = picture.at(WHOLE, (3000, 3000))
    assert (image.size, picture.is_whole) == ((3000, 3000), False)
    assert picture.at(WHOLE, (300, 300)).size == (300, 300)
    assert picture.is_whole


@pytest.mark.parametrize(
    "before",
    ['<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
     "<!DOCTYPE svg>", '<?xml version="1.0"?><!-- <!DOCTYPE svg [ --><!DOCTYPE svg>'],
)  # fmt: skip
def test_a_document_type_that_declares_nothing_does_no_harm(before: str) -> None:
    assert drawn_pixel(svg(RED, before=before)) == (215, 38, 61, 255)


@pytest.mark.parametrize(
    "data",
    [svg(RED, before='<!DOCTYPE svg [<!ENTITY a "b">]>'), svg(RED, before="<!DOCTYPE svg []>"),
     svg("<title>&a;</title>", before='<!DOCTYPE svg [<!ENTITY % p "<!ENTITY a \'b\'>"> %p;]>'),
     svg(RED, before='<!DOCTYPE svg SYSTEM "a.dtd" [<!ATTLIST svg fill CDATA "red">]>'),
     b'<?xml version="1.0" encoding="cp037"?>'
     + '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>'.encode("cp037") + b"<svg"],
)  # fmt: skip
def test_declarations_are_refused_in_any_encoding(data: bytes) -> None:
    with pytest.raises(PictureError):
        open_picture(data)
