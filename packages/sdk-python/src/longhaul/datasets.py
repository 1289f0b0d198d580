"""Logs of a project."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from .errors import ImportFailed, NoStream
from .following import follow_stream
from .pages import list_pages
from .stop import Stop
from .transport import Form, Json, Transport, segment

LOOK = 0.4
CHUNK = 256 * 1024

#: A path, or the bytes themselves.
Source = str | os.PathLike[str] | bytes


class Datasets:
    """Uploads, lists and deletes logs."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self, dataset_id: str, *, stop: Stop | None = None) -> Json:
        return self._transport.json(f"/datasets/{segment(dataset_id)}", stop=stop)

    def list(
        self,
        *,
        status: str | None = None,
        kind: str | None = None,
        page_size: int = 100,
        stop: Stop | None = None,
    ) -> Iterator[Json]:
        """Datasets, newest first."""
        filters = {"status": status, "kind": kind}
        return list_pages(self._transport, "/datasets", "datasets", filters, page_size=page_size, stop=stop)

    def delete(self, dataset_id: str, *, stop: Stop | None = None) -> None:
        self._transport.send(f"/datasets/{segment(dataset_id)}", method="DELETE", stop=stop).read()

    def upload(
        self,
        file: Source,
        file_name: str | None = None,
        *,
        name: str | None = None,
        mapping: Json | None = None,
        on_sent: Callable[[int, int], None] | None = None,
        on_progress: Callable[[Json], None] | None = None,
        idempotency_key: str | None = None,
        stop: Stop | None = None,
    ) -> Json:
        """Uploads a log and waits until it can be mined. Raises ImportFailed with the reason.

        The ending of `file_name` names the format; default: the path's name. `on_sent` gets the bytes sent so far and all of
        them, `on_progress` the dataset at each progress of its import, with the current activity as `progress`. The file is read as it is sent, never whole.
        """
        how = {"name": name, "mapping": mapping, "on_sent": on_sent, "on_progress": on_progress}
        return self._send("/datasets", file, file_name, idempotency_key=idempotency_key, stop=stop, **how)

    def append(self, dataset_id: str, file: Source, file_name: str | None = None, **how: Any) -> Json:
        """Puts the rows of a file behind the dataset's, as its next version.

        Takes what `upload` does, and `if_match`: the `ETag` of the dataset as it was read; nothing is changed when it is another
        by now.
        """
        return self._send(f"/datasets/{segment(dataset_id)}/append", file, file_name, **how)

    def replace(self, dataset_id: str, file: Source, file_name: str | None = None, **how: Any) -> Json:
        """Puts a file in the place of the dataset's rows, as its next version. Takes what `append` does."""
        return self._send(f"/datasets/{segment(dataset_id)}/replace", file, file_name, **how)

    def restore(self, dataset_id: str, version: int, *, stop: Stop | None = None) -> Json:
        """Has an earlier version again, as the next one."""
        return self._transport.json(f"/datasets/{segment(dataset_id)}/restore", body={"version": version}, stop=stop)

    def export(
        self, dataset_id: str, format: str = "csv", *, version: int | None = None, stop: Stop | None = None
    ) -> Json:
        """Has a version written as a file, and waits until `client.download(…)` can have it.

        `format`: `csv`, `jsonl`, `xes`, each also with `.gz`, or `parquet`.
        """
        wait = stop or Stop()
        path, query = f"/datasets/{segment(dataset_id)}/export", {"format": format, "version": version}
        while True:
            export = self._transport.json(path, query=query, headers={"prefer": "respond-async"}, stop=wait)
            if export["status"] == "Ready":
                return export
            wait.pause(LOOK)

    def watch(
        self, dataset_id: str, *, version: int | None = None, after: str | None = None, stop: Stop | None = None
    ) -> Iterator[Json]:
        """Events of an import, from the first to the last, each once and in order, over restarts of the API.

        `version` is the newest one by default. `after` is the id of an event that was seen, to go on behind it.
        """
        path, query = f"/datasets/{segment(dataset_id)}/events", {"version": version}
        for event in follow_stream(self._transport, path, stop or Stop(), after=after or "0", query=query):
            yield json.loads(event.data)

    def ended(
        self, dataset: Json, *, on_progress: Callable[[Json], None] | None = None, stop: Stop | None = None
    ) -> Json:
        """Waits for the end of an import, however it ends.

        `dataset` is a version, or only its `datasetId` and `version`. It isn't requested again when it says itself that it is
        being imported.
        """
        dataset_id, version = dataset["datasetId"], dataset["version"]
        wait, tell = stop or Stop(), on_progress or (lambda _: None)
        path = f"/datasets/{segment(dataset_id)}/versions/{version}"
        if dataset.get("status") != "Importing":
            dataset = self._transport.json(path, stop=wait)
        if dataset["status"] != "Importing":
            return dataset
        tell(dataset)
        # By the import's events, or by asking again and again where no stream can be had.
        try:
            for event in self.watch(dataset_id, version=version, stop=wait):
                if event["type"] == "dataset.progress":
                    progress = event["data"]["progress"]
                    tell({**dataset, "importProgress": progress["percentage"], "progress": progress})
        except NoStream:
            pass
        while True:
            dataset = self._transport.json(path, stop=wait)
            if dataset["status"] != "Importing":
                return dataset
            tell(dataset)
            wait.pause(LOOK)

    def cancel(
        self, dataset_id: str, reason: str | None = None, *, version: int | None = None, stop: Stop | None = None
    ) -> Json:
        """Cancels an import, of the newest version by default. Its files are gone when the answer is there."""
        told = {"reason": reason, "version": version}
        body = {name: value for name, value in told.items() if value is not None}
        return self._transport.json(f"/datasets/{segment(dataset_id)}/cancel", body=body, stop=stop)

    def versions(self, dataset_id: str, *, page_size: int = 100, stop: Stop | None = None) -> Iterator[Json]:
        """Versions, newest first."""
        path = f"/datasets/{segment(dataset_id)}/versions"
        return list_pages(self._transport, path, "versions", {}, page_size=page_size, stop=stop)

    def _send(
        self,
        path: str,
        file: Source,
        file_name: str | None,
        *,
        name: str | None = None,
        mapping: Json | None = None,
        on_sent: Callable[[int, int], None] | None = None,
        on_progress: Callable[[Json], None] | None = None,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        stop: Stop | None = None,
    ) -> Json:
        if isinstance(file, bytes):
            if file_name is None:
                raise TypeError("upload(bytes) needs file_name: its ending names the format")
        else:
            file_name = file_name or Path(file).name
        fields = {"name": name, "mapping": None if mapping is None else json.dumps(mapping)}
        wait = stop or Stop()
        headers = {"prefer": "respond-async", **({} if if_match is None else {"if-match": if_match})}
        dataset = self._transport.json(
            path,
            form=form_of(fields, file, file_name, on_sent),
            headers=headers,
            idempotency_key=idempotency_key,
            stop=wait,
        )
        if dataset["status"] == "Importing":
            dataset = self.ended(dataset, on_progress=on_progress, stop=wait)
        if dataset["status"] != "Ready":
            raise ImportFailed(dataset)
        if on_progress is not None:
            on_progress(dataset)
        return dataset


def form_of(
    fields: dict[str, Any], file: Source, file_name: str, on_sent: Callable[[int, int], None] | None
) -> Form:
    """A multipart/form-data body (RFC 7578) that is read as it is sent."""
    boundary = uuid.uuid4().hex
    head = b"".join(
        f'--{boundary}\r\ncontent-disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields.items()
        if value is not None
    )
    # As browsers write it: these three are escaped by percents.
    shown = file_name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
    head += f'--{boundary}\r\ncontent-disposition: form-data; name="file"; filename="{shown}"\r\n'.encode()
    head += b"content-type: application/octet-stream\r\n\r\n"
    tail = f"\r\n--{boundary}--\r\n".encode()
    size = len(file) if isinstance(file, bytes) else os.stat(file).st_size

    def chunks() -> Iterator[bytes]:
        yield head
        sent = 0
        content: BinaryIO
        with BytesIO(file) if isinstance(file, bytes) else open(file, "rb") as content:
            while chunk := content.read(CHUNK):
                yield chunk
                sent += len(chunk)
                if on_sent is not None:
                    on_sent(sent, size)
        yield tail

    return f"multipart/form-data; boundary={boundary}", len(head) + size + len(tail), chunks
