"""A process of its own for strangers' files: started when it is first needed, kept warm, started anew when it dies.

Pictures that a URL or a request brings, unless they are plain (`plain.py`), every SVG, and every uploaded file are
decoded there: without credentials in its environment, confined (`confine.py`), with limits of time and memory that end
it and not us. It costs some 80 ms to start and a third of a millisecond a picture (docs/decisions/0017-sandbox.md).
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from contextlib import suppress

from PIL import Image

from tintype.engine.images import wire
from tintype.engine.images.errors import PictureError

MEMORY = 384 << 20  # bytes beside what the process has when it is ready
SECONDS = 2.0  # of a processor, and of patience, for one request
_LONGEST = 30.0  # seconds that anybody waits, where nobody gave a deadline
_STRIP_BYTES = 1 << 20
_MAIN = (
    'import sys; sys.path[:] = sys.argv[1].split("\\n"); '
    "from tintype.engine.images.sandbox_main import main; main(int(sys.argv[2]), sys.argv[3] == 'fonts')"
)
_INHERITED = ("LD_LIBRARY_PATH", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE", "TZ")


class Sandbox:
    """Decodes elsewhere. Safe among threads, one of which is served at a time. `with_fonts`: it examines fonts, too."""

    def __init__(self, with_fonts: bool = False, memory: int = MEMORY) -> None:
        self._with_fonts, self._memory = with_fonts, memory
        self._lock = threading.Lock()
        self._connection: socket.socket | None = None
        self._pid = 0
        self._ready = False
        self._numbers = 0

    def open(self, data: bytes, seconds: float) -> tuple[int, int, int, bool]:
        """A number for the picture, its width, its height, and whether it is a drawing. Raises PictureError."""
        with _Exclusive(self, seconds) as until:
            number = self._next()
            return (number, *self._open(number, data, until))

    def at(
        self, number: int, data: bytes, crop: wire.Crop, size: tuple[int, int], seconds: float
    ) -> tuple[Image.Image, bool]:
        """The part `crop` of a picture that `open` named, scaled to `size`: "RGB" or "RGBA", and whether it is whole.

        Raises PictureError.
        """
        with _Exclusive(self, seconds) as until:
            request = wire.Request(wire.AT, number=number, crop=crop, size=size)
            answer, connection = self._ask(request, until)
            if answer == wire.UNKNOWN:  # another process by now, or many pictures since
                self._open(number, data, until)
                answer, connection = self._ask(request, until)
            if answer != wire.PIXELS:
                self._fail(answer, connection)
            return _pixels(connection, size)

    def examine(self, data: bytes, seconds: float) -> str:
        """What `validate.examined` says of an uploaded file. Raises PictureError where that takes too much."""
        with _Exclusive(self, seconds) as until:
            answer, connection = self._ask(wire.Request(wire.VALIDATE, data=data), until)
            if answer != wire.TEXT:
                self._fail(answer, connection)
            return wire.receive_text(connection)[1]

    def __del__(self) -> None:
        self._end()

    def close(self) -> None:
        """End the process; the next request starts another one."""
        with self._lock:
            self._end()

    def _open(self, number: int, data: bytes, until: float) -> tuple[int, int, bool]:
        answer, connection = self._ask(wire.Request(wire.OPEN, number=number, data=data), until)
        if answer != wire.SIZE:
            self._fail(answer, connection)
        return wire.receive_size(connection)

    def _ask(self, request: wire.Request, until: float) -> tuple[bytes, socket.socket]:
        """The first byte of the answer, the rest of which is still to be received."""
        connection = self._start()
        if not self._ready:
            self._await(connection, until)
        connection.settimeout(min(SECONDS, _left(until)))
        wire.send_request(connection, request._replace(seconds=min(SECONDS, _left(until))))
        return bytes(wire.receive(connection, 1)), connection

    def _await(self, connection: socket.socket, until: float) -> None:
        """Wait until the process is ready; one that isn't yet by `until` is left to get ready for the next request."""
        connection.settimeout(_left(until))
        try:
            answer = wire.receive(connection, 1)
        except TimeoutError:
            raise PictureError("too_costly", "what decodes it is still being started") from None
        if bytes(answer) != wire.READY:
            raise wire.ProtocolError("it did not get ready")
        self._ready = True

    def _fail(self, answer: bytes, connection: socket.socket) -> None:
        """Raise what the process said in place of an answer."""
        if answer != wire.ERROR:
            raise wire.ProtocolError("it answers what nobody asked")
        reason, message = wire.receive_text(connection)
        raise PictureError(reason, message)

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers

    def _start(self) -> socket.socket:
        """The connection to a process, which is there from now on."""
        if self._connection is not None:
            return self._connection
        from tintype.engine.images.confine import stay_closed  # noqa: PLC0415  ctypes, and only where it is needed

        stay_closed()
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        kind = "fonts" if self._with_fonts else ""
        command = [sys.executable, "-I", "-S", "-c", _MAIN, "\n".join(sys.path), str(self._memory), kind]
        actions = [
            (os.POSIX_SPAWN_DUP2, theirs.fileno(), 0),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        try:
            self._pid = os.posix_spawn(sys.executable, command, environment, file_actions=actions)
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        self._connection, self._ready = ours, False
        return ours

    def _end(self) -> None:
        if self._connection is None:
            return
        self._connection.close()
        self._connection = None
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


class _Exclusive:
    """One request's time with the process: nobody else's, and over when its seconds are.

    Whatever goes wrong between the two ends the process, since nobody knows what it would say next.
    """

    def __init__(self, sandbox: Sandbox, seconds: float) -> None:
        self._sandbox = sandbox
        self._until = time.monotonic() + min(max(seconds, 0.0), _LONGEST)

    def __enter__(self) -> float:
        if not self._sandbox._lock.acquire(timeout=_left(self._until)):
            raise PictureError("too_costly", "others are being decoded for longer than there is time")
        return self._until

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        try:
            if error is None or isinstance(error, PictureError):
                return
            self._sandbox._end()
            if isinstance(error, OSError):
                self._sandbox._start()  # for the next one
                raise PictureError("too_costly", "decoding it took too long, or too much") from error
        finally:
            self._sandbox._lock.release()


def _left(until: float) -> float:
    return max(0.001, until - time.monotonic())


def _pixels(connection: socket.socket, size: tuple[int, int]) -> tuple[Image.Image, bool]:
    """The picture, put together strip by strip, so that it is never there twice."""
    mode, is_whole = wire.receive_head(connection, size)
    width, height = size
    rows = max(1, _STRIP_BYTES // (4 * width))
    if rows >= height:
        return Image.frombytes(mode, size, wire.receive(connection, width * height * len(mode))), is_whole
    image = Image.new(mode, size)
    for top in range(0, height, rows):
        part = min(rows, height - top)
        strip = wire.receive(connection, width * part * len(mode))
        image.paste(Image.frombytes(mode, (width, part), strip), (0, top))
    return image, is_whole
