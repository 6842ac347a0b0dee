"""Generation through the official SDK: files now and later, archives, and the webhooks that its verifier accepts."""

from __future__ import annotations

import io
import json
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import abyssale
import pytest
from abyssale.webhooks import signature_timestamp, verify_webhook_signature
from PIL import Image

from tests.e2e.conftest import Run, start, stop
from tests.e2e.viewer import ask
from tests.sdk.conftest import Both

SIGNATURE, DELIVERY = "x-abyssale-signature", "x-abyssale-delivery-id"


class Receiver(ThreadingHTTPServer):
    """Keeps the webhooks that it gets."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Receiving)
        self.got: list[tuple[dict[str, str], bytes]] = []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def hook(self, id_: str) -> tuple[dict[str, str], bytes]:
        """The webhook that tells of `id_`, once it has come."""
        while True:
            for headers, body in list(self.got):
                if id_.encode() in body:
                    return headers, body
            time.sleep(0.05)


class _Receiving(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def service(receiver: Receiver) -> Iterator[Run]:
    """A service that may send webhooks to `receiver`."""
    running = start(f"127.0.0.1:{receiver.server_port}")
    yield running
    stop(running)
    assert running.process.stdout is not None
    running.process.stdout.close()


@pytest.fixture
def callback(receiver: Receiver) -> str:
    return f"http://127.0.0.1:{receiver.server_port}/hook"


Put = Callable[..., str]


def test_generate_image(client: Both, put: Put) -> None:
    design = put()
    banner = client.generate_image(
        design, {"template_format_name": "wide", "elements": {"title": {"payload": "Hello"}}, "image_file_type": "png"}
    )
    assert (banner.file.type.value, banner.format.id, str(banner.template.id)) == ("png", "wide", design)
    for url in (banner.file.url, banner.file.cdn_url):
        answer = ask(url)
        assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
        assert Image.open(io.BytesIO(answer.body)).size == (40, 20)
    assert client.get_file(str(banner.id)) == banner


def test_generate_image_says_everything_that_is_wrong(client: Both, put: Put) -> None:
    with pytest.raises(abyssale.AbyssaleAPIError) as caught:
        client.generate_image(
            put(), {"template_format_name": "wide", "elements": {"title": {"font_size": 0}, "titel": {"payload": "x"}}}
        )
    assert (caught.value.status, caught.value.id) == (400, "invalid_payload")
    paths = [problem["path"] for problem in caught.value.body["errors"]]
    assert paths == ["elements.titel", "elements.title.font_size"]


def test_generate_image_of_an_unknown_design(client: Both) -> None:
    with pytest.raises(abyssale.AbyssaleAPIError) as caught:
        client.generate_image(str(uuid4()), {"elements": {}})
    assert (caught.value.status, caught.value.id) == (404, "template_not_found")


def test_generate_multi_format_media_and_wait(client: Both, put: Put, receiver: Receiver, callback: str) -> None:
    accepted = client.generate_multi_format_media(
        put(), {"elements": {"title": {"payload": "Sale"}}, "image_file_type": "webp", "callback_url": callback}
    )
    result = client.wait_for_generation_request(accepted.generation_request_id, interval=2)
    assert result.is_finalized
    assert [banner.format.id for banner in result.banners] == ["wide", "tall"]
    for banner in result.banners:
        answer = ask(banner.file.cdn_url)
        assert Image.open(io.BytesIO(answer.body)).format == "WEBP"
        assert client.get_file(str(banner.id)) == banner
    assert client.get_generation_request(accepted.generation_request_id) == result
    headers, body = receiver.hook(accepted.generation_request_id)
    assert len(json.loads(body)["banners"]) == 2
    assert headers[DELIVERY]


def test_some_formats_only(client: Both, put: Put) -> None:
    accepted = client.generate_multi_format_media(put(), {"elements": {}, "template_format_names": ["tall"]})
    result = client.wait_for_generation_request(accepted.generation_request_id, interval=2)
    assert [banner.format.id for banner in result.banners] == ["tall"]


def test_a_format_that_cannot_be_made_is_an_error(client: Both, put: Put) -> None:
    photo = {"name": "photo", "type": "image", "layout": {"x": 0, "y": 0, "width": 9, "height": 9}}
    design = put(layers=[photo])
    body = {"elements": {"photo": {"image_url": "http://127.0.0.1:9/x.png"}}}
    accepted = client.generate_multi_format_media(design, body)
    with pytest.raises(abyssale.AbyssalePollingError) as caught:
        client.wait_for_generation_request(accepted.generation_request_id, interval=2)
    assert "elements.photo.image_url" in str(caught.value)


def test_get_generation_request_that_is_unknown(client: Both) -> None:
    with pytest.raises(abyssale.AbyssaleAPIError) as caught:
        client.get_generation_request(str(uuid4()))
    assert (caught.value.status, caught.value.id) == (404, "generation_request_not_found")


def test_export_banners(client: Both, put: Put, receiver: Receiver, callback: str) -> None:
    design = put(name="Spring")
    names = ("wide", "tall", "wide")
    banners = [client.generate_image(design, {"template_format_name": name}) for name in names]
    export = client.export_banners({"ids": [str(banner.id) for banner in banners], "callback_url": callback})
    _, body = receiver.hook(export.export_id)
    event = json.loads(body)
    assert event["requested_at"] <= event["generated_at"]
    archive = zipfile.ZipFile(io.BytesIO(ask(event["archive_url"]).body))
    assert archive.namelist() == ["Spring-wide.jpeg", "Spring-tall.jpeg", "Spring-wide-2.jpeg"]
    assert archive.read("Spring-tall.jpeg") == ask(banners[1].file.url).body


def test_export_banners_that_are_unknown(client: Both, callback: str) -> None:
    with pytest.raises(abyssale.AbyssaleAPIError) as caught:
        client.export_banners({"ids": [str(uuid4())], "callback_url": callback})
    assert (caught.value.status, caught.value.id) == (404, "visual_not_found")


def test_webhooks_are_verified_before_during_and_after_a_rotation(
    client: Both, put: Put, receiver: Receiver, callback: str
) -> None:
    design = put()

    def verified(secret: str) -> bool:
        headers, body = hook
        return bool(verify_webhook_signature(body, headers[SIGNATURE], secret))

    def new_hook() -> tuple[dict[str, str], bytes]:
        body = {"elements": {}, "template_format_names": ["tall"], "callback_url": callback}
        return receiver.hook(client.generate_multi_format_media(design, body).generation_request_id)

    client.revoke_signing_secret()
    before = client.get_signing_secret()
    assert client.get_signing_secret().secret == before.secret
    hook = new_hook()
    assert verified(before.secret)
    assert abs((signature_timestamp(hook[0][SIGNATURE]) or 0) - time.time()) < 60
    during = client.rotate_signing_secret()
    assert during.previous_secret_expires_at_ts == (during.rotated_at_ts or 0) + 86_400
    hook = new_hook()
    assert verified(before.secret)
    assert verified(during.secret)
    with pytest.raises(abyssale.AbyssaleAPIError) as caught:
        client.rotate_signing_secret()
    assert (caught.value.status, caught.value.id) == (409, "previous_secret_still_active")
    after = client.revoke_signing_secret()
    assert (after.secret, after.previous_secret_expires_at_ts) == (during.secret, None)
    hook = new_hook()
    assert verified(after.secret)
    assert not verified(before.secret)
    client.rotate_signing_secret()
    forced = client.rotate_signing_secret(force=True)
    hook = new_hook()
    assert verified(forced.secret)
    assert not verified(after.secret)


@pytest.mark.parametrize("type_", ["mp4", "html5", "pdf"])
def test_types_that_have_no_meaning_here_are_refused(client: Both, put: Put, type_: str) -> None:
    with pytest.raises(abyssale.AbyssaleAPIError) as caught:
        client.generate_multi_format_media(put(), {"elements": {}, "image_file_type": type_})
    assert (caught.value.status, caught.value.id) == (400, "unknown_enum_value")


def test_an_idempotency_key_makes_one_file(service: Run, put: Put, send: Any) -> None:
    design = put()
    data = json.dumps({"template_format_name": "wide"}).encode()
    headers = {"x_api_key": service.key, "content_type": "application/json", "idempotency_key": str(uuid4())}
    url = f"{service.url}/banner-builder/{design}/generate"
    answers = [ask(url, "POST", data, **headers) for _ in range(2)]
    assert answers[0].body == answers[1].body
