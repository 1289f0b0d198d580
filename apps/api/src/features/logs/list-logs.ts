import type { Request, Response } from "express";
import type { LogsQuery } from "@longhaul/contracts";
import { findLogCounts, listLogEntries, type LogFilter } from "@longhaul/db";
import { endOf, levelsFrom, startOf } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { linkNextPage } from "../../answers/link-next-page.ts";
import { isAdministrator, scopeOf } from "../../http/request-scope.ts";
import { LOG_START, readLogCursor, strangeLogCursor, writeLogCursor } from "./log-cursor.ts";
import { loggedOperation } from "./logged-operation.ts";
import { logLine, presentLogEntry } from "./present-log-entry.ts";

const MAX_LIMIT = 1000;
const MAX_PAGE_BYTES = 400_000;

/** GET …/operation/{operationId}/logs: a page of what was logged of it, as JSON or, for who prefers `text/plain`, as lines. */
export function listLogs(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<LogsQuery>): Promise<void> => {
    const after = query.cursor === undefined ? LOG_START : readLogCursor(query.cursor);
    if (after === null) throw strangeLogCursor();
    const operationId = await loggedOperation(ctx, req);
    const limit = Math.min(MAX_LIMIT, query.limit);
    const [page, { counts, dropped }] = await Promise.all([
      listLogEntries(ctx.db, operationId, filterOf(query), { after, limit: limit + 1, maxBytes: MAX_PAGE_BYTES }),
      findLogCounts(ctx.db, operationId),
    ]);
    const entries = page.length > limit ? page.slice(0, limit) : page;
    const isOperator = isAdministrator(req, scopeOf(req));
    const next = entries.at(-1) ?? (query.cursor === undefined ? null : after);
    const nextCursor = next === null ? null : writeLogCursor(next);
    const hasNextPage = page.length > limit || (await isCut(operationId, query, entries.at(-1)));
    if (hasNextPage && nextCursor !== null) linkNextPage(ctx, req, res, nextCursor);
    res.vary("Accept");
    if (req.accepts(["json", "text"]) === "text") {
      const omitted = dropped === 0 ? "" : `# ${dropped} more were logged than are kept\n`;
      const lines = entries.map((entry) => `${logLine(entry, isOperator)}\n`);
      res.type("text/plain; charset=utf-8").send(`${lines.join("")}${hasNextPage ? "" : omitted}`);
      return;
    }
    res.json({
      operationId,
      counts,
      dropped,
      entries: entries.map((entry) => presentLogEntry(entry, isOperator)),
      hasNextPage,
      ...(nextCursor === null ? {} : { nextCursor }),
    });
  };

  /** Whether a page that is not full ended for its length. */
  async function isCut(operationId: string, query: LogsQuery, last: Parameters<typeof writeLogCursor>[0] | undefined) {
    if (last === undefined) return false;
    const more = await listLogEntries(ctx.db, operationId, filterOf(query), { after: last, limit: 1, maxBytes: 1 });
    return more.length > 0;
  }
}

const filterOf = ({ level, since, until, phase, search }: LogsQuery): LogFilter => ({
  levels: levelsFrom(level),
  ...(since === undefined ? {} : { since: startOf(since) }),
  ...(until === undefined ? {} : { until: endOf(until) }),
  ...(phase === undefined ? {} : { phase }),
  ...(search === undefined ? {} : { search }),
});
