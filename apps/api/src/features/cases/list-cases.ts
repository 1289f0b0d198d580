import type { Request, Response } from "express";
import type { CasesQuery } from "@longhaul/contracts";
import { findKeptFile } from "@longhaul/db";
import { CASE_LINES_FILE, CASE_NAMES_FILE, DomainError, type CaseLine, type CaseNames } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { linkNextPage } from "../../answers/link-next-page.ts";
import { readOffsetCursor, strangeOffsetCursor, writeOffsetCursor } from "../../http/offset-cursor.ts";
import { missingAsNotFound } from "../../http/missing-as-not-found.ts";
import { pathParameter, scopeOf } from "../../http/request-scope.ts";
import { readLines } from "../datasets/read-lines.ts";
import { findResults } from "../operations/find-results.ts";
import { presentCase } from "./present-case.ts";

const MAX_LIMIT = 1000;
/** Most events of a page: more would be a slow answer. */
const MAX_EVENTS = 5000;
/** What one request reads at most, however few of the cases match. */
const MAX_BYTES = 8_000_000;
const LINES_AT_ONCE = 250;
const LISTED = "this analysis";

interface Page {
  readonly lines: readonly CaseLine[];
  /** Where the next one begins; null behind the last case. */
  readonly next: number | null;
}

/** GET …/operation/{operationId}/cases: a page of an analysis' cases, as its discovery listed them. */
export function listCases(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<CasesQuery>): Promise<void> => {
    const start = query.cursor === undefined ? 0 : readOffsetCursor(query.cursor, LISTED);
    const { operation } = await findResults(ctx, scopeOf(req), pathParameter(req, "operationId"));
    const [linesKey, namesKey] = await Promise.all([
      findKeptFile(ctx.db, operation.id, CASE_LINES_FILE),
      findKeptFile(ctx.db, operation.id, CASE_NAMES_FILE),
    ]);
    if (linesKey === null || namesKey === null) throw noCases(operation.type);
    const names = await readNames(ctx, namesKey);
    const { lines, next } =
      names.kept === 0 ? { lines: [], next: null } : await readPage(linesKey, start, query, names);
    if (next !== null) linkNextPage(ctx, req, res, writeOffsetCursor(next));
    res.json({
      operationId: operation.id,
      total: names.total,
      kept: names.kept,
      cases: lines.map((line) => presentCase(line, names)),
      hasNextPage: next !== null,
      ...(next === null ? {} : { nextCursor: writeOffsetCursor(next) }),
    });
  };

  async function readPage(key: string, start: number, query: CasesQuery, names: CaseNames): Promise<Page> {
    const isWanted = matcherOf(query, names);
    const limit = Math.min(MAX_LIMIT, query.limit);
    const lines: CaseLine[] = [];
    let events = 0;
    let offset = start;
    while (offset - start < MAX_BYTES) {
      const piece = await readLines(ctx.storage, key, { start: offset, limit: LINES_AT_ONCE }).catch(missingAsNotFound);
      if (piece === null) throw strangeOffsetCursor(LISTED);
      for (const text of piece.lines) {
        const line = JSON.parse(text) as CaseLine;
        if (isWanted(line)) {
          if (lines.length === limit || (lines.length > 0 && events + line[6].length > MAX_EVENTS))
            return { lines, next: offset };
          lines.push(line);
          events += line[6].length;
        }
        offset += Buffer.byteLength(text) + 1;
      }
      if (piece.next === null) return { lines, next: null };
    }
    return { lines, next: offset };
  }
}

async function readNames({ storage }: ApiContext, key: string): Promise<CaseNames> {
  const { stream } = await storage.get(key).catch(missingAsNotFound);
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as CaseNames;
}

/** Whether a case matches the query. @throws DomainError for an activity that the analysis doesn't have */
function matcherOf(
  { search, activity, variant, minSec, maxSec }: CasesQuery,
  { activities }: CaseNames,
): (line: CaseLine) => boolean {
  const text = search?.toLowerCase();
  const wanted = activity === undefined ? null : activities.indexOf(activity);
  if (wanted !== null && wanted < 0) {
    throw new DomainError("validation_failed", `the analysis has no activity ${JSON.stringify(activity)}`, {
      errors: [{ pointer: "?activity", detail: "take a name as its events have it" }],
    });
  }
  return ([caseId, rank, , durationSec, , , events]) =>
    (text === undefined || caseId.toLowerCase().includes(text)) &&
    (variant === undefined || rank === variant) &&
    (wanted === null || events.some(([one]) => one === wanted)) &&
    (minSec === undefined || (durationSec ?? -1) >= minSec) &&
    (maxSec === undefined || (durationSec ?? Number.POSITIVE_INFINITY) <= maxSec);
}

const noCases = (type: string): DomainError =>
  new DomainError(
    "conflict",
    `this operation listed no cases: ${type === "ProcessMiningAnalysis" ? "it ended before its discovery, or was made before cases were listed; retry it with retryMode restart" : "only ProcessMiningAnalysis does"}`,
  );
