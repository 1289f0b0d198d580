"""Sends requests, and sends again what may be sent again."""

from __future__ import annotations

import email.utils
import http.client
import json
import random
import ssl
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from .connection import Answer, Body, request
from .errors import LonghaulError, error_of
from .stop import Stop

Json = dict[str, Any]
Query = Mapping[str, Any]
#: A body that can be made again: its content type, its length, and what makes it.
Form = tuple[str, int, Callable[[], Iterator[bytes]]]

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 15.0
#: What a client waits at the most for what `Retry-After` names: a day's pause is for its caller to know.
LONGEST_ASKED = 300.0


class Transport:
    """Knows the project's address, the token, and how often to try."""

    def __init__(
        self,
        url: str,
        tenant_id: str,
        project_id: str,
        token: str | Callable[[], str],
        *,
        max_retries: int = 5,
        timeout: float = 60.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.origin = url.rstrip("/")
        self.base = f"{self.origin}/api/{segment(tenant_id)}/{segment(project_id)}"
        self._token = token
        self._max_retries = max_retries
        self._timeout = timeout
        self._tls = tls or ssl.create_default_context()

    def send(
        self,
        path: str,
        *,
        method: str | None = None,
        query: Query | None = None,
        body: Any = None,
        form: Form | None = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
        also_good: tuple[int, ...] = (),
        timeout: float | None = None,
        stop: Stop | None = None,
    ) -> Answer:
        """The answer to a request below the project's path. `body` is sent as JSON. Raises LonghaulError."""
        stop = stop or Stop()
        method = method or ("GET" if body is None and form is None else "POST")
        head = {"accept": "application/json", **(headers or {})}
        if method == "POST":
            head["idempotency-key"] = idempotency_key or uuid.uuid4().hex
        if body is not None:
            head["content-type"] = "application/json"
        if form is not None:
            head["content-type"], head["content-length"] = form[0], str(form[1])
        for retry in range(self._max_retries + 1):
            stop.check()
            token = self._token if isinstance(self._token, str) else self._token()
            content: Body = form[2]() if form is not None else None if body is None else json.dumps(body).encode()
            err, requested = self._attempt(
                method,
                self.base + path + query_text(query),
                {**head, "authorization": f"Bearer {token}"},
                content,
                stop,
                timeout or self._timeout,
                also_good,
            )
            if isinstance(err, Answer):
                return err
            longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2**retry)
            wait = longest * random.uniform(0.5, 1) if requested is None else requested
            if retry == self._max_retries or not may_be_sent_again(err) or wait > LONGEST_ASKED:
                raise err
            stop.pause(wait)
        raise AssertionError("the last attempt answers or raises")

    def _attempt(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: Body,
        stop: Stop,
        timeout: float,
        also_good: tuple[int, ...],
    ) -> tuple[Answer | LonghaulError, float | None]:
        try:
            within = stop.remaining(timeout)
            answer = request(method, url, headers=headers, body=content, timeout=within, stop=stop, tls=self._tls)
            if answer.status < 300 or answer.status in also_good:
                return answer, None
            requested = retry_after(answer.headers.get("retry-after", ""))
            return error_of(answer.status, answer.reason, answer.read()), requested
        except (OSError, http.client.HTTPException) as cause:
            stop.check()
            err = LonghaulError(f"no answer from {self.base}: {cause or type(cause).__name__}", status=0, code="no_answer")
            err.__cause__ = cause
            return err, None

    def json(self, path: str, **ask: Any) -> Json:
        """Returns the answer's JSON; takes the arguments of `send`. Repeats the request once if the answer breaks off."""
        ask["idempotency_key"] = ask.get("idempotency_key") or uuid.uuid4().hex
        for last in (False, True):
            try:
                answer: Json = json.loads(self.send(path, **ask).read())
                return answer
            except (OSError, http.client.HTTPException) as cause:
                (ask.get("stop") or Stop()).check()
                if last:
                    raise LonghaulError(f"the answer broke off: {cause}", status=0, code="no_answer") from cause
        raise AssertionError("the last attempt answers or raises")

    def download(self, url: str, stop: Stop | None = None) -> bytes:
        """The content at a signed URL; without the token, for the URL is one. A relative one is the API's."""
        stop = stop or Stop()
        whole = self.origin + url if url.startswith("/") else url
        within = stop.remaining(self._timeout)
        answer = request("GET", whole, headers={}, body=None, timeout=within, stop=stop, tls=self._tls)
        if answer.status >= 300:
            raise error_of(answer.status, answer.reason, answer.read())
        return answer.read()


def segment(text: str) -> str:
    """Text as one segment of a path."""
    return quote(text, safe="")


def query_text(query: Query | None) -> str:
    """`?…`, or nothing. Lists are joined by commas; what is None is left out."""
    parameters = {name: value_text(value) for name, value in (query or {}).items() if value is not None}
    return f"?{urlencode(parameters)}" if parameters else ""


def value_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def may_be_sent_again(err: LonghaulError) -> bool:
    """Nothing was done, or the Idempotency-Key sees to it that it is done once."""
    return err.code in ("no_answer", "idempotency_in_flight") or err.status in (429, 502, 503, 504)


def retry_after(text: str) -> float | None:
    """Seconds that `Retry-After` asks for, in seconds or as a date."""
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError, IndexError):
        return None
