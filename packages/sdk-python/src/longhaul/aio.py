"""The same for asyncio. Each wait has a thread of its own; to cancel it closes its connection, which ends the thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, TypeVar

from .batches import Batch, BatchBuilder
from .client import Client
from .datasets import Source
from .operations import Operation
from .stop import Stop
from .transport import Json

T = TypeVar("T")


async def in_thread(work: Callable[[Stop], T], stop: Stop | None = None) -> T:
    """Returns or raises what `work` does. Cancelling stops the Stop that `work` got.

    The threads are daemons: one that still waits doesn't hold the end of the program.
    """
    own = stop or Stop()
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(finish: Callable[[], None]) -> None:
        try:
            loop.call_soon_threadsafe(lambda: None if done.done() else finish())
        except RuntimeError:
            # The loop is closed: nobody waits any more.
            pass

    def run() -> None:
        try:
            value = work(own)
            settle(lambda: done.set_result(value))
        except BaseException as err:
            fault = err
            settle(lambda: done.set_exception(fault))

    threading.Thread(target=run, name="longhaul", daemon=True).start()
    try:
        return await done
    except asyncio.CancelledError:
        own.stop()
        raise


class End:
    """What an iterator gives behind its last item: StopIteration can't pass a future."""


async def iterate(begin: Callable[[Stop], Iterator[T]]) -> AsyncIterator[T]:
    """The items of a blocking iterator, which stops when this one is closed or cancelled."""
    stop = Stop()
    items = begin(stop)
    try:
        while True:
            item: T | type[End] = await in_thread(lambda _: next(items, End), stop)
            if item is End:
                return
            yield item  # type: ignore[misc]
    finally:
        stop.stop()


class AsyncOperation:
    """As `Operation`, to be awaited."""

    def __init__(self, sync: Operation) -> None:
        self.sync = sync
        self.id = sync.id
        self.accepted = sync.accepted

    async def status(self) -> Json:
        return await in_thread(lambda stop: self.sync.status(stop=stop))

    async def details(self) -> Json:
        return await in_thread(lambda stop: self.sync.details(stop=stop))

    def statuses(self) -> AsyncIterator[Json]:
        return iterate(lambda stop: self.sync.statuses(stop=stop))

    async def ended(self, *, timeout: float | None = None) -> Json:
        return await in_thread(lambda stop: self.sync.ended(timeout=timeout, stop=stop))

    async def result(self, *, timeout: float | None = None, format: str = "detailed", phase: str | None = None) -> Json:
        return await in_thread(lambda stop: self.sync.result(timeout=timeout, format=format, phase=phase, stop=stop))

    async def results(self, *, format: str = "detailed", phase: str | None = None) -> Json:
        return await in_thread(lambda stop: self.sync.results(format=format, phase=phase, stop=stop))

    async def archive(self) -> bytes:
        return await in_thread(lambda stop: self.sync.archive(stop=stop))

    def watch(self, *, after: str | None = None) -> AsyncIterator[Json]:
        return iterate(lambda stop: self.sync.watch(after=after, stop=stop))

    def logs(self, *, level: str | None = None, phase: str | None = None) -> AsyncIterator[Json]:
        return iterate(lambda stop: self.sync.logs(level=level, phase=phase, stop=stop))

    def follow_logs(self, *, level: str | None = None, phase: str | None = None) -> AsyncIterator[Json]:
        return iterate(lambda stop: self.sync.follow_logs(level=level, phase=phase, stop=stop))

    async def cancel(self, reason: str | None = None, **how: Any) -> Json:
        return await in_thread(lambda stop: self.sync.cancel(reason, stop=stop, **how))

    async def plan_retry(self, **how: Any) -> Json:
        return await in_thread(lambda stop: self.sync.plan_retry(stop=stop, **how))

    async def retry(self, **how: Any) -> AsyncOperation:
        return AsyncOperation(await in_thread(lambda stop: self.sync.retry(stop=stop, **how)))


class AsyncBatch:
    """As `Batch`, to be awaited."""

    def __init__(self, sync: Batch) -> None:
        self.sync = sync
        self.id = sync.id

    async def status(self) -> Json:
        return await in_thread(lambda stop: self.sync.status(stop=stop))

    def statuses(self) -> AsyncIterator[Json]:
        return iterate(lambda stop: self.sync.statuses(stop=stop))

    async def ended(self, *, timeout: float | None = None) -> Json:
        return await in_thread(lambda stop: self.sync.ended(timeout=timeout, stop=stop))

    async def operation(self, operation_key: str) -> AsyncOperation:
        return AsyncOperation(await in_thread(lambda stop: self.sync.operation(operation_key, stop=stop)))

    async def cancel(self, reason: str | None = None, **how: Any) -> Json:
        return await in_thread(lambda stop: self.sync.cancel(reason, stop=stop, **how))


class AsyncClient:
    """As `Client`, which it takes the arguments of. `sync` is that client; `call` runs any method of it.

    `await client.call(lambda sync, stop: sync.webhooks.get(webhook_id, stop=stop))`
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        self.sync = Client(*args, **options)

    async def call(self, work: Callable[[Client, Stop], T]) -> T:
        return await in_thread(lambda stop: work(self.sync, stop))

    async def start(self, operation_type: str, parameters: Json, **how: Any) -> AsyncOperation:
        """As `Client.operations.start`."""
        begin = self.sync.operations.start
        return AsyncOperation(await in_thread(lambda stop: begin(operation_type, parameters, stop=stop, **how)))

    def resume(self, operation_id: str) -> AsyncOperation:
        return AsyncOperation(self.sync.operations.resume(operation_id))

    def list_operations(self, **filters: Any) -> AsyncIterator[Json]:
        return iterate(lambda stop: self.sync.operations.list(stop=stop, **filters))

    async def start_batch(self, batch: BatchBuilder, **how: Any) -> AsyncBatch:
        """Starts what `client.sync.batches.create(…)` put together."""
        return AsyncBatch(await in_thread(lambda stop: batch.start(stop=stop, **how)))

    def resume_batch(self, batch_id: str) -> AsyncBatch:
        return AsyncBatch(self.sync.batches.resume(batch_id))

    async def upload(self, file: Source, file_name: str | None = None, **how: Any) -> Json:
        """Like `Client.datasets.upload`; its callbacks run in another thread."""
        return await in_thread(lambda stop: self.sync.datasets.upload(file, file_name, stop=stop, **how))

    def watch_import(
        self, dataset_id: str, *, version: int | None = None, after: str | None = None
    ) -> AsyncIterator[Json]:
        """As `Client.datasets.watch`."""
        return iterate(lambda stop: self.sync.datasets.watch(dataset_id, version=version, after=after, stop=stop))

    async def cancel_import(
        self, dataset_id: str, reason: str | None = None, *, version: int | None = None
    ) -> Json:
        """As `Client.datasets.cancel`."""
        return await in_thread(lambda stop: self.sync.datasets.cancel(dataset_id, reason, version=version, stop=stop))

    def list_datasets(self, **filters: Any) -> AsyncIterator[Json]:
        return iterate(lambda stop: self.sync.datasets.list(stop=stop, **filters))

    def events(self) -> AsyncIterator[Json]:
        return iterate(lambda stop: self.sync.events(stop=stop))

    async def download(self, artifact: Json) -> bytes:
        return await in_thread(lambda stop: self.sync.download(artifact, stop=stop))

    async def ping(self) -> Json:
        return await in_thread(lambda stop: self.sync.ping(stop=stop))
