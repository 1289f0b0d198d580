import type { Request, Response } from "express";
import type { LogStreamQuery } from "@longhaul/contracts";
import { listLogEntries, listLogStates, type LogPosition } from "@longhaul/db";
import { levelsFrom } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { isAdministrator, scopeOf } from "../../http/request-scope.ts";
import { createEventWriter } from "../live/event-writer.ts";
import { openStream } from "../live/open-stream.ts";
import { LOG_START, readLogCursor, writeLogCursor } from "./log-cursor.ts";
import { loggedOperation } from "./logged-operation.ts";
import { presentLogEntry } from "./present-log-entry.ts";

/** Limits of one page of a log, which is held in memory while a client doesn't read. */
const PAGE = { limit: 100, maxBytes: 256_000 };

/**
 * GET …/operation/{operationId}/logs/stream: sends the log so far and then each new entry as Server-Sent Events
 * called `log`, until the operation has ended. It continues after `Last-Event-ID`. When the operation has ended and the client has
 * everything, the answer is 204.
 */
export function streamLogs(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<LogStreamQuery>): Promise<void> => {
    const { level, phase } = query;
    const scope = scopeOf(req);
    const operationId = await loggedOperation(ctx, req);
    if (req.method === "HEAD") {
      createEventWriter(res, ctx.stopping.signal).begin();
      res.end();
      return;
    }
    const filter = { levels: levelsFrom(level), ...(phase === undefined ? {} : { phase }) };
    const isOperator = isAdministrator(req, scope);
    const lastSeen = req.headers["last-event-id"];
    const resumed = typeof lastSeen === "string" ? readLogCursor(lastSeen) : null;
    let after: LogPosition = resumed ?? LOG_START;
    const stream = await openStream(ctx, req, res, scope);
    const unwatch = ctx.logFeed.watch(operationId, stream.wake);
    try {
      for (let state = await stateNow(); !stream.over.aborted; state = ctx.logFeed.stateOf(operationId) ?? state) {
        const entries = await ctx.replays(() => listLogEntries(ctx.db, operationId, filter, { after, ...PAGE }));
        for (const entry of entries) {
          if (stream.over.aborted) return;
          after = entry;
          const body = JSON.stringify(presentLogEntry(entry, isOperator));
          await stream.writer.write({ id: writeLogCursor(entry), type: "log", body });
        }
        if (entries.length > 0) continue;
        // The state from before the log was read: the log is complete before an operation ends.
        if (state?.isEnded !== false) {
          if (!res.headersSent && resumed !== null) res.status(204).end();
          else stream.writer.begin();
          return;
        }
        stream.writer.begin();
        await stream.sleep();
      }
    } finally {
      unwatch();
      stream.close();
    }

    async function stateNow() {
      return (await listLogStates(ctx.db, [operationId]))[0];
    }
  };
}
