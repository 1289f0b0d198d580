"""Operations that depend on each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .following import status_changes, until_over
from .operations import Operation
from .stop import Stop
from .transport import Json, Transport, segment


def is_over(batch: Json) -> bool:
    return "batchEndTime" in batch


class Batch:
    """A batch that was started."""

    def __init__(self, transport: Transport, batch_id: str) -> None:
        self.id = batch_id
        self._transport = transport
        self._path = f"/async/batch/{segment(batch_id)}"

    def status(self, *, stop: Stop | None = None) -> Json:
        """Returns the status now."""
        return self._transport.json(self._path, headers={"prefer": "wait=0"}, stop=stop)

    def statuses(self, *, stop: Stop | None = None) -> Iterator[Json]:
        """Yields the status now and after each change; the last one is the end."""
        return status_changes(self._transport, self._path, is_over, stop or Stop())

    def ended(self, *, timeout: float | None = None, stop: Stop | None = None) -> Json:
        """Waits until all operations have ended, successfully or not. Raises TimeoutError."""
        within = Stop(timeout, stop)
        try:
            return until_over(self._transport, self._path, is_over, within)
        finally:
            within.release()

    def operation(self, operation_key: str, *, stop: Stop | None = None) -> Operation:
        """Finds the operation with a key."""
        operations = self.status(stop=stop)["operations"]
        for operation in operations:
            if operation.get("operationKey") == operation_key:
                return Operation(self._transport, operation["operationId"])
        keys = ", ".join(str(operation.get("operationKey")) for operation in operations)
        raise KeyError(f'batch {self.id} has no operation "{operation_key}"; it has {keys}')

    def cancel(self, reason: str | None = None, *, stop: Stop | None = None, **how: Any) -> Json:
        """Cancels all operations that have not ended."""
        body = {**how, **({} if reason is None else {"reason": reason})}
        return self._transport.json(f"{self._path}/cancel", body=body, stop=stop)


class BatchBuilder:
    """Puts a batch together, operation by operation."""

    def __init__(self, transport: Transport, batch_name: str, options: Json) -> None:
        self._transport = transport
        self._request = {"batchName": batch_name, **options}
        self._operations: list[Json] = []

    def add(
        self,
        operation_key: str,
        operation_type: str,
        parameters: Json,
        *,
        name: str | None = None,
        after: Sequence[str] = (),
        **more: Any,
    ) -> BatchBuilder:
        """Adds an operation. `after` has the keys of those that must have completed before it starts."""
        self._operations.append(
            {
                "operationKey": operation_key,
                "operationType": operation_type,
                "operationName": name or operation_key,
                "parameters": parameters,
                "dependencies": list(after),
                **more,
            }
        )
        return self

    def start(self, *, idempotency_key: str | None = None, stop: Stop | None = None) -> Batch:
        """Starts all of it, or nothing. `idempotency_key` is the same for the same batch, over restarts of the caller."""
        body = {**self._request, "operations": self._operations}
        answer = self._transport.json("/async/batch", body=body, idempotency_key=idempotency_key, stop=stop)
        return Batch(self._transport, answer["batchId"])
