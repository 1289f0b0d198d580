"""Lists, page by page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from .stop import Stop
from .transport import Json, Query, Transport


def list_pages(
    transport: Transport, path: str, key: str, filters: Query, *, page_size: int = 100, stop: Stop | None = None
) -> Iterator[Json]:
    """All items of a list: by the cursor that `Link` names, where it names one, so that none shifts while it is read."""
    place: Json = {"page": 1}
    page = 1
    while True:
        answer = transport.send(path, query={**filters, **place, "pageSize": page_size}, stop=stop)
        cursor = next_cursor(answer.headers.get("link", ""))
        content = json.loads(answer.read())
        yield from content.get(key) or []
        if not content.get("hasNextPage"):
            return
        page += 1
        place = {"page": page} if cursor is None else {"cursor": cursor}


def next_cursor(link: str) -> str | None:
    """The cursor in `Link: <…?cursor=…>; rel="next"` (RFC 8288)."""
    for address, relation in re.findall(r"<([^>]*)>([^<]*)", link):
        if re.search(r'; ?rel="?next"?', relation):
            return next(iter(parse_qs(urlsplit(address).query).get("cursor", [])), None)
    return None
