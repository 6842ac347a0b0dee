"""A CDN on this machine: the viewer-request function under node, and behind it nginx with a cache of answers."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from local.tools import debian
from tests.architecture.edge_function import Node

# As the distribution of template.yaml: keyed by path, query and Accept as the function left them, kept as long as the
# answer says, and revalidated with its ETag.
CONFIGURATION = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
  access_log off;
  proxy_temp_path {folder}/proxy; client_body_temp_path {folder}/body; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/cache keys_zone=images:1m inactive=1h use_temp_path=off;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass {origin}/img$request_uri;
      proxy_http_version 1.1;
      proxy_cache images;
      proxy_cache_key "$request_uri $http_accept";
      proxy_cache_lock on;
      add_header x-cache $upstream_cache_status always;
    }}
  }}
}}
"""


class Cdn:
    """Answers at `url` as CloudFront will, from `origin`; ``x-cache`` says where an answer came from."""

    def __init__(self, origin: str, folder: Path) -> None:
        self._nginx, self._netloc = _start_nginx(origin, folder)
        self._node = Node()
        self._one_at_a_time = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Hop)
        self._server.daemon_threads = True
        self._server.cdn = self  # type: ignore[attr-defined]
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._node.close()
        self._nginx.terminate()
        self._nginx.wait()

    def ask(self, method: str, target: str, headers: dict[str, str]) -> tuple[http.client.HTTPResponse, bytes]:
        """What the cache answers to the request that the viewer-request function makes of this one."""
        path, _, query = target.partition("?")
        accept = {"value": headers.pop("accept")} if "accept" in headers else None
        with self._one_at_a_time:
            normal = self._node.ask(query, accept, path)
        left = normal["headers"].get("accept")
        sent = headers | ({"accept": left["value"]} if left else {})
        connection = http.client.HTTPConnection(self._netloc, timeout=120)
        connection.request(method, f"{path}?{normal['query']}" if normal["query"] else path, headers=sent)
        response = connection.getresponse()
        data = response.read()
        connection.close()
        return response, data


class _Hop(BaseHTTPRequestHandler):
    def _answer(self) -> None:
        cdn: Cdn = self.server.cdn  # type: ignore[attr-defined]
        headers = {name.lower(): value for name, value in self.headers.items() if name.lower() != "host"}
        response, data = cdn.ask(self.command, self.path, headers)
        self.send_response_only(response.status)
        for name, value in response.getheaders():
            if name.lower() not in ("connection", "transfer-encoding"):
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_HEAD = do_POST = _answer  # noqa: N815  the base class's words

    def log_message(self, *_: object) -> None:
        pass


def install_nginx() -> bool:
    """Whether nginx is there; it is installed where that is possible."""
    return shutil.which("nginx") is not None or debian("nginx-light")


def _start_nginx(origin: str, folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """nginx in front of `origin`, and its host and port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    user = "user root;" if os.geteuid() == 0 else ""
    written = folder / "nginx.conf"
    written.write_text(CONFIGURATION.format(user=user, folder=folder, port=port, origin=origin))
    process = subprocess.Popen(["nginx", "-p", folder, "-c", written, "-g", "daemon off;"])
    netloc = f"127.0.0.1:{port}"
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=60).close()
        except ConnectionRefusedError:
            threading.Event().wait(0.05)
        else:
            return process, netloc
    raise RuntimeError(f"nginx ended with {process.returncode}; what it printed says why")


def path_of(image_url: str) -> str:
    """An image's path at the CDN, which puts /img before it on the way to the origin."""
    return urlsplit(image_url).path.removeprefix("/img")
