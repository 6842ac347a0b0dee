"""The process that decodes strangers' files: what it may not do, what it may not cost, and that it comes back."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.golden.build import photo
from tintype.engine.images import wire
from tintype.engine.images.apart import ApartPicture, open_anywhere
from tintype.engine.images.decode import WHOLE, open_picture
from tintype.engine.images.errors import PictureError
from tintype.engine.images.plain import MAX_PIXELS, is_plain
from tintype.engine.images.sandbox import Sandbox

ROOT = Path(__file__).parents[3]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#D7263D"/></svg>'


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    running = Sandbox()
    yield running
    running.close()


def apart(data: bytes, sandbox: Sandbox) -> ApartPicture:
    return ApartPicture(data, "", lambda: 20.0, sandbox)


# What it may not do

# Run by a process that confines itself and then tries what a decoder that was taken over would try.
ATTACKS = """
import ctypes, os, socket, sys
from tintype.engine.images import confine
if sys.argv[1] == "without the filter":
    confine._CALLS = {}
parent = os.getppid()
libc = ctypes.CDLL(None, use_errno=True)

class Part(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]

def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")

def read_memory():
    room = ctypes.create_string_buffer(8)
    here, there = Part(ctypes.addressof(room), 8), Part(int(sys.argv[2]), 8)
    checked(libc.process_vm_readv(parent, ctypes.byref(here), 1, ctypes.byref(there), 1, 0))

attacks = {
    "read its environment": lambda: open(f"/proc/{parent}/environ", "rb").read(),
    "read its memory by /proc": lambda: open(f"/proc/{parent}/mem", "rb").read(1),
    "read its memory": read_memory,
    "trace it": lambda: checked(libc.ptrace(16, parent, 0, 0)),
    "read a file": lambda: open("/etc/passwd").read(),
    "list a folder": lambda: os.listdir("/"),
    "open a socket": socket.socket,
    "start a process": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "fork": os.fork,
    "end its parent": lambda: os.kill(parent, 0),
    "become root again": lambda: os.setuid(0),
    "lift its limits": lambda: __import__("resource").setrlimit(7, (100, 100)),
}
filtered = confine.confine(64 << 20)
print("filtered" if filtered else "open")
for name, attack in attacks.items():
    try:
        attack()
        print("done:", name)
    except (OSError, ValueError) as error:
        print("refused:", name)
print("environment:", sorted(os.environ))
"""


def attack(how: str, as_user: bool) -> list[str]:
    """What a confined process could do to a parent that keeps itself closed, as the engine's does."""
    # The attacker's parent does what the engine does before it starts the sandbox. It forks, so that another user
    # need not be able to read the interpreter.
    parent = (
        "import ctypes, os, socket, sys\n"
        "from tintype.engine.images import confine\n"
        "secret = ctypes.create_string_buffer(b'the secret key')\n"
        "sys.argv[2:] = [str(ctypes.addressof(secret)), *sys.argv[2:]]\n"
        "if sys.argv[3] == 'user': os.setgroups([]); os.setgid(1000); os.setuid(1000)\n"
        "confine.stay_closed()\n"
        "child = os.fork()\n"
        "if child: os.waitpid(child, 0)\n"
        "else: exec(sys.argv[4])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", parent, how, "user" if as_user else "root", ATTACKS],
        env={"PYTHONPATH": str(ROOT / "functions"), "AWS_SECRET_ACCESS_KEY": "secret"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split("\n")


def test_a_decoder_that_was_taken_over_reaches_nothing() -> None:
    lines = attack("with the filter", as_user=False)
    assert lines[0] == "filtered"
    assert [line for line in lines if line.startswith("done:")] == []
    assert len([line for line in lines if line.startswith("refused:")]) == 12


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_nor_does_it_reach_its_parent_where_the_kernel_takes_no_filter_and_nobody_is_root() -> None:
    """As in Lambda, where both are the same user, if seccomp were not to be had."""
    lines = attack("without the filter", as_user=True)
    assert lines[0] == "open"
    assert {line for line in lines if line.startswith("done:")} == {"done: end its parent"}


def test_its_environment_has_no_credentials(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "TABLE_NAME"):
        monkeypatch.setenv(name, "a secret of ours")
    running = Sandbox()
    try:
        apart(SVG, running)
        environment = Path(f"/proc/{running._pid}/environ").read_bytes()
        assert b"secret" not in environment
        assert b"AWS" not in environment
        # And nothing is open but its socket and nowhere.
        files = {file.name: str(file.readlink()) for file in Path(f"/proc/{running._pid}/fd").iterdir()}
        assert files.pop("0").startswith("socket:")
        assert files == {"1": "/dev/null", "2": "/dev/null"}
    finally:
        running.close()


# What it gives


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP", "GIF", "AVIF", "BMP", "TIFF"])
@pytest.mark.parametrize("size", [(60, 40), (240, 160), (700, 900)])
def test_its_pixels_are_those_that_decoding_here_gives(format_: str, size: tuple[int, int], sandbox: Sandbox) -> None:
    data = photo(240, 160, format_)
    crop = (0.1, 0.2, 0.9, 1.0)
    there, here = apart(data, sandbox), open_picture(data)
    assert there.size == here.size
    assert there.at(crop, size).tobytes() == here.at(crop, size).tobytes()


def test_a_large_result_comes_in_parts_and_whole(sandbox: Sandbox) -> None:
    data = photo(240, 160, "PNG")
    assert (
        apart(data, sandbox).at(WHOLE, (3000, 2500)).tobytes() == open_picture(data).at(WHOLE, (3000, 2500)).tobytes()
    )


def test_transparency_and_orientation_come_along(sandbox: Sandbox) -> None:
    image = Image.new("RGBA", (30, 20), (255, 0, 0, 100))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "PNG", exif=exif)
    picture = apart(out.getvalue(), sandbox)
    assert picture.size == (20, 30)
    assert picture.at(WHOLE, (2, 3)).getpixel((0, 0)) == (255, 0, 0, 100)


