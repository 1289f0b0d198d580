"""The audit log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from .stop import Stop
from .transport import Json, Transport


@dataclass(frozen=True)
class AuditVerdict:
    """Result of a verification: the last intact entry of the chain, and the fault behind it, if there is one."""

    entries: int
    last_seq: int
    last_hash: str
    fault: str | None = None


class AuditLog:
    """Lists and verifies the calls in the audit log. Needs the permission `audit`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self, *, stop: Stop | None = None, **filters: Any) -> Iterator[Json]:
        """Entries, newest first. `filters`: `scope`, `action`, `subject`, `outcome`, `since`, `until`, `order`."""
        for page in self._pages(filters, stop):
            yield from page["entries"]

    def verify(self, *, stop: Stop | None = None) -> AuditVerdict:
        """Reads a tenant's whole chain, and computes each hash again."""
        entries, seq, last_hash = 0, 0, ""
        end: Json | None = None

        def verdict(fault: str | None = None) -> AuditVerdict:
            return AuditVerdict(entries, seq, last_hash, fault)

        for page in self._pages({"scope": "tenant", "order": "chain"}, stop):
            if end is None:
                end = page["chain"]
                seq, last_hash = end["baseSeq"], end["baseHash"]
            for entry in page["entries"]:
                if entry["seq"] != seq + 1:
                    return verdict(f"entry {seq + 1} is missing: {entry['seq']} follows {seq}")
                content = json.dumps(entry["call"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
                text = "\n".join([last_hash, str(entry["seq"]), entry["time"], content])
                if entry["hash"] != sha256(text.encode()).hexdigest():
                    return verdict(f"entry {entry['seq']} is not what was hashed, or does not belong there")
                entries, seq, last_hash = entries + 1, entry["seq"], entry["hash"]
                if seq == end["lastSeq"] and last_hash != end["lastHash"]:
                    return verdict(f"entry {seq} is not the one that the chain ends with")
        if end is not None and seq < end["lastSeq"]:
            return verdict(f"entries {seq + 1} to {end['lastSeq']} are missing")
        return verdict()

    def _pages(self, filters: Json, stop: Stop | None) -> Iterator[Json]:
        cursor: int | None = None
        while True:
            query = {"pageSize": 1000, **filters, "cursor": cursor}
            page = self._transport.json("/async/audit", query=query, stop=stop)
            yield page
            if not page["hasNextPage"]:
                return
            cursor = page["nextCursor"]
