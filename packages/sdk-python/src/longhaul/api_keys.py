"""Keys that programs use instead of tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .pages import list_pages
from .stop import Stop
from .transport import Json, Transport, segment

ROOT = "/async/api-keys"


class ApiKeys:
    """Makes, lists, rotates and deletes API keys. Needs the permission `admin`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(
        self,
        key_name: str,
        permissions: Sequence[str],
        *,
        idempotency_key: str | None = None,
        stop: Stop | None = None,
        **more: Any,
    ) -> Json:
        """`apiKey` of the answer is the key, which no other answer has. `more`: `expiresInDays`, `projects`, …"""
        body = {"keyName": key_name, "permissions": list(permissions), **more}
        return self._transport.json(ROOT, body=body, idempotency_key=idempotency_key, stop=stop)

    def get(self, key_id: str, *, stop: Stop | None = None) -> Json:
        return self._transport.json(f"{ROOT}/{segment(key_id)}", stop=stop)

    def list(self, *, page_size: int = 100, stop: Stop | None = None) -> Iterator[Json]:
        """Keys, newest first."""
        return list_pages(self._transport, ROOT, "apiKeys", {}, page_size=page_size, stop=stop)

    def rotate(self, key_id: str, *, overlap_hours: int | None = None, stop: Stop | None = None) -> Json:
        """Gives it another secret; the one before is good for `overlap_hours` more, 24 without it."""
        body = {} if overlap_hours is None else {"overlapHours": overlap_hours}
        return self._transport.json(f"{ROOT}/{segment(key_id)}/rotate", body=body, stop=stop)

    def delete(self, key_id: str, *, stop: Stop | None = None) -> Json:
        """From then on it is good for nothing."""
        return self._transport.json(f"{ROOT}/{segment(key_id)}", method="DELETE", stop=stop)
