import type { Request, Response } from "express";
import type { AuditQuery } from "@longhaul/contracts";
import { findAuditChain, listAudit, type AuditEntry, type AuditFilter } from "@longhaul/db";
import { DomainError, endOf, startOf } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { linkNextPage } from "../../answers/link-next-page.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";

const MAX_PAGE_SIZE = 1000;

/** GET …/async/audit: a page of the log, as JSON or, for who prefers `application/x-ndjson`, an entry a line. */
export function getAudit(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<AuditQuery>): Promise<void> => {
    const { tenantId, projectId } = scopeOf(req);
    const isWhole = query.scope === "tenant";
    if (isWhole && principalOf(req).tenants.get(tenantId)?.projects !== "*")
      throw new DomainError(
        "forbidden",
        "scope=tenant is for who covers all of the tenant's projects (`projects` is `*`)",
      );
    const size = Math.min(MAX_PAGE_SIZE, query.pageSize);
    const place =
      query.order === "chain" ? { after: query.cursor ?? 0 } : { before: query.cursor ?? Number.MAX_SAFE_INTEGER };
    const filter = { ...filterOf(query), ...(isWhole ? {} : { projectId }) };
    // The ends first: the chain may grow meanwhile, and what it has grown by is no fault of it.
    const chain = await findAuditChain(ctx.db, tenantId);
    const found = await listAudit(ctx.db, tenantId, filter, place, size + 1);
    const page = found.slice(0, size);
    const hasNextPage = found.length > size;
    const nextCursor = page.at(-1)?.seq;
    if (hasNextPage && nextCursor !== undefined) linkNextPage(ctx, req, res, String(nextCursor));
    const entries = page.map(presentEntry);
    res.vary("Accept");
    if (req.accepts(["application/json", "application/x-ndjson"]) === "application/x-ndjson") {
      res.type("application/x-ndjson").send(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
      return;
    }
    res.json({
      entries,
      chain,
      hasNextPage,
      ...(nextCursor === undefined ? {} : { nextCursor }),
    });
  };
}

const presentEntry = ({ seq, time, hash, body }: AuditEntry) => ({ seq, time, hash, call: body });

const filterOf = ({ action, subject, outcome, since, until }: AuditQuery): AuditFilter => ({
  ...(action === undefined ? {} : { action }),
  ...(subject === undefined ? {} : { subject }),
  ...(outcome === undefined ? {} : { outcome }),
  ...(since === undefined ? {} : { since: startOf(since) }),
  ...(until === undefined ? {} : { until: endOf(until) }),
});
