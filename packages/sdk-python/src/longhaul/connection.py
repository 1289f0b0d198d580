"""One request over HTTP/1.1, and its answer as it comes."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator, Mapping
from types import TracebackType
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

from .stop import Stop

Body = bytes | Iterator[bytes] | None


class Answer:
    """An answer whose body is read once. Close it, or use it in a `with`."""

    def __init__(self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse, stop: Stop) -> None:
        self._connection = connection
        self._response = response
        self._stop = stop
        self.status = response.status
        self.reason = response.reason
        self.headers = response.headers

    def read(self) -> bytes:
        """The whole body."""
        with self:
            return self._response.read()

    def chunks(self) -> Iterator[bytes]:
        """The body as it comes; what is silent for longer than the request's timeout raises TimeoutError."""
        while chunk := self._response.read1(65536):
            yield chunk

    def close(self) -> None:
        if self._connection.sock is not None:
            self._stop.discard(self._connection.sock)
        self._response.close()
        self._connection.close()

    def __enter__(self) -> Answer:
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def request(
    method: str, url: str, *, headers: Mapping[str, str], body: Body, timeout: float, stop: Stop, tls: ssl.SSLContext
) -> Answer:
    """Sends it, over the proxy that the environment names; the answer's head is there when this returns."""
    parts = urlsplit(url)
    connection, target = _open(parts, timeout, tls)
    try:
        connection.connect()
        stop.add(connection.sock)
        stop.check()
        connection.request(method, target, body=body, headers=dict(headers))
        # The answer takes its socket along when it is to be closed, so it is not the connection's any more then.
        sock = connection.sock
        response = connection.getresponse()
        connection.sock = sock
        return Answer(connection, response, stop)
    except BaseException:
        if connection.sock is not None:
            stop.discard(connection.sock)
        connection.close()
        raise


def _open(parts: SplitResult, timeout: float, tls: ssl.SSLContext) -> tuple[http.client.HTTPConnection, str]:
    host, path = parts.hostname or "", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    port = parts.port or (443 if parts.scheme == "https" else 80)
    named = getproxies().get(parts.scheme)
    proxy = None if named is None or proxy_bypass(host) else urlsplit(named if "://" in named else f"http://{named}")
    at = (host, port) if proxy is None else (proxy.hostname or "", proxy.port or 8080)
    if parts.scheme == "https":
        secure = http.client.HTTPSConnection(*at, timeout=timeout, context=tls)
        if proxy is not None:
            secure.set_tunnel(host, port)
        return secure, path
    if parts.scheme != "http":
        raise ValueError(f"the url must begin with https:// or http://, not {parts.scheme}://")
    return http.client.HTTPConnection(*at, timeout=timeout), path if proxy is None else f"http://{parts.netloc}{path}"