def test_more_pictures_than_it_keeps_are_drawn_all_the_same(sandbox: Sandbox) -> None:
    opened = [apart(photo(60 + number, 40, "BMP"), sandbox) for number in range(40)]
    for number, picture in enumerate(opened):
        assert picture.size == (60 + number, 40)
        assert picture.at(WHOLE, (6, 4)).size == (6, 4)


def test_several_threads_each_get_their_own(sandbox: Sandbox) -> None:
    colours = [(250, 0, 0), (0, 250, 0), (0, 0, 250), (250, 250, 0)]
    wrong: list[object] = []

    def look(colour: tuple[int, int, int]) -> None:
        out = io.BytesIO()
        Image.new("RGB", (9, 9), colour).save(out, "BMP")
        for _ in range(20):
            found = apart(out.getvalue(), sandbox).at(WHOLE, (3, 3)).getpixel((1, 1))
            if found != colour:
                wrong.append(found)

    threads = [threading.Thread(target=look, args=(colour,)) for colour in colours]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# What it may cost


def progressive(width: int, height: int, scans: int) -> bytes:
    """A progressive JPEG of which the last scan is there `scans` times over."""
    out = io.BytesIO()
    Image.effect_noise((width, height), 50).save(out, "JPEG", progressive=True, quality=30)
    data = out.getvalue()
    last = data.rindex(b"\xff\xda")
    scan = data[last:-2]
    return data[:last] + scan * scans + data[-2:]


