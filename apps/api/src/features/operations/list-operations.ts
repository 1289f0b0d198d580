import type { Request, Response } from "express";
import type { ListedOperation, ListQuery, OperationListAnswer } from "@longhaul/contracts";
import { listOperations, type ListCursor, type OperationFilter, type OperationList } from "@longhaul/db";
import { DomainError, durationText, endOf, isTerminal, readMoment, startOf, timeText } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { linkNextPage } from "../../answers/link-next-page.ts";
import { scopeOf } from "../../http/request-scope.ts";
import { presentExecution, presentPhases, presentUsage, remainingOf } from "./present-operation.ts";

const MAX_PAGE_SIZE = 100;
const MAX_OFFSET = 10_000;
const EXACT_TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+[+-]\d{2}:\d{2}$/;

/** GET …/async/operations: one page, newest first, and a summary over all filters but the status. */
export function listOperationsRoute(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<ListQuery>): Promise<void> => {
    const scope = scopeOf(req);
    const size = Math.min(MAX_PAGE_SIZE, query.pageSize);
    if (query.cursor === undefined && query.page * size > MAX_OFFSET) {
      throw new DomainError(
        "validation_failed",
        `page × pageSize is over ${MAX_OFFSET}; follow the cursor of the Link header instead`,
        {
          errors: [{ pointer: "?page", detail: `page × pageSize is over ${MAX_OFFSET}; use cursor` }],
        },
      );
    }
    const list = await listOperations(ctx.db, scope, toFilter(query), {
      size,
      offset: query.cursor === undefined ? (query.page - 1) * size : 0,
      ...(query.cursor === undefined ? {} : { after: readCursor(query.cursor) }),
      withPhases: query.includeDetails,
    });
    const last = list.operations.at(-1);
    if (list.hasNextPage && last !== undefined) linkNextPage(ctx, req, res, writeCursor(last.cursor));
    res.json(present(list, query, size));
  };
}

function toFilter(query: ListQuery): OperationFilter {
  const statuses = query.status?.flatMap((status) => (status === "Pending" ? [] : [status]));
  return {
    ...(statuses === undefined ? {} : { statuses }),
    ...(query.status?.includes("Pending") === true ? { pending: true } : {}),
    ...(query.operationType === undefined ? {} : { types: query.operationType }),
    ...(query.priority === undefined ? {} : { priorities: query.priority }),
    ...(query.dateFrom === undefined ? {} : { from: startOf(query.dateFrom) }),
    ...(query.dateTo === undefined ? {} : { before: endOf(query.dateTo) }),
    ...(query.search === undefined ? {} : { search: query.search }),
  };
}

function present(list: OperationList, query: ListQuery, size: number): OperationListAnswer {
  const { total, running, completed, failed, cancelled, isPartial } = list.summary;
  return {
    operations: list.operations.map(({ operation, phases }) => {
      const remaining = remainingOf(operation, list.now);
      const hasEnded = isTerminal(operation.status);
      return {
        operationId: operation.id,
        operationType: operation.type,
        operationName: operation.name,
        status: operation.status,
        progress: operation.progress,
        priority: operation.priority,
        ...(operation.startedAt === null ? {} : { startTime: timeText(operation.startedAt) }),
        ...(operation.endedAt === null ? {} : { endTime: timeText(operation.endedAt) }),
        ...(operation.startedAt === null || operation.endedAt === null
          ? {}
          : { duration: durationText((operation.endedAt.getTime() - operation.startedAt.getTime()) / 1000) }),
        ...(hasEnded && operation.processedRecords !== null ? { recordsProcessed: operation.processedRecords } : {}),
        ...(remaining === null
          ? {}
          : { estimatedCompletion: timeText(new Date(list.now.getTime() + 1000 * remaining.highSec)) }),
        ...(hasEnded || operation.currentPhase === null ? {} : { currentPhase: operation.currentPhase }),
        ...(operation.status !== "Running" || operation.usage === null
          ? {}
          : { resourceUsage: listedUsage(operation.usage) }),
        ...(query.includeDetails
          ? {
              ...(operation.executionId === null
                ? {}
                : { execution: presentExecution(operation, operation.executionId) }),
              phases: presentPhases(operation, phases, list.now),
            }
          : {}),
      };
    }),
    summary: {
      totalOperations: total,
      running,
      completed,
      failed,
      cancelled,
      ...(isPartial ? { isPartial } : {}),
    },
    page: query.page,
    pageSize: size,
    hasNextPage: list.hasNextPage,
  };
}

function listedUsage(usage: Parameters<typeof presentUsage>[0]): NonNullable<ListedOperation["resourceUsage"]> {
  const { cpuUsage, memoryUsage } = presentUsage(usage);
  return { ...(cpuUsage === undefined ? {} : { cpuUsage }), ...(memoryUsage === undefined ? {} : { memoryUsage }) };
}

const writeCursor = (cursor: ListCursor): string =>
  Buffer.from(JSON.stringify([cursor.createdAt, cursor.id])).toString("base64url");

function readCursor(text: string): ListCursor {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (
      Array.isArray(value) &&
      typeof value[0] === "string" &&
      typeof value[1] === "string" &&
      EXACT_TIME.test(value[0]) &&
      readMoment(value[0]) !== null &&
      !value[1].includes("\0")
    ) {
      return { createdAt: value[0], id: value[1] };
    }
  } catch {
    // set below
  }
  throw new DomainError("validation_failed", "cursor is not one that this API gave", {
    errors: [{ pointer: "?cursor", detail: "take it from the Link header of an earlier page" }],
  });
}
