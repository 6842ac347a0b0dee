"""What the process does that decodes strangers' files: it waits for a request, answers it, and waits for the next.

It is started by `sandbox.Sandbox`, with one socket as its standard input. Both sides of the conversation are in
`wire.py`. Whatever is needed is imported before the process is confined, since nothing can be opened afterwards.
"""

from __future__ import annotations

import io
import os
import signal
import socket
import time
from collections import OrderedDict

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

import xml.parsers.expat  # isort: skip
import resvg_py  # noqa: F401  isort: skip

from tintype.engine.images import wire
from tintype.engine.images.confine import confine
from tintype.engine.images.decode import WHOLE, OpenedPicture, PictureLimits, open_picture
from tintype.engine.images.errors import PictureError

__all__ = ["main"]
# Imported for `formats.image_class`, which can import nothing any more by then.
_DECODERS = (
    AvifImagePlugin, BmpImagePlugin, GifImagePlugin, ImageCms, JpegImagePlugin, PngImagePlugin, TiffImagePlugin,
    WebPImagePlugin, xml.parsers.expat,
)  # fmt: skip

_KEPT = 16  # pictures that were opened and may still be asked for
_STRIP_BYTES = 1 << 20


def main(memory: int, with_fonts: bool) -> None:
    """Answer until the other side closes the socket. `memory` is as for `confine`."""
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # no others can be started
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))  # whatever the parent did not close
    connection = socket.socket(fileno=0)
    _warm_up()
    if with_fonts:
        from tintype.engine.images import examine  # noqa: PLC0415  only who takes uploads needs it

        examine.warm_up()
    confine(memory)
    wire.send(connection, wire.READY)
    opened: OrderedDict[int, OpenedPicture] = OrderedDict()
    until = 0.0
    limits = PictureLimits(seconds_left=lambda: until - time.monotonic())
    while (request := wire.receive_request(connection)) is not None:
        # SIGPROF ends the process: the parent sees that, and says that the picture took too much.
        signal.setitimer(signal.ITIMER_PROF, request.seconds)
        until = time.monotonic() + request.seconds
        try:
            _answer(request, opened, limits, connection)
        except PictureError as error:
            wire.send_error(connection, error.reason, error.message)
        except MemoryError:
            wire.send_error(connection, "too_costly", "decoding it takes too much memory")
        except Exception as error:  # whatever a file leads a decoder to
            wire.send_error(connection, "broken", f"it can't be decoded: {type(error).__name__}")
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)


def _warm_up() -> None:
    """Do once what decoders import only when they come to it."""
    for format_ in ("GIF", "PNG", "TIFF", "WEBP"):
        sample = io.BytesIO()
        Image.new("P", (2, 2)).convert("P").save(sample, format_)
        open_picture(sample.getvalue()).at(WHOLE, (3, 3))
    open_picture(_DRAWING).at(WHOLE, (3, 3))


_DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 3"><rect width="3" height="3"/></svg>'


def _answer(
    request: wire.Request,
    opened: OrderedDict[int, OpenedPicture],
    limits: PictureLimits,
    connection: socket.socket,
) -> None:
    if request.operation == wire.VALIDATE:
        from tintype.engine.images.examine import examined  # noqa: PLC0415  imported by `main`, where it is needed

        wire.send_text(connection, examined(request.data, limits))
        return
    if request.operation == wire.OPEN:
        opened[request.number] = picture = open_picture(request.data, limits)
        while len(opened) > _KEPT:
            opened.popitem(last=False)
        wire.send_size(connection, picture.size, picture.is_drawing)
        return
    known = opened.get(request.number)
    if known is None:
        wire.send(connection, wire.UNKNOWN)
        return
    image = known.at(request.crop, request.size)
    wire.send_head(connection, image.mode, image.size, known.is_whole)
    rows = max(1, _STRIP_BYTES // (4 * image.width))
    for top in range(0, image.height, rows):
        connection.sendall(image.crop((0, top, image.width, min(image.height, top + rows))).tobytes())
