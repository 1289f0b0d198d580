"""The class of the API's first document, with its methods: one request each, whose JSON is answered as it is."""

from __future__ import annotations

from typing import Any

from .client import Client
from .errors import LonghaulError
from .transport import Json, segment


class AsyncOperationManager:
    """Takes the place of the document's sample of this name.

    As there, a fault is answered as the JSON of the problem, with `error`; `raises=True` raises LonghaulError instead. Beside
    the sample, requests are sent again where that helps, and callbacks and secrets are given, not fixed. `client` has the rest.
    """

    def __init__(
        self,
        base_url: str,
        tenant_id: str,
        project_id: str,
        token: str,
        *,
        callbacks: dict[str, str] | None = None,
        webhook_secret: str | None = None,
        raises: bool = False,
    ) -> None:
        self.base_url = base_url
        self.tenant_id = tenant_id
        self.project_id = project_id
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.client = Client(base_url, tenant_id, project_id, token)
        self._callbacks = callbacks
        self._webhook_secret = webhook_secret
        self._raises = raises

    def start_operation(
        self, operation_type: str, name: str, parameters: Json, priority: str = "Normal", timeout: int = 3600
    ) -> Json:
        """Starts an operation. The answer has `operationId`."""
        body = {
            "operationType": operation_type,
            "operationName": name,
            "priority": priority,
            "parameters": parameters,
            "timeout": timeout,
            **({} if self._callbacks is None else {"callbacks": self._callbacks}),
        }
        return self._ask("/async/operation", body=body)

    def get_operation_status(self, operation_id: str) -> Json:
        """Its status now."""
        return self._ask(f"/async/operation/{segment(operation_id)}")

    def list_operations(
        self, status: str | None = None, operation_type: str | None = None, page: int = 1, page_size: int = 20
    ) -> Json:
        """One page of the project's operations."""
        query = {"page": page, "pageSize": page_size, "status": status or None, "operationType": operation_type or None}
        return self._ask("/async/operations", query=query)

    def cancel_operation(self, operation_id: str, reason: str = "User cancellation") -> Json:
        """Ends it, and keeps what it had done."""
        body = {"reason": reason, "preservePartialResults": True, "notifyCallbacks": True}
        return self._ask(f"/async/operation/{segment(operation_id)}", method="DELETE", body=body)

    def get_operation_results(
        self, operation_id: str, format_type: str = "detailed", include_artifacts: bool = True
    ) -> Json:
        """Its results, once it has ended."""
        query = {"format": format_type, "includeArtifacts": include_artifacts}
        return self._ask(f"/async/operation/{segment(operation_id)}/results", query=query)

    def retry_operation(self, operation_id: str, retry_mode: str = "resume", updated_params: Json | None = None) -> Json:
        """Starts it again. The answer has `newOperationId`."""
        body: dict[str, Any] = {
            "retryMode": retry_mode,
            "retryReason": "Automatic retry with optimization",
            "modifyParameters": updated_params is not None,
        }
        if updated_params:
            body["updatedParameters"] = updated_params
        return self._ask(f"/async/operation/{segment(operation_id)}/retry", body=body)

    def register_webhook(self, webhook_url: str, events: list[str], filters: Json | None = None) -> Json:
        """Registers a webhook. Without a `webhook_secret` its deliveries are signed with the project's public key."""
        body: dict[str, Any] = {
            "webhookUrl": webhook_url,
            "webhookName": "Python SDK Webhook",
            "events": events,
            "filters": filters or {},
        }
        if self._webhook_secret is not None:
            body["authentication"] = {"type": "hmac-sha256", "secret": self._webhook_secret}
        return self._ask("/async/webhooks", body=body)

    def _ask(self, path: str, **ask: Any) -> Json:
        try:
            return self.client.transport.json(path, **ask)
        except LonghaulError as err:
            if self._raises or not err.problem:
                raise
            return err.problem
