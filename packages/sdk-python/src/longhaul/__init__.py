"""Client of Longhaul: start long-running operations, follow them, fetch results; verify webhooks."""

from .aio import AsyncBatch, AsyncClient, AsyncOperation
from .audit import AuditVerdict
from .batches import Batch, BatchBuilder
from .client import Client
from .errors import ImportFailed, LonghaulError, OperationEnded, Stopped
from .manager import AsyncOperationManager
from .operations import Operation
from .schedules import Schedule
from .stop import Stop
from .webhooks import WebhookVerificationError, verify_webhook

__all__ = [
    "AsyncBatch",
    "AsyncClient",
    "AsyncOperation",
    "AsyncOperationManager",
    "AuditVerdict",
    "Batch",
    "BatchBuilder",
    "Client",
    "ImportFailed",
    "LonghaulError",
    "Operation",
    "OperationEnded",
    "Schedule",
    "Stop",
    "Stopped",
    "WebhookVerificationError",
    "verify_webhook",
]
