"""An operation that was started."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

from .errors import NoStream, OperationEnded
from .following import follow_stream, has_ended, status_changes, until_over
from .stop import Stop
from .transport import Json, Transport, segment

LOOK = 2.0


class Operation:
    """A handle. It needs no memory: `id` is all that another process needs to go on with it."""

    def __init__(self, transport: Transport, operation_id: str, accepted: Json | None = None) -> None:
        self.id = operation_id
        #: What the start answered; None when the handle was made from an id.
        self.accepted = accepted
        self._transport = transport
        self._path = f"/async/operation/{segment(operation_id)}"

    def status(self, *, stop: Stop | None = None) -> Json:
        """Its status now."""
        return self._transport.json(self._path, headers={"prefer": "wait=0"}, stop=stop)

    def details(self, *, stop: Stop | None = None) -> Json:
        """The request, attempts, runs and retries, and usage over time."""
        return self._transport.json(f"{self._path}/details", stop=stop)

    def statuses(self, *, stop: Stop | None = None) -> Iterator[Json]:
        """Its status, and again each time it changes, by long polls; the last one is its end."""
        return status_changes(self._transport, self._path, has_ended, stop or Stop())

    def ended(self, *, timeout: float | None = None, stop: Stop | None = None) -> Json:
        """Waits for its end, whatever that is, over restarts of the API and the workers. Raises TimeoutError."""
        within = Stop(timeout, stop)
        try:
            return until_over(self._transport, self._path, has_ended, within)
        finally:
            within.release()

    def result(
        self, *, timeout: float | None = None, format: str = "detailed", phase: str | None = None, stop: Stop | None = None
    ) -> Json:
        """Waits for its results. Raises OperationEnded when it ended otherwise than Completed, TimeoutError when it hasn't."""
        operation = self.ended(timeout=timeout, stop=stop)
        if operation["status"] != "Completed":
            raise OperationEnded(operation)
        return self.results(format=format, phase=phase, stop=stop)

    def results(self, *, format: str = "detailed", phase: str | None = None, stop: Stop | None = None) -> Json:
        """The results of an operation that has ended, however: of one that failed, what it had completed."""
        return self._transport.json(f"{self._path}/results", query={"format": format, "phase": phase}, stop=stop)

    def archive(self, *, stop: Stop | None = None) -> bytes:
        """Its results and artifacts as a ZIP."""
        headers = {"accept": "application/zip"}
        return self._transport.send(
            f"{self._path}/results", query={"format": "download"}, headers=headers, stop=stop
        ).read()

    def watch(self, *, after: str | None = None, stop: Stop | None = None) -> Iterator[Json]:
        """Its events, from the first to the last, each once and in order, over a stream that is opened again when it breaks.

        Without a stream (a proxy may block it) it polls the status instead, and yields the changes as events with the
        sequence 0. `after` is the id of an event that was seen, to go on behind it.
        """
        stop = stop or Stop()
        try:
            for event in follow_stream(self._transport, f"{self._path}/events", stop, after=after or "0"):
                yield json.loads(event.data)
        except NoStream:
            yield from map(event_of, self.statuses(stop=stop))

    def logs(self, *, level: str | None = None, phase: str | None = None, stop: Stop | None = None) -> Iterator[Json]:
        """Its log so far, from the beginning; `level` is the least one."""
        return self._entries({"level": level, "phase": phase}, [None], stop)

    def follow_logs(self, *, level: str | None = None, phase: str | None = None, stop: Stop | None = None) -> Iterator[Json]:
        """Its log so far, and then each entry as it comes, until the operation has ended."""
        stop = stop or Stop()
        query = {"level": level, "phase": phase}
        cursor: list[str | None] = [None]
        try:
            for event in follow_stream(self._transport, f"{self._path}/logs/stream", stop, after="", query=query):
                cursor[0] = event.id or cursor[0]
                yield json.loads(event.data)
            return
        except NoStream:
            pass
        while True:
            # Before its log is read: whoever ends an operation has written its log.
            over = has_ended(self.status(stop=stop))
            yield from self._entries(query, cursor, stop)
            if over:
                return
            stop.pause(LOOK)

    def _entries(self, query: dict[str, Any], cursor: list[str | None], stop: Stop | None) -> Iterator[Json]:
        """What is behind the cursor, which is moved along."""
        while True:
            ask = {**query, "limit": 1000, "cursor": cursor[0]}
            page = self._transport.json(f"{self._path}/logs", query=ask, stop=stop)
            yield from page["entries"]
            cursor[0] = page.get("nextCursor") or cursor[0]
            if not page["hasNextPage"]:
                return

    def cancel(self, reason: str | None = None, *, stop: Stop | None = None, **how: Any) -> Json:
        """Asks it to end. It has when the answer is there; what it had done by then stays unless that is not wanted.

        `how` may have `preservePartialResults` and `notifyCallbacks`.
        """
        body = {**how, **({} if reason is None else {"reason": reason})}
        return self._transport.json(f"{self._path}/cancel", body=body, stop=stop)

    def plan_retry(self, *, stop: Stop | None = None, **how: Any) -> Json:
        """What a retry would keep and run again; nothing is started. `how` is what `retry` takes."""
        return self._transport.json(f"{self._path}/retry", query={"dryRun": True}, body=how, stop=stop)

    def retry(
        self, *, cascade: bool | None = None, idempotency_key: str | None = None, stop: Stop | None = None, **how: Any
    ) -> Operation:
        """Starts it again from the phase that failed, or from the beginning. The retry is an operation of its own.

        `how` may have `retryMode`, `retryReason`, `modifyParameters` and `updatedParameters`.
        """
        answer = self._transport.json(
            f"{self._path}/retry", query={"cascade": cascade}, body=how, idempotency_key=idempotency_key, stop=stop
        )
        return Operation(self._transport, answer.get("newOperationId", self.id))


def event_of(operation: Json) -> Json:
    """The event that a stream would have sent."""
    ends = {"Completed": "completed", "Failed": "failed", "Timeout": "failed", "Cancelled": "cancelled"}
    progress = {name: value for name, value in operation["progress"].items() if name != "startTime"}
    start = {key: value for key, value in operation["progress"].items() if key == "startTime"}
    return {
        "id": f"{operation['operationId']}-{operation['status']}-{progress['percentage']}",
        "type": f"operation.{ends.get(operation['status'], 'progress')}",
        "timestamp": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sequence": 0,
        "data": {**operation, "progress": progress, **start},
    }
