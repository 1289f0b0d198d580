import type { Request, Response } from "express";
import {
  lastEventPosition,
  listEvents,
  type EventHeader,
  type EventRecord,
  type EventSubject,
  type Scope,
} from "@longhaul/db";
import { Pacer, SERVER_SLICE_MS } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { createEventWriter } from "./event-writer.ts";
import { openStream } from "./open-stream.ts";

/** What is read of the ledger at a time, and so held for a client that doesn't read on. */
const PAGE = { limit: 100, maxBytes: 256_000 };
/** Events that wait for a client; of one that falls behind further, they are read again when it has caught up. */
const MAX_PENDING = 100;
/** Events by which a repetition is known. */
const MAX_REMEMBERED = 20_000;
/**
 * An event may be committed behind one of a higher position by as much as a transaction lasts. Not so among those of one
 * operation or import: its row is locked from the event to the commit.
 */
const OVERLAP_SEC = 5;

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
 * A stream goes as fast as its client reads, and ends with the client's token.
 */
export async function streamEvents(
  ctx: ApiContext,
  req: Request,
  res: Response,
  request: StreamRequest,
): Promise<void> {
  if (req.method === "HEAD") {
    createEventWriter(res, ctx.stopping.signal).begin();
    res.end();
    return;
  }
  const lastSeen = readLastEventId(req);
  const { operationId, datasetId } = request.subject;
  const overlapOnReturn = (operationId ?? datasetId) === undefined ? OVERLAP_SEC : 0;
  const sent = new Set<number>();
  const pending: EventRecord[] = [];
  let gap = false;
  const stream = await openStream(ctx, req, res, request.scope);
  const { writer, over } = stream;
  const unwatch = ctx.feed.watch({
    wants: request.wants,
    onEvent: (event) => {
      if (pending.push(event) > MAX_PENDING) {
        pending.length = 0;
        gap = true;
      }
      stream.wake();
    },
    onGap: () => {
      gap = true;
      stream.wake();
    },
  });

  let after = lastSeen ?? 0;
  /** @returns whether the stream is over */
  const send = async (event: EventRecord): Promise<boolean> => {
    if (over.aborted) return true;
    if (sent.has(event.position)) return false;
    sent.add(event.position);
    if (sent.size > MAX_REMEMBERED) sent.delete(sent.values().next().value ?? 0);
    after = Math.max(after, event.position);
    await writer.write({ id: String(event.position), type: event.type, body: event.body });
    return request.isLast(event);
  };
  const pacer = new Pacer({ sliceMs: SERVER_SLICE_MS });
  const replay = async (overlapSec: number): Promise<boolean> => {
    const from = { after, overlapSec, ...PAGE };
    for (let behind = 0; ;) {
      const events = await ctx.replays(() =>
        over.aborted ? Promise.resolve([]) : listEvents(ctx.db, request.scope, request.subject, { ...from, behind }),
      );
      for (const event of events) {
        await pacer.pause();
        if (await send(event)) return true;
      }
      const last = events.at(-1);
      if (last === undefined) return false;
      behind = last.position;
    }
  };

  try {
    if (lastSeen === null && !request.fromStart) after = await lastEventPosition(ctx.fleetDb);
    let isOver = await replay(lastSeen === null ? 0 : overlapOnReturn);
    if (!isOver && (await hasEnded(ctx, request, after))) {
      if (res.headersSent) isOver = true;
      else {
        res.status(204).end();
        return;
      }
    }
    writer.begin();
    while (!isOver && !over.aborted) {
      if (gap) {
        gap = false;
        isOver = await replay(overlapOnReturn);
      } else {
        const event = pending.shift();
        if (event !== undefined) isOver = await send(event);
        else await stream.sleep();
      }
    }
  } finally {
    unwatch();
    stream.close();
  }
}

function readLastEventId(req: Request): number | null {
  const value = req.headers["last-event-id"];
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

/** By subject, whether it has ended and has no event behind the position `$2`. */
const HAS_ENDED = {
  operationId:
    "SELECT ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM events WHERE operation_id = $1 AND position > $2) AS ended FROM operations WHERE id = $1",
  batchId:
    "SELECT ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM events WHERE batch_id = $1 AND position > $2) AS ended FROM batches WHERE id = $1",
  datasetId:
    "SELECT (status <> 'Importing' OR deleted_at IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM events WHERE dataset_id = $1 AND position > $2) AS ended FROM datasets WHERE id = $1",
} as const;

/** Whether the last event of the subject is at or before a position that the client has seen, or isn't kept any more. */
async function hasEnded(ctx: ApiContext, { subject }: StreamRequest, after: number): Promise<boolean> {
  for (const kind of ["operationId", "batchId", "datasetId"] as const) {
    if (subject[kind] === undefined) continue;
    const { rows } = await ctx.db.query<{ ended: boolean }>(HAS_ENDED[kind], [subject[kind], after]);
    return rows[0]?.ended === true;
  }
  return false;
}
