"""The path of an image URL: one spelling leads to the image, and it begins with what a purge takes out."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.services.images.address import NOWHERE, Address, address_from

ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
UID = "1b4e28ba-2fa1-51d2-883f-b9a761bde3fb"
HIDDEN = "img_0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("path", "type_", "address"),
    [
        (ID, None, Address(ID, None, None)),
        (f"{ID}.png", None, Address(ID, None, "png")),
        (f"{ID}.JPG", None, Address(ID, None, "jpeg")),
        (f"{ID}/og", None, Address(ID, "og", None)),
        (f"{ID}/Big_one-2.webp", None, Address(ID, "Big_one-2", "webp")),
        (f"{ID}/{UID}.avif", None, Address(ID, UID, "avif")),
        (f"{ID}/og.png", "gif", Address(ID, "og", "gif")),
        (ID, "jpg", Address(ID, None, "jpeg")),
        (f"{HIDDEN}.png", None, Address(HIDDEN, None, "png")),
        (f"{HIDDEN}/og.jpeg", None, Address(HIDDEN, "og", "jpeg")),
    ],
)
def test_a_canonical_path_is_read(path: str, type_: str | None, address: Address) -> None:
    assert address_from(path, type_) == address


@pytest.mark.parametrize(
    "path",
    [
        ID.upper(),
        f"{ID.upper()}.png",
        f"/{ID}",
        f"//{ID}",
        f"{ID}/",
        f"{ID}//og",
        f"{ID}/og/",
        f"{ID}.",
        f"{ID}.png.",
        f"{ID}..png",
        f"{ID}/og.",
        f"{ID}/./og",
        f"./{ID}",
        f"x/../{ID}",
        f"%36{ID[1:]}",
        f"{ID}%2Epng",
        f"{ID}%2Fog",
        f"{ID}/%6Fg",
        f"{ID}%00",
        f" {ID}",
        f"{ID} ",
        f"{ID}\n",
        f"{ID};v=1",
        ID.replace("-", ""),
        "{" + ID + "}",
        f"urn:uuid:{ID}",
        ID.replace("6", "６", 1),
        f"{ID}.bmp",
        f"{ID}/og.v2.png",
        f"{ID}/og/x.png",
        f"%69mg_{HIDDEN[4:]}.png",
        f"IMG_{HIDDEN[4:]}.png",
        f"img_{HIDDEN[4:].upper()}.png",
        "not-an-id",
        "",
        "/",
    ],
)
def test_any_other_path_leads_nowhere(path: str) -> None:
    """A purge takes out what begins with the image's id: another spelling would be kept by the CDN."""
    assert address_from(path, None) == NOWHERE


_ESCAPED = st.builds(lambda text, upper: "".join(f"%{ord(one):02{'X' if upper else 'x'}}" for one in text),
                     st.sampled_from(["6", "f", "-", "/", ".", "png", ID]), st.booleans())  # fmt: skip
_PIECES = st.sampled_from([ID, ID.upper(), ID[1:], "/", "//", ".", "..", "og", "OG", ".png", ".PNG", "%", " ", UID])


@given(st.lists(_PIECES | _ESCAPED | st.text(max_size=3), max_size=6).map("".join))
def test_what_shows_an_image_begins_with_its_id_as_it_is_purged(path: str) -> None:
    address = address_from(path, None)
    if address == NOWHERE:
        return
    assert path.startswith(address.image_id)
    assert address.image_id in (ID, UID)
    assert unquote(path) == path
    format_, type_ = (f"/{address.format}" if address.format else ""), (".png" if address.type else "")
    assert path.removesuffix(".PNG").removesuffix(".png") + type_ == f"{address.image_id}{format_}{type_}"


@given(st.sampled_from([ID, f"{ID}.png", f"{ID}/og", f"{ID}/og.webp"]), st.data())
def test_no_two_spellings_of_one_path_lead_there(path: str, data: st.DataObject) -> None:
    """Escape some characters, or spell them otherwise: whatever decodes to the same is no path of an image."""
    at = data.draw(st.integers(0, len(path) - 1))
    other = data.draw(
        st.sampled_from([f"%{ord(path[at]):02x}", f"%25{ord(path[at]):02x}", f"/{path[at]}", "./" + path[at]])
    )
    spelt = path[:at] + other + path[at + 1 :]
    address = address_from(spelt, None)
    assert address == NOWHERE or (address.image_id == ID and spelt.startswith(f"{ID}/"))
