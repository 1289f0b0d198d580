"""Limits of a tenant and a project."""

from __future__ import annotations

from .stop import Stop
from .transport import Json, Transport

PATH = "/async/quotas"


class Quotas:
    """Reads and changes quotas. Changing needs the permission `admin`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self, *, stop: Stop | None = None) -> Json:
        return self._transport.json(PATH, stop=stop)

    def change(self, changes: Json, *, stop: Stop | None = None) -> Json:
        """Changes the given limits; null removes a limit, so that the default applies."""
        return self._transport.json(PATH, method="PATCH", body=changes, stop=stop)
