"""Registered webhooks, and the verification of what they deliver."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .ed25519 import is_signed
from .pages import list_pages
from .stop import Stop
from .transport import Json, Transport, segment


class WebhookVerificationError(Exception):
    """A delivery that isn't what was sent, or isn't from the sender.

    `reason` is missing_headers, bad_key, outside_tolerance, no_matching_signature or bad_body.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def verify_webhook(
    headers: Mapping[str, str],
    raw_body: bytes | str,
    key: str | Sequence[str],
    *,
    tolerance: float = 300,
    now: float | None = None,
) -> Json:
    """Verifies a delivery by the Standard Webhooks headers, and returns its event. Raises WebhookVerificationError.

    `raw_body` is the body as it came, before a JSON parser touched it. `key` is a webhook's secret, or the
    project's public key (`whpk_…`); give several while one is rotated.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    missing = [name for name in ("webhook-id", "webhook-timestamp", "webhook-signature") if not lowered.get(name)]
    if missing:
        raise WebhookVerificationError("missing_headers", f"the header {missing[0]} is missing")
    stamp = lowered["webhook-timestamp"]
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise WebhookVerificationError("missing_headers", "webhook-timestamp is not a number of seconds")
    age = (time.time() if now is None else now) - int(stamp)
    if abs(age) > tolerance:
        raise WebhookVerificationError("outside_tolerance", f"the signature is {'too old' if age > 0 else 'in the future'}")
    body = raw_body.encode() if isinstance(raw_body, str) else raw_body
    content = f"{lowered['webhook-id']}.{stamp}.".encode() + body
    keys = [key] if isinstance(key, str) else key
    # All keys are read first, so that a malformed one is reported even if another fits.
    checks = [_is_signed_by(each, content, lowered["webhook-signature"].split(" ")) for each in keys]
    if not any(checks):
        raise WebhookVerificationError("no_matching_signature", "no signature fits the body and the key")
    try:
        event = json.loads(body)
    except ValueError as err:
        raise WebhookVerificationError("bad_body", "the body is not JSON") from err
    if not isinstance(event, dict):
        raise WebhookVerificationError("bad_body", "the body is not a JSON object")
    return event


def _is_signed_by(key: str, content: bytes, signatures: Sequence[str]) -> bool:
    """Signatures are `version,base64`: `v1` of secrets, `v1a` of public keys."""
    version = "v1a" if key.startswith("whpk_") else "v1"
    given = [text for name, _, text in (each.partition(",") for each in signatures) if name == version]
    if version == "v1a":
        public = _bytes_of(key[5:])
        if public is None or len(public) != 32:
            raise WebhookVerificationError("bad_key", "whpk_ must be followed by 32 bytes in base64")
        return any(is_signed(public, content, _bytes_of(text) or b"") for text in given)
    secret = _bytes_of(key[6:]) if key.startswith("whsec_") else key.encode()
    if not secret:
        raise WebhookVerificationError("bad_key", "the secret is empty, or whsec_ is not followed by base64")
    expected = hmac.new(secret, content, hashlib.sha256).digest()
    return any(hmac.compare_digest(expected, _bytes_of(text) or b"") for text in given)


def _bytes_of(text: str) -> bytes | None:
    """Base64 or its form for URLs, padded or not; None where it is neither."""
    plain = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


class Webhooks:
    """Webhooks of the project, and their deliveries."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(self, webhook: Json, *, idempotency_key: str | None = None, stop: Stop | None = None) -> Json:
        return self._transport.json("/async/webhooks", body=webhook, idempotency_key=idempotency_key, stop=stop)

    def get(self, webhook_id: str, *, stop: Stop | None = None) -> Json:
        return self._transport.json(path_of(webhook_id), stop=stop)

    def list(self, *, stop: Stop | None = None, **filters: Any) -> Iterator[Json]:
        return list_pages(self._transport, "/async/webhooks", "webhooks", filters, stop=stop)

    def update(self, webhook_id: str, change: Json, *, stop: Stop | None = None) -> Json:
        return self._transport.json(path_of(webhook_id), method="PATCH", body=change, stop=stop)

    def delete(self, webhook_id: str, *, stop: Stop | None = None) -> None:
        self._transport.send(path_of(webhook_id), method="DELETE", stop=stop).read()

    def test(self, webhook_id: str, *, stop: Stop | None = None) -> Json:
        """Sends it a `webhook.test`."""
        return self._transport.json(path_of(webhook_id, "test"), method="POST", stop=stop)

    def rotate_secret(self, webhook_id: str, secret: str, *, stop: Stop | None = None) -> Json:
        """Changes its secret; the one before signs too for 24 hours."""
        return self._transport.json(path_of(webhook_id, "rotate-secret"), body={"secret": secret}, stop=stop)

    def deliveries(self, webhook_id: str, *, stop: Stop | None = None, **filters: Any) -> Iterator[Json]:
        return list_pages(self._transport, path_of(webhook_id, "deliveries"), "deliveries", filters, stop=stop)

    def redeliver(self, webhook_id: str, delivery_id: str, *, stop: Stop | None = None) -> Json:
        return self._transport.json(path_of(webhook_id, "deliveries", delivery_id, "redeliver"), method="POST", stop=stop)

    def recover(self, webhook_id: str, period: Json, *, stop: Stop | None = None) -> Json:
        """Sends again what failed in a period."""
        return self._transport.json(path_of(webhook_id, "recover"), body=period, stop=stop)


def path_of(*segments: str) -> str:
    return "/".join(["/async/webhooks", *map(segment, segments)])
