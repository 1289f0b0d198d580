import { randomUUID } from "node:crypto";
import { isIP } from "node:net";
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
  /**
   * The same for a call whose work writes the note itself (`ownNoteOf`), together with what it changes. Where the work fails, the
   * call is kept before it is answered to.
   */
  beginWith(req: Request, res: Response, action: string, work: () => Promise<void>): Promise<void>;
  /** Resolves when what has ended is kept. */
  settled(): Promise<void>;
}

/** The note of a call that is written by its own work. */
export interface OwnNote {
  /** The note as it is to be written, in the transaction of the work that is answered like this. */
  whenDone(status: number, location: string): { readonly id: string; readonly body: AuditBody };
  /** That transaction is committed. */
  isCommitted(): void;
}

const ownNotes = new WeakMap<Response, OwnNote>();

/** Undefined for a call that has been noted. */
export const ownNoteOf = (res: Response): OwnNote | undefined => ownNotes.get(res);

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
  /** Keeps how a call ends, but for an end that is kept already. It follows what is kept first. */
  const keepEnd = (res: Response, call: Call, first: Promise<unknown>, keptStatus: () => number | null): void => {
    res.once("close", () => {
      const end = first
        .catch(() => undefined)
        .then(async () => {
          const kept = keptStatus();
          // Where the client has gone, what was kept is what was done.
          if (kept !== null && (kept === res.statusCode || !res.writableFinished)) return;
          // An end that is kept stays: another one is an entry of its own.
          const id = kept === null ? call.id : randomUUID();
          await write({ ...call, id, body: { ...call.body, ...endOf(res) }, hasEnded: true });
        })
        .catch((err: unknown) =>
          logger.warn(
            { err, requestId: call.body.requestId },
            "the end of a call is not in the audit log, its beginning is",
          ),
        );
      ending.add(end);
      void end.finally(() => ending.delete(end));
    });
  };
  return {
    async begin(req, res, action) {
      const call = callOf(req, res, action);
      const begun = write({ ...call, hasEnded: false });
      keepEnd(res, call, begun, () => null);
      await begun;
    },
    async beginWith(req, res, action, work) {
      const call = callOf(req, res, action);
      let given: number | null = null;
      let committed: number | null = null;
      ownNotes.set(res, {
        whenDone(status, location) {
          given = status;
          return { id: call.id, body: { ...call.body, outcome: "done", status, location } };
        },
        isCommitted: () => (committed = given),
      });
      const done = work().catch(async (err: unknown) => {
        await write({ ...call, hasEnded: false });
        throw err;
      });
      keepEnd(res, call, done, () => committed);
      await done;
    },
    async settled() {
      await Promise.all(ending);
    },
  };
}

type Call = Pick<AuditWrite, "id" | "tenantId" | "body">;

const callOf = (req: Request, res: Response, action: string): Call => ({
  id: randomUUID(),
  tenantId: scopeOf(req).tenantId,
  body: describeCall(req, res, action),
});

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
    address: addressOf(req),
    outcome: "unknown",
  };
}

/** Whose address a trusted proxy names; where that is no address, the proxy's own. */
const addressOf = ({ ip, socket }: Request): string =>
  ip !== undefined && isIP(ip) > 0 ? ip : (socket.remoteAddress ?? "");

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
