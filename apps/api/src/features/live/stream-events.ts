import type { Request, Response } from "express";
import {
  lastEventPosition,
  listEvents,
  type EventHeader,
  type EventRecord,
  type EventSubject,
  type Scope,
} from "@longhaul/db";
import type { ApiContext } from "../../context.ts";

const HEARTBEAT_MS = 15_000;
const PAGE = 500;
/**
 * An event may be committed behind one of a higher position by as much as a transaction lasts. Not so among those of one
 * operation: its row is locked from the event to the commit.
 */
const OVERLAP_SEC = 5;
/** A watcher that doesn't read is let go. */
const MAX_BUFFERED_BYTES = 4_000_000;

/** What to stream. */
export interface StreamRequest {
  readonly scope: Scope;
  readonly subject: EventSubject;
  readonly wants: (event: EventHeader) => boolean;
  /** Whether the stream is over behind this event. */
  readonly isLast: (event: EventRecord) => boolean;
  /** Whether, without `Last-Event-ID`, everything so far is replayed first. */
  readonly fromStart: boolean;
}

/**
 * Streams events as Server-Sent Events (HTML Living Standard, 9.2): `id` is the position, `event` the type, `data` the
 * body that webhooks get. Begins behind `Last-Event-ID`; events around a reconnection may come twice, by the same id in
 * their body, and none is left out. A client that has the last event already gets 204, which stops its reconnecting.
 */
export async function streamEvents(
  ctx: ApiContext,
  req: Request,
  res: Response,
  request: StreamRequest,
): Promise<void> {
  if (req.method === "HEAD") {
    begin(res);
    res.end();
    return;
  }
  const lastSeen = readLastEventId(req);
  const overlapOnReturn = request.subject.operationId !== undefined ? 0 : OVERLAP_SEC;
  const sent = new Set<number>();
  const pending: EventRecord[] = [];
  let gap = false;
  let wake = (): void => undefined;
  const unwatch = ctx.feed.watch({
    wants: request.wants,
    onEvent: (event) => {
      pending.push(event);
      wake();
    },
    onGap: () => {
      gap = true;
      wake();
    },
  });
  const gone = new AbortController();
  const stop = (): void => {
    gone.abort();
    wake();
  };
  res.once("close", stop);
  ctx.stopping.signal.addEventListener("abort", stop);
  const heartbeat = setInterval(() => {
    if (res.headersSent) res.write(": still here\n\n");
  }, HEARTBEAT_MS);

  let after = lastSeen ?? (request.fromStart ? 0 : await lastEventPosition(ctx.db));
  const send = (event: EventRecord): boolean => {
    if (sent.has(event.position)) return false;
    sent.add(event.position);
    after = Math.max(after, event.position);
    if (!res.headersSent) begin(res);
    res.write(`id: ${event.position}\nevent: ${event.type}\ndata: ${event.body}\n\n`);
    if (res.writableLength > MAX_BUFFERED_BYTES) res.destroy();
    return request.isLast(event);
  };
  const replay = async (overlapSec: number): Promise<boolean> => {
    for (;;) {
      const events = await listEvents(ctx.db, request.scope, request.subject, { after, overlapSec, limit: PAGE });
      if (events.some(send)) return true;
      if (events.length < PAGE) return false;
      overlapSec = 0;
    }
  };

  try {
    let isOver = await replay(lastSeen === null ? 0 : overlapOnReturn);
    if (!isOver && (await hasEnded(ctx, request, after))) {
      if (res.headersSent) isOver = true;
      else {
        res.status(204).end();
        return;
      }
    }
    if (!res.headersSent) begin(res);
    while (!isOver && !gone.signal.aborted) {
      if (gap) {
        gap = false;
        isOver = await replay(overlapOnReturn);
      } else if (pending.length > 0) {
        isOver = pending.splice(0).some(send);
      } else {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
    res.end();
  } finally {
    clearInterval(heartbeat);
    ctx.stopping.signal.removeEventListener("abort", stop);
    unwatch();
  }
}

function begin(res: Response): void {
  res.writeHead(200, {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
  });
  res.write("retry: 2000\n\n");
}

function readLastEventId(req: Request): number | null {
  const value = req.headers["last-event-id"];
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

/** Whether the last event of the subject is at or before a position that the client has seen. */
async function hasEnded(ctx: ApiContext, request: StreamRequest, after: number): Promise<boolean> {
  const { operationId, batchId } = request.subject;
  if (operationId === undefined && batchId === undefined) return false;
  const { rows } = await ctx.db.query<{ ended: boolean }>(
    operationId === undefined
      ? "SELECT ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM events WHERE batch_id = $1 AND position > $2) AS ended FROM batches WHERE id = $1"
      : "SELECT ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM events WHERE operation_id = $1 AND position > $2) AS ended FROM operations WHERE id = $1",
    [operationId ?? batchId, after],
  );
  return rows[0]?.ended === true;
}
