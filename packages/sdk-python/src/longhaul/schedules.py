"""What starts again and again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .pages import list_pages
from .stop import Stop
from .transport import Json, Transport, segment


class Schedule:
    """A schedule that is kept."""

    def __init__(self, transport: Transport, schedule_id: str) -> None:
        self.id = schedule_id
        self._transport = transport
        self._path = f"/async/schedules/{segment(schedule_id)}"

    def status(self, *, next: int | None = None, stop: Stop | None = None) -> Json:
        """`next` is the number of next runs to list, at most 20."""
        return self._transport.json(self._path, query={"next": next}, stop=stop)

    def change(self, *, stop: Stop | None = None, **changes: Any) -> Json:
        """What is absent stays as it is."""
        return self._transport.json(self._path, method="PATCH", body=changes, stop=stop)

    def pause(self, *, stop: Stop | None = None) -> Json:
        return self._transport.json(f"{self._path}/pause", body={}, stop=stop)

    def resume(self, *, stop: Stop | None = None) -> Json:
        """Ticks of the pause are not made up for."""
        return self._transport.json(f"{self._path}/resume", body={}, stop=stop)

    def run(self, *, idempotency_key: str | None = None, stop: Stop | None = None) -> Json:
        """Starts it once now. The answer has `operationId` or `batchId`."""
        return self._transport.json(f"{self._path}/run", body={}, idempotency_key=idempotency_key, stop=stop)

    def runs(self, *, status: str | None = None, stop: Stop | None = None) -> Iterator[Json]:
        """What came of its ticks and of starts by hand, newest first."""
        return list_pages(self._transport, f"{self._path}/runs", "runs", {"status": status}, stop=stop)

    def delete(self, *, stop: Stop | None = None) -> None:
        """What it started goes on."""
        self._transport.send(self._path, method="DELETE", stop=stop).read()


class Schedules:
    """Schedules of a project."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(self, schedule: Json, *, idempotency_key: str | None = None, stop: Stop | None = None) -> Schedule:
        answer = self._transport.json("/async/schedules", body=schedule, idempotency_key=idempotency_key, stop=stop)
        return Schedule(self._transport, answer["scheduleId"])

    def resume(self, schedule_id: str) -> Schedule:
        return Schedule(self._transport, schedule_id)

    def list(self, *, status: str | None = None, stop: Stop | None = None) -> Iterator[Json]:
        """Schedules, newest first."""
        return list_pages(self._transport, "/async/schedules", "schedules", {"status": status}, stop=stop)
