"""A server that answers what a test tells it to, one answer a request."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from longhaul import Client


@dataclass
class Reply:
    status: int = 200
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    #: Closes the connection: before an answer, or in the middle of its body.
    breaks: str = ""
    #: Doesn't answer before the server ends.
    hangs: bool = False


@dataclass
class Received:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class FakeServer:
    """Use it in a `with`. The last reply is given again when there are no more."""

    def __init__(self, *replies: Reply) -> None:
        self.received: list[Received] = []
        self.arrived = threading.Event()
        self._replies = list(replies)
        self._over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.received.append(Received(self.command, self.path, headers, body))
                outer.arrived.set()
                reply = outer._replies.pop(0) if len(outer._replies) > 1 else outer._replies[0]
                outer._answer(self, reply)

            do_GET = do_POST = do_DELETE = do_PATCH = handle_any

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    def _answer(self, to: BaseHTTPRequestHandler, reply: Reply) -> None:
        to.close_connection = True
        if reply.hangs:
            self._over.wait()
            return
        if reply.breaks == "before":
            return
        content = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        to.send_response(reply.status)
        is_empty = reply.status in (204, 304)
        for name, value in {"content-length": str(0 if is_empty else len(content)), **reply.headers}.items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(b"" if is_empty else content[: len(content) // 2] if reply.breaks == "inside" else content)

    def client(self, **options: Any) -> Client:
        return Client(f"http://127.0.0.1:{self._server.server_port}/", "t/1", "p 1", "secret", **options)

    def __enter__(self) -> FakeServer:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
