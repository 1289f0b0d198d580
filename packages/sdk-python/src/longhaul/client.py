"""A project of Longhaul."""

from __future__ import annotations

import json
import math
import ssl
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .api_keys import ApiKeys
from .audit import AuditLog
from .batches import Batch, BatchBuilder
from .datasets import Datasets
from .following import follow_stream
from .operations import Operation
from .pages import list_pages
from .quotas import Quotas
from .schedules import Schedules
from .stop import Stop
from .transport import Json, Transport
from .webhooks import Webhooks


class Operations:
    """Starts operations, and finds those that were started."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def start(
        self,
        operation_type: str,
        parameters: Json,
        *,
        name: str | None = None,
        idempotency_key: str | None = None,
        stop: Stop | None = None,
        **more: Any,
    ) -> Operation:
        """Starts an operation. It is accepted once, however often the request had to be sent.

        `idempotency_key` is the same for the same request, also after a restart of the caller. `more` is what a request may have
        beside: `priority`, `timeout`, `callbacks`, `metadata`, …
        """
        body = {"operationType": operation_type, "operationName": name or operation_type, "parameters": parameters, **more}
        answer = self._transport.json("/async/operation", body=body, idempotency_key=idempotency_key, stop=stop)
        return Operation(self._transport, answer["operationId"], answer)

    def resume(self, operation_id: str) -> Operation:
        """A handle of an operation that was started before, by any process."""
        return Operation(self._transport, operation_id)

    def list(self, *, page_size: int = 100, stop: Stop | None = None, **filters: Any) -> Iterator[Json]:
        """Operations, newest first. `filters`: `status`, `operationType`, `priority`, `dateFrom`, `dateTo`, `includeDetails`."""
        return list_pages(
            self._transport, "/async/operations", "operations", filters, page_size=page_size, stop=stop
        )

    def types(self, *, stop: Stop | None = None) -> Sequence[Json]:
        """What can be started here."""
        found: Sequence[Json] = self._transport.json("/async/operation-types", stop=stop)["operationTypes"]
        return found


class Batches:
    """Starts batches, and finds those that were started."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(self, batch_name: str, **options: Any) -> BatchBuilder:
        """`options`: `failurePolicy`, `priority`, `callbacks`, …; nothing is sent before `start()`."""
        return BatchBuilder(self._transport, batch_name, options)

    def resume(self, batch_id: str) -> Batch:
        return Batch(self._transport, batch_id)


class Client:
    """Reaches one project. Nothing is sent before the first call; threads may share a client.

    `token` is a bearer token, or what gives one that is still good. A request without an answer, or with 429, 502, 503 or 504,
    is sent again `max_retries` times. `timeout` is the seconds that one attempt may stay silent.
    """

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
        #: For endpoints that have no method here: the same retries, idempotency keys and errors.
        self.transport = Transport(url, tenant_id, project_id, token, max_retries=max_retries, timeout=timeout, tls=tls)
        self.operations = Operations(self.transport)
        self.batches = Batches(self.transport)
        self.datasets = Datasets(self.transport)
        self.schedules = Schedules(self.transport)
        self.webhooks = Webhooks(self.transport)
        self.api_keys = ApiKeys(self.transport)
        self.audit = AuditLog(self.transport)
        self.quotas = Quotas(self.transport)

    def ping(self, *, stop: Stop | None = None) -> Json:
        """Who the token makes the caller, and the server's time and version."""
        return self.transport.json("/async/ping", stop=stop)

    def queue(self, *, stop: Stop | None = None) -> Json:
        """What waits, where and why, and the workers with their load."""
        return self.transport.json("/async/queue", stop=stop)

    def events(self, *, stop: Stop | None = None) -> Iterator[Json]:
        """What happens in the project from now on, each event once. Ends only by `stop`."""
        for event in follow_stream(self.transport, "/async/events", stop or Stop(), after=None, patience=math.inf):
            yield json.loads(event.data)

    def download(self, artifact: Json, *, stop: Stop | None = None) -> bytes:
        """The content of a file that an operation made."""
        return self.transport.download(artifact["downloadUrl"], stop)
