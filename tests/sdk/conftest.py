"""The official SDK, and the service as `make run` starts it: nothing here knows our code, only its HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import abyssale
import pytest

from tests.e2e.conftest import Run, start, stop
from tests.e2e.viewer import Answer, ask

PLAIN: dict[str, Any] = {
    "name": "Plain",
    "formats": [
        {"name": "wide", "width": 40, "height": 20, "background_color": "#336699"},
        {"name": "tall", "width": 20, "height": 40, "background_color": "#996633"},
    ],
    "layers": [
        {
            "name": "title",
            "type": "text",
            "layout": {"x": 2, "y": 2, "width": 30, "height": 10},
            "properties": {"payload": "Hi {name|you}", "font": "Inter", "font_size": 8, "color": "#FFFFFF"},
            "formats": {"tall": {"layout": {"width": 16}, "properties": {"color": "#FF0000"}}},
        }
    ],
}


@pytest.fixture(scope="session")
def service() -> Iterator[Run]:
    running = start()
    yield running
    stop(running)
    assert running.process.stdout is not None
    running.process.stdout.close()


@pytest.fixture(autouse=True)
def strictly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK forgives an answer that its models don't fit; these tests don't."""

    def refuse(model: type[Any], data: Any) -> Any:
        model.model_validate(data)
        pytest.fail(f"the SDK's {model.__name__} did not fit at first")

    monkeypatch.setattr("abyssale._transport._tolerant", refuse)


class Both:
    """The synchronous or the asynchronous client; every method is called alike, and gives its result at once."""

    def __init__(self, kind: str, url: str, key: str) -> None:
        self._kind, self._url, self._key = kind, url, key

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return self._call_sync(name) if self._kind == "sync" else self._call_async(name)

    def _call_sync(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            with abyssale.Abyssale(self._key, base_url=self._url, max_retries=0) as client:
                return getattr(client, name)(*arguments, **named)

        return call

    def _call_async(self, name: str) -> Callable[..., Any]:
        async def called(*arguments: Any, **named: Any) -> Any:
            async with abyssale.AsyncAbyssale(self._key, base_url=self._url, max_retries=0) as client:
                return await getattr(client, name)(*arguments, **named)

        return lambda *arguments, **named: asyncio.run(called(*arguments, **named))

    def with_key(self, key: str) -> Both:
        return Both(self._kind, self._url, key)


@pytest.fixture(params=["sync", "async"])
def client(request: pytest.FixtureRequest, service: Run) -> Both:
    return Both(request.param, service.url, service.key)


Send = Callable[..., Answer]


@pytest.fixture
def send(service: Run) -> Send:
    """What the SDK has no method for: ``send(method, path, body)`` with the key."""

    def send_(method: str, path: str, body: object = None, key: str = service.key) -> Answer:
        data = None if body is None else json.dumps(body).encode()
        return ask(f"{service.url}{path}", method, data, x_api_key=key, content_type="application/json")

    return send_


@pytest.fixture
def put(send: Send) -> Callable[..., str]:
    """Put a design, PLAIN with changes; its id."""

    def put_(**changes: Any) -> str:
        design_id = str(uuid4())
        assert send("PUT", f"/designs/{design_id}", {**PLAIN, **changes}).status == 201
        return design_id

    return put_


@pytest.fixture
def word() -> str:
    """A name that nothing else has."""
    return f"w{uuid4().hex[:12]}"
