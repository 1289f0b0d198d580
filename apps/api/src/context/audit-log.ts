import { randomUUID } from "node:crypto";
import type { Request, Response } from "express";
import { asTenants, writeAudit, type AuditBody, type AuditWrite, type Db, type Rest } from "@longhaul/db";
import type { Logger } from "@longhaul/runtime";
import { runTogether } from "@longhaul/stores";
import { requestIdOf } from "../http/request-id.ts";
import { principalOf, scopeOf } from "../http/request-scope.ts";
import { changesOf } from "./note-change.ts";

/** Notes calls that may change something. */
export interface AuditLog {
  /**
   * Keeps that a call begins, and what becomes of it. What follows may change things: they never change without a note,
   * and are not changed when it can't be made. @param action the endpoint's id
   */
  begin(req: Request, res: Response, action: string): Promise<void>;
  /** Resolves when what has ended is kept. */
  settled(): Promise<void>;
}

const LIMITS = { maxRuns: 2, maxTogether: 200, besideAfterMs: 25 };
const MAX_FIELDS = 50;
const MAX_TEXT = 500;

export function createAuditLog(db: Db, rest: Rest, logger: Logger): AuditLog {
  const write = runTogether(LIMITS, async (writes: readonly AuditWrite[]) => {
    const tenantIds = [...new Set(writes.map(({ tenantId }) => tenantId))];
    await asTenants(tenantIds, async () => writeAudit(db, writes));
    rest.wake();
    return writes;
  });
  const ending = new Set<Promise<unknown>>();
  return {
    async begin(req, res, action) {
      const { tenantId } = scopeOf(req);
      const call = { id: randomUUID(), tenantId };
      const body = describeCall(req, res, action);
      res.once("close", () => {
        const end = write({ ...call, body: { ...body, ...endOf(res) }, hasEnded: true }).catch((err: unknown) =>
          logger.warn(
            { err, requestId: body.requestId },
            "the end of a call is not in the audit log, its beginning is",
          ),
        );
        ending.add(end);
        void end.finally(() => ending.delete(end));
      });
      await write({ ...call, body, hasEnded: false });
    },
    async settled() {
      await Promise.all(ending);
    },
  };
}

function describeCall(req: Request, res: Response, action: string): AuditBody {
  const { tenantId: _tenant, projectId: _project, ...target } = req.params;
  const { projectId } = scopeOf(req);
  const given: unknown = req.body;
  const fields = typeof given === "object" && given !== null ? Object.keys(given) : [];
  return {
    projectId,
    action,
    subject: short(principalOf(req).subject),
    target: Object.fromEntries(Object.entries(target).map(([name, id]) => [name, short(String(id))])),
    fields: fields.slice(0, MAX_FIELDS).map(short),
    requestId: requestIdOf(res),
    address: req.ip ?? "",
    outcome: "unknown",
  };
}

const short = (text: string): string => text.slice(0, MAX_TEXT).toWellFormed().replaceAll("\0", "");

function endOf(res: Response): Partial<AuditBody> {
  if (!res.writableFinished) return {};
  const { statusCode: status } = res;
  const location = res.getHeader("Location");
  const changes = status < 400 ? changesOf(res) : [];
  return {
    outcome: status < 400 ? "done" : status < 500 ? "refused" : "failed",
    status,
    ...(typeof location === "string" ? { location } : {}),
    ...(changes.length > 0 ? { changes } : {}),
    ...(res.hasHeader("Idempotent-Replayed") ? { isReplay: true } : {}),
  };
}
