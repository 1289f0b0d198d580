"""What can go wrong, as types."""

from __future__ import annotations

import json
from typing import Any


class LonghaulError(Exception):
    """The error of a problem answer (application/problem+json, RFC 9457), or of a request without an answer."""

    def __init__(self, message: str, *, status: int, code: str, problem: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        #: HTTP status; 0 when no answer came.
        self.status = status
        #: What went wrong, in the contract's words; `no_answer` when none came, `not_json` when it wasn't Longhaul's.
        self.code = code
        #: The body of the answer.
        self.problem: dict[str, Any] = problem or {}
        #: Names the request in the server's log.
        self.request_id: str | None = self.problem.get("requestId")
        #: Faults of the request's body: each has a JSON `pointer` and a `detail`.
        self.errors: list[dict[str, str]] = self.problem.get("errors") or []
        #: What else the server says of it.
        self.details: dict[str, Any] = (self.problem.get("error") or {}).get("details") or {}


class OperationEnded(Exception):
    """An operation failed, was cancelled or ran out of time."""

    def __init__(self, operation: dict[str, Any]) -> None:
        reason = (operation.get("error") or {}).get("message", "no reason given")
        super().__init__(f"{operation['operationName']} ended as {operation['status']}: {reason}")
        #: Its last status.
        self.operation = operation


class ImportFailed(Exception):
    """A dataset could not be read, or not with this mapping, or its import was cancelled."""

    def __init__(self, dataset: dict[str, Any]) -> None:
        reason = (dataset.get("error") or {}).get("message") or (dataset.get("cancellation") or {}).get("reason")
        end = "was cancelled" if dataset["status"] == "Cancelled" else "could not be read"
        super().__init__(f"{dataset['name']} {end}: {reason or 'no reason given'}")
        self.dataset = dataset


class Stopped(Exception):
    """A wait was ended by its `Stop`."""


class NoStream(Exception):
    """A stream of events could not be had, though the server answers."""


def error_of(status: int, reason: str, body: bytes) -> LonghaulError:
    """The error of an answer with a status of 400 or more."""
    try:
        problem = json.loads(body)
        code = problem["error"]["code"]
    except (ValueError, KeyError, TypeError):
        # A proxy's page, say.
        shown = body[:200].decode("utf-8", "replace")
        return LonghaulError(f"{status} {reason}: {shown}", status=status, code="not_json")
    faults = [f"{fault.get('pointer') or '/'}: {fault.get('detail')}" for fault in (problem.get("errors") or [])[:5]]
    message = "\n  ".join([str(problem.get("detail", reason)), *faults])
    return LonghaulError(message, status=status, code=code, problem=problem)
