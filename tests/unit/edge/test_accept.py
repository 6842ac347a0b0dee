"""``Accept``: WebP where it is named and not refused."""

from __future__ import annotations

import pytest

from tintype.edge.accept import folded

# What programs that show pictures really send.
CLIENTS = {
    "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8": True,  # Chrome
    "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5": True,  # Firefox
    "image/webp,image/avif,image/jxl,image/heic,image/heic-sequence,video/*;q=0.8,image/png,image/*;q=0.5": True,
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8": True,
    "*/*": False,  # curl, Slack, WhatsApp, Facebook
    "image/*": False,  # LinkedIn
    "image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5": False,  # older Safari, Apple Mail
    "": False,
}


@pytest.mark.parametrize("accept", CLIENTS)
def test_what_clients_send_is_understood(accept: str) -> None:
    assert folded(accept) == ("image/webp" if CLIENTS[accept] else "")


@pytest.mark.parametrize(
    "accept",
    ["image/webp", "IMAGE/WEBP", "Image/WebP;q=0.5", " image/webp ", "text/html,\timage/webp;q=1", "image/webp;q=0.001",
     "image/webp;q=0,image/webp", "image/webp;level=0", "image/webp; q=1.0 ; x=y", "image/webp;q=00.1"],
)  # fmt: skip
def test_webp_that_is_named_is_taken(accept: str) -> None:
    assert folded(accept) == "image/webp"


@pytest.mark.parametrize(
    "accept",
    ["image/webp;q=0", "image/webp;q=0.0", "image/webp;Q=0.000", "image/webp ; q=0", "image/webp;q = 0",
     "image/webp;x=1;q=0", "image/webpx", "ximage/webp", "image/webp+xml", "text/plain;x=image/webp", "image/web",
     "image /webp", "*/*;q=1", "image/webp/2"],
)  # fmt: skip
def test_webp_that_is_refused_or_not_named_is_not_taken(accept: str) -> None:
    assert folded(accept) == ""
