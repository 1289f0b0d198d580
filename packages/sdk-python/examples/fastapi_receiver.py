"""Receives webhooks with FastAPI: pip install fastapi uvicorn, then uvicorn fastapi_receiver:app --port 8000"""

import os

from fastapi import BackgroundTasks, FastAPI, Request, Response

from longhaul import WebhookVerificationError, verify_webhook

app = FastAPI()


@app.post("/webhooks/longhaul")
async def receive(request: Request, tasks: BackgroundTasks) -> Response:
    # The body as it came: parsed and written again, it wouldn't be the bytes that were signed.
    try:
        event = verify_webhook(request.headers, await request.body(), os.environ["WEBHOOK_SECRET"])
    except WebhookVerificationError as err:
        return Response(err.reason, status_code=400)
    # Answer first, work later: an attempt has 15 seconds.
    tasks.add_task(print, event["type"], event["data"].get("operationId"), flush=True)
    return Response(status_code=204, background=tasks)
