"""sign(url, key, expires=…) fixes an image URL whole; open={…} leaves some of its parameters to be filled in later."""

import hmac
import re
from base64 import urlsafe_b64encode
from functools import partial
from urllib.parse import parse_qsl, quote, unquote, urlsplit


def sign(url, key, expires=None, open=None):  # noqa: A002
    """The signed URL. `key` is one of GET /dynamic-images/{id}/signing-keys, `expires` an instant in epoch seconds.
    `open` maps parameters to {"length": characters, "hosts": [for pictures]}; append those to what this returns."""
    enc = partial(quote, safe="")
    parts = urlsplit(url)
    path = re.search(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}.*", unquote(parts.path))[0].rstrip("/")
    pairs = {name: value for name, value in parse_qsl(parts.query) if value.strip() and name not in (open or {})}
    if expires:
        pairs["_expires"] = int(expires)
    entries = [
        f"{enc(name)}:{how.get('length', 100)}{'@' * bool(how.get('hosts'))}{'|'.join(how.get('hosts', []))}"
        for name, how in (open or {}).items()
    ]
    if entries:
        pairs["_policy"] = ",".join(entries)
    query = "&".join(sorted(f"{enc(name)}={enc(str(value))}" for name, value in pairs.items()))
    digest = hmac.digest(key.encode(), f"{path}\n{query}".encode(), "sha256")
    signature = urlsafe_b64encode(digest).decode().rstrip("=")
    return f"{parts.scheme}://{parts.netloc}{parts.path}?{query}{'&' * bool(query)}_signature={signature}"
