"""The CloudFront Function of template.yaml in a node process, asked one request after the other."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

from tests.architecture.template import properties

# The function in a node that answers one JSON request a line; CloudFront's event has rawQueryString() as a method.
SERVER = """
require('readline').createInterface({input: process.stdin}).on('line', (line) => {
  const asked = JSON.parse(line);
  const request = {method: 'GET', uri: asked.uri, headers: asked.headers, querystring: {}};
  request.rawQueryString = () => asked.query === null ? undefined : asked.query;
  const answer = handler({version: '1.0', context: {}, viewer: {ip: '192.0.2.1'}, request: request});
  console.log(JSON.stringify({query: answer.querystring, headers: answer.headers, uri: answer.uri}));
});
"""
IMAGE = "/6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


class Node:
    """A node process that runs the viewer-request function."""

    def __init__(self) -> None:
        code = properties("ViewerRequestFunction")["FunctionCode"]
        command = [str(shutil.which("node")), "-e", f"{code}\n{SERVER}"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, query: str | None = None, accept: Any = None, uri: str = IMAGE) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        headers = {"host": {"value": "img.example"}} | ({"accept": accept} if accept else {})
        self.process.stdin.write(json.dumps({"query": query, "headers": headers, "uri": uri}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def query(self, raw: str | None) -> str:
        normalised: str = self.ask(raw)["query"]
        return normalised

    def accept(self, value: str, uri: str = IMAGE, query: str = "") -> str | None:
        header = self.ask(query, {"value": value}, uri)["headers"].get("accept")
        return header["value"] if header else None

    def close(self) -> None:
        self.process.stdin.close()  # type: ignore[union-attr]
        self.process.stdout.close()  # type: ignore[union-attr]
        self.process.wait()
