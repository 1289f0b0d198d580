"""Statuses by long polls, and events over streams that are opened again where they break."""

from __future__ import annotations

import codecs
import http.client
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from .errors import LonghaulError, NoStream
from .stop import Stop
from .transport import Json, Query, Transport

#: Length of a long poll, shorter than the time limits of proxies.
HOLD = 25
#: A stream that ended early is opened again after so long.
REOPEN = 0.5
#: The server sends something every 15 s. A stream that is silent for longer leads nowhere, or a proxy keeps it back.
SILENT = 45.0
#: Streams that may be refused or silent, one after the other.
PATIENCE = 2
TERMINAL = frozenset({"Completed", "Failed", "Cancelled", "Timeout"})


def has_ended(operation: Json) -> bool:
    return operation["status"] in TERMINAL


def status_changes(transport: Transport, path: str, is_over: Callable[[Json], bool], stop: Stop) -> Iterator[Json]:
    """A status, and again whenever it has changed, over restarts of the API and the workers; the last one is its end."""
    etag: str | None = None
    while True:
        hold = int(stop.remaining(HOLD))
        headers = {"prefer": "wait=0"} if etag is None else {"prefer": f"wait={hold}", "if-none-match": etag}
        try:
            answer = transport.send(path, headers=headers, also_good=(304,), stop=stop)
            content = answer.read()
        except (OSError, http.client.HTTPException):
            # Its head had come already.
            stop.pause(REOPEN)
            continue
        if answer.status == 304:
            # Where the time is almost over the server answers at once.
            stop.pause(0.2 if hold == 0 else 0)
            continue
        etag = answer.headers.get("etag")
        status: Json = json.loads(content)
        yield status
        if is_over(status):
            return


def until_over(transport: Transport, path: str, is_over: Callable[[Json], bool], stop: Stop) -> Json:
    """The last of the statuses."""
    *_, last = status_changes(transport, path, is_over, stop)
    return last


@dataclass
class ServerSentEvent:
    """One event of a stream."""

    id: str | None = None
    event: str = "message"
    lines: list[str] = field(default_factory=list)

    @property
    def data(self) -> str:
        return "\n".join(self.lines)


def server_sent_events(chunks: Iterator[bytes]) -> Iterator[ServerSentEvent | None]:
    """Reads a text/event-stream (WHATWG HTML, 9.2.6). None means that bytes arrived, such as a heartbeat."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text, event = "", ServerSentEvent()
    for chunk in chunks:
        yield None
        text += decoder.decode(chunk)
        # A CR at the end may be half of a CRLF.
        *lines, text = re.split(r"\r\n|\n|\r(?!\Z)", text)
        for line in lines:
            if line == "":
                if event.lines:
                    yield event
                event = ServerSentEvent()
                continue
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "data":
                event.lines.append(value)
            elif name == "id":
                event.id = value
            elif name == "event":
                event.event = value


def follow_stream(
    transport: Transport, path: str, stop: Stop, *, after: str | None, query: Query | None = None, patience: float = PATIENCE
) -> Iterator[ServerSentEvent]:
    """Events of a stream, each once and in order: opened again behind the last one seen when it breaks or falls silent.

    Ends with what it is about. Raises NoStream when two in a row were refused or stayed silent.
    """
    last, silent = after, 0
    while silent < patience:
        headers = {"accept": "text/event-stream", **({} if last is None else {"last-event-id": last})}
        try:
            with transport.send(path, query=query, headers=headers, timeout=SILENT, stop=stop) as answer:
                if answer.status == 204:
                    return
                for event in server_sent_events(answer.chunks()):
                    silent = 0
                    if event is not None:
                        last = event.id or last
                        yield event
        except LonghaulError as err:
            # Too many streams are open, or something on the way lets none through; other requests may do well.
            if err.code not in ("not_json", "no_answer") and err.status not in (429, 406):
                raise
            silent += 1
        except TimeoutError:
            stop.check()
            silent += 1
        except (OSError, http.client.HTTPException):
            pass
        stop.pause(REOPEN)
    raise NoStream(f"no events came from {path}")
