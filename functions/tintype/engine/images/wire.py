"""What is said between the process that draws and the one that decodes strangers' files: fixed fields, bounded lengths.

The drawing side believes nothing of what comes: a size that it did not ask for, a mode that it does not know or a
longer text ends the conversation.
"""

from __future__ import annotations

import socket
import struct
from typing import NamedTuple

READY, SIZE, PIXELS, ERROR, UNKNOWN, TEXT = b"R", b"S", b"P", b"E", b"U", b"T"
OPEN, AT, VALIDATE = b"O", b"A", b"V"
REASONS = ("not_a_picture", "too_large", "broken", "too_costly")
MODES = ("RGB", "RGBA")
MAX_DATA = 64 << 20  # bytes of a file
_MAX_TEXT = 2000
_REQUEST = struct.Struct("<cdQ4dIIQ")
_SIZE = struct.Struct("<IIB")
_HEAD = struct.Struct("<BBII")
_TEXT = struct.Struct("<BH")

Crop = tuple[float, float, float, float]


class Request(NamedTuple):
    """What is to be done: `operation`, in at most `seconds` of a processor, for the picture known as `number`."""

    operation: bytes
    seconds: float = 0.0
    number: int = 0
    crop: Crop = (0.0, 0.0, 1.0, 1.0)
    size: tuple[int, int] = (0, 0)
    data: bytes = b""


class ProtocolError(OSError):
    """The other side said what it may not say, or ended in the middle of it."""


def send(connection: socket.socket, data: bytes) -> None:
    """All of `data`."""
    connection.sendall(data)


def send_request(connection: socket.socket, request: Request) -> None:
    """The request, its data behind it."""
    head = _REQUEST.pack(
        request.operation, request.seconds, request.number, *request.crop, *request.size, len(request.data)
    )
    connection.sendall(head)
    if request.data:
        connection.sendall(request.data)


def receive_request(connection: socket.socket) -> Request | None:
    """The next request, or None where the other side has closed the connection."""
    first = connection.recv(1)
    if not first:
        return None
    operation, seconds, number, *crop, width, height, length = _REQUEST.unpack(
        first + receive(connection, _REQUEST.size - 1)
    )
    data = receive(connection, length)
    return Request(operation, seconds, number, (crop[0], crop[1], crop[2], crop[3]), (width, height), bytes(data))


def send_size(connection: socket.socket, size: tuple[int, int], is_drawing: bool) -> None:
    """A picture's size in pixels, and whether it is a drawing."""
    connection.sendall(SIZE + _SIZE.pack(*size, is_drawing))


def receive_size(connection: socket.socket) -> tuple[int, int, bool]:
    """Width, height, and whether it is a drawing."""
    width, height, is_drawing = _SIZE.unpack(receive(connection, _SIZE.size))
    if not (0 < width < 1 << 24 and 0 < height < 1 << 24):
        raise ProtocolError("an impossible size")
    return width, height, bool(is_drawing)


def send_head(connection: socket.socket, mode: str, size: tuple[int, int], is_whole: bool) -> None:
    """What comes before pixels; `is_whole` says that they are as fine as was asked for."""
    connection.sendall(PIXELS + _HEAD.pack(MODES.index(mode), is_whole, *size))


def receive_head(connection: socket.socket, size: tuple[int, int]) -> tuple[str, bool]:
    """The mode of the pixels that follow, and whether they are whole; of another `size` than asked for are none."""
    mode, is_whole, width, height = _HEAD.unpack(receive(connection, _HEAD.size))
    if mode >= len(MODES) or (width, height) != size:
        raise ProtocolError("pixels that nobody asked for")
    return MODES[mode], bool(is_whole)


def send_error(connection: socket.socket, reason: str, message: str) -> None:
    """The reason for which there is no picture, and words."""
    text = message.encode("utf-8", "replace")[:_MAX_TEXT]
    connection.sendall(ERROR + _TEXT.pack(REASONS.index(reason), len(text)) + text)


def send_text(connection: socket.socket, message: str) -> None:
    """A short answer in words."""
    text = message.encode("utf-8", "replace")[:_MAX_TEXT]
    connection.sendall(TEXT + _TEXT.pack(0, len(text)) + text)


def receive_text(connection: socket.socket) -> tuple[str, str]:
    """The reason of an error (of no meaning for other texts), and the words."""
    reason, length = _TEXT.unpack(receive(connection, _TEXT.size))
    if reason >= len(REASONS) or length > _MAX_TEXT:
        raise ProtocolError("too many words")
    return REASONS[reason], bytes(receive(connection, length)).decode("utf-8", "replace")


def receive(connection: socket.socket, length: int) -> bytearray:
    """Exactly so many bytes. Raises ProtocolError where the other side ends before, TimeoutError as the socket does."""
    if length > MAX_DATA:
        raise ProtocolError("too much at once")
    data = bytearray(length)
    view = memoryview(data)
    at = 0
    while at < length:
        count = connection.recv_into(view[at:])
        if not count:
            raise ProtocolError("the other side has ended")
        at += count
    return data
