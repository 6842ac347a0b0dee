"""Signatures, judged by botocore's own signers on the same requests at the same moment."""

from __future__ import annotations

import hashlib
import re
import ssl
from datetime import UTC, datetime
from pathlib import Path

import botocore.auth
import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from hypothesis import given
from hypothesis import strategies as st

import tintype.net.aws_wire
from tintype.store.sigv4 import Credentials, signed_headers, wire_path

NOW = datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC)
TOKEN = "IQoJb3JpZ2luX2VjEJ3//////////wEaCXVzLWVhc3QtMSJH+/="

# What a signature is made of: method, service, host, path, headers, body, session token.
Request = tuple[str, str, str, str, dict[str, str], bytes, str | None]


def judged(
    method: str, service: str, host: str, path: str, headers: dict[str, str], body: bytes, token: str | None
) -> str:
    """The Authorization header that botocore makes."""
    signer = {"s3": S3SigV4Auth}.get(service, SigV4Auth)
    request = AWSRequest(method, f"https://{host}{wire_path(path)}", dict(headers), body)
    request.context = {"client_config": None, "payload_signing_enabled": True}
    signer(
        BotocoreCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token), service, "eu-west-1"
    ).add_auth(request)
    return str(request.headers["Authorization"])


def ours(
    method: str, service: str, host: str, path: str, headers: dict[str, str], body: bytes, token: str | None
) -> str:
    credentials = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token)
    return signed_headers(
        method, path, {"host": host, **headers}, body,
        service=service, region="eu-west-1", credentials=credentials, now=NOW.timestamp(),
    )["authorization"]  # fmt: skip


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: NOW.replace(tzinfo=None))


DYNAMODB = {"content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.BatchGetItem"}


@pytest.mark.parametrize("token", [None, TOKEN], ids=["lasting", "temporary"])
@pytest.mark.parametrize("body", [b"", b'{"RequestItems": {}}', bytes(range(256))])
def test_a_request_to_dynamodb_is_signed_as_botocore_signs_it(body: bytes, token: str | None) -> None:
    request: Request = ("POST", "dynamodb", "dynamodb.eu-west-1.amazonaws.com", "/", DYNAMODB, body, token)
    assert ours(*request) == judged(*request)


@pytest.mark.parametrize("token", [None, TOKEN], ids=["lasting", "temporary"])
@pytest.mark.parametrize(
    "path",
    [
        "/assets/e3b0c44298fc1c149afbf4c8996fb924",
        "/",
        "/a b+c&d=e",
        "/ä/☕/日本",
        "/%41/100%",
        "/a//b/../c/./d/",
        "/~tilde_-.'()*!@:$,;",
        '/quote"<>\\^`{|}#?',
    ],
)
def test_a_read_from_s3_is_signed_as_botocore_signs_it_whatever_the_path(path: str, token: str | None) -> None:
    request: Request = ("GET", "s3", "files.s3.eu-west-1.amazonaws.com", path, {}, b"", token)
    assert ours(*request) == judged(*request)


@pytest.mark.parametrize("path", ["/", "/a b", "/ä/☕", "/100%", "/model/anthropic:v1"])
def test_other_services_sign_the_path_quoted_once_more(path: str) -> None:
    request: Request = ("GET", "execute-api", "abc.execute-api.eu-west-1.amazonaws.com", path, {}, b"", None)
    assert ours(*request) == judged(*request)


@given(path=st.text(st.characters(exclude_categories=["Cs"])), body=st.binary(), port=st.integers(1024, 65535))
def test_signatures_agree_for_any_path_body_and_port(path: str, body: bytes, port: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.auth, "get_current_datetime", lambda: NOW.replace(tzinfo=None))
        request: Request = ("PUT", "s3", f"127.0.0.1:{port}", f"/{path}", {}, body, TOKEN)
        assert ours(*request) == judged(*request)


def test_headers_of_a_temporary_credential_carry_its_token() -> None:
    headers = signed_headers(
        "GET", "/", {"Host": "h"}, b"",
        service="s3", region="eu-west-1", credentials=Credentials("a", "b", "token"), now=0,
    )  # fmt: skip
    assert headers["x-amz-security-token"] == "token"
    assert headers["x-amz-date"] == "19700101T000000Z"
    assert headers["x-amz-content-sha256"] == hashlib.sha256(b"").hexdigest()
    assert headers["host"] == "h"


def test_credentials_keep_their_secrets_out_of_logs() -> None:
    assert "hidden" not in repr(Credentials("AKID", "hidden", "hidden too"))


def test_the_roots_are_those_of_amazon_trust_services() -> None:
    """SHA-256 fingerprints of the certificates."""
    pem = Path(tintype.net.aws_wire.__file__).with_name("amazon_roots.pem").read_text()
    certificates = re.findall("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", pem, re.DOTALL)
    assert [hashlib.sha256(ssl.PEM_cert_to_DER_cert(one)).hexdigest() for one in certificates] == [
        "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e",
        "1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4",
        "18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4",
        "e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092",
        "568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5",
    ]