TOO_MUCH = {
    "six hundred scans": lambda: progressive(2000, 1500, 600),
    "forty scans of a large picture": lambda: progressive(4000, 3000, 40),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_a_jpeg_of_too_many_passes_is_refused_before_it_is_decoded(name: str, sandbox: Sandbox) -> None:
    with pytest.raises(PictureError) as raised:
        apart(TOO_MUCH[name](), sandbox)
    assert raised.value.reason == "too_costly"


def test_one_that_takes_too_much_memory_is_refused_and_the_next_one_drawn(sandbox: Sandbox) -> None:
    small = Sandbox(memory=8 << 20)
    try:
        out = io.BytesIO()
        Image.new("RGB", (3000, 3000)).save(out, "PNG")
        with pytest.raises(PictureError) as raised:
            apart(out.getvalue(), small).at(WHOLE, (10, 10))
        assert raised.value.reason in ("too_costly", "broken")
        assert apart(SVG, small).at(WHOLE, (9, 9)).size == (9, 9)
    finally:
        small.close()


# That it comes back


def test_a_process_that_died_is_started_anew(sandbox: Sandbox) -> None:
    picture = apart(SVG, sandbox)
    first = sandbox._pid
    os.kill(first, signal.SIGKILL)
    with pytest.raises(PictureError):
        picture.at(WHOLE, (9, 9))
    assert picture.at(WHOLE, (9, 9)).getpixel((4, 4)) == (215, 38, 61, 255)
    assert sandbox._pid != first


def test_it_outlives_the_thread_that_started_it() -> None:
    running = Sandbox()
    first = threading.Thread(target=apart, args=(SVG, running))
    first.start()
    first.join()
    pid = running._pid
    assert apart(SVG, running).at(WHOLE, (9, 9)).size == (9, 9)
    assert running._pid == pid
    running.close()


def test_one_that_says_what_it_may_not_say_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    lies = [
        wire.SIZE + b"\xff" * 9,
        wire.PIXELS + b"\0" * 10,
        wire.TEXT + b"\0\xff\xff",
        wire.ERROR + b"\x09\x00\x00",
        b"Z",
        wire.SIZE + b"\x01",
    ]
    for lie in lies:
        running, (ours, theirs) = Sandbox(), socket.socketpair()
        running._connection, running._ready, running._pid = ours, True, os.posix_spawn("/bin/true", ["true"], {})
        theirs.sendall(lie)
        theirs.shutdown(socket.SHUT_WR)
        with pytest.raises(PictureError) as raised:
            running.open(SVG, 5.0)
        assert raised.value.reason == "too_costly"
        theirs.close()
        running.close()


def test_nobody_waits_longer_than_the_request_has(sandbox: Sandbox) -> None:
    picture = apart(SVG, sandbox)
    with sandbox._lock, pytest.raises(PictureError) as raised:
        ApartPicture(SVG, "", lambda: 0.0, sandbox)
    assert raised.value.reason == "too_costly"
    assert picture.at(WHOLE, (5, 5)).size == (5, 5)


def test_it_ends_with_whoever_started_it() -> None:
    script = (
        "import sys; from tintype.engine.images.sandbox import Sandbox; from tintype.engine.images.apart import *\n"
        f"s = Sandbox(); ApartPicture({SVG!r}, '', lambda: 20.0, s); print(s._pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(ROOT / "functions")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert Path(f"/proc/{pid}").exists()
        parent.kill()
    for _ in range(200):
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("it lives on")


# What stays here


def saved(image: Image.Image, format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


NOISE = Image.effect_noise((300, 200), 60).convert("RGB")
PROFILE = b"\0" * 9000
PLAIN = {
    "a JPEG": saved(NOISE, "JPEG"),
    "a grey JPEG": saved(NOISE.convert("L"), "JPEG"),
    "a progressive JPEG": saved(NOISE, "JPEG", progressive=True),
    "a JPEG with a small profile": saved(NOISE, "JPEG", icc_profile=PROFILE[:3000]),
    "a PNG": saved(NOISE, "PNG"),
    "a PNG with a palette": saved(NOISE.quantize(16), "PNG", transparency=3),
    "a WebP": saved(NOISE, "WEBP"),
    "a lossless WebP": saved(NOISE, "WEBP", lossless=True),
}
OTHERS = {
    "a JPEG in four colours": saved(NOISE.convert("CMYK"), "JPEG"),
    "a JPEG with a large profile": saved(NOISE, "JPEG", icc_profile=PROFILE),
    "a JPEG of many scans": progressive(300, 200, 40),
    "two JPEGs in one": saved(NOISE, "MPO", save_all=True, append_images=[NOISE]),
    "a large JPEG": saved(Image.new("L", (MAX_PIXELS // 1000 + 1, 1000)), "JPEG"),
    "half a header": saved(NOISE, "JPEG")[:100],
    "a PNG with text": saved(NOISE, "PNG", pnginfo=None, icc_profile=PROFILE),
    "a PNG of sixteen bits": saved(Image.new("I;16", (9, 9)), "PNG"),
    "a moving WebP": saved(NOISE, "WEBP", save_all=True, append_images=[NOISE.rotate(90)]),
    "a WebP with a profile": saved(NOISE, "WEBP", icc_profile=PROFILE),
    "a GIF": saved(NOISE, "GIF"),
    "a TIFF": saved(NOISE, "TIFF"),
    "a BMP": saved(NOISE, "BMP"),
    "an SVG": SVG,
    "nothing": b"",
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_picture_is_decoded_here(name: str) -> None:
    assert is_plain(PLAIN[name])
    assert type(open_anywhere(PLAIN[name], lambda: pytest.fail("not needed"))) is not ApartPicture


@pytest.mark.parametrize("name", OTHERS)
def test_any_other_is_not(name: str) -> None:
    assert not is_plain(OTHERS[name])


def test_an_asset_was_proved_and_an_svg_is_never_drawn_here(sandbox: Sandbox) -> None:
    assert type(open_anywhere(OTHERS["a GIF"], lambda: sandbox, key="its digest")) is not ApartPicture
    assert type(open_anywhere(SVG, lambda: sandbox, key="its digest too")) is ApartPicture


def test_whatever_a_damaged_file_says_asking_is_safe() -> None:
    for data in PLAIN.values():
        for cut in range(0, min(len(data), 700), 7):
            is_plain(data[:cut])
            is_plain(data[:cut] + bytes(40))
            is_plain(data[:cut] + b"\xff" * 40 + data[cut:])
