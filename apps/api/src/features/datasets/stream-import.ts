import type { Request, Response } from "express";
import type { DatasetEventsQuery } from "@longhaul/contracts";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { scopeOf } from "../../http/request-scope.ts";
import { streamEvents } from "../live/stream-events.ts";
import { versionOfRequest } from "./version-of-request.ts";

const LAST_TYPES: ReadonlySet<string> = new Set(["dataset.ready", "dataset.failed", "dataset.cancelled"]);

/** GET …/datasets/{datasetId}/events: events of the import of one version, from its start to its end. */
export function streamImport(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<DatasetEventsQuery>): Promise<void> => {
    const { id } = await versionOfRequest(ctx.db, req, { version: query.version, pointer: "?version" });
    await streamEvents(ctx, req, res, {
      scope: scopeOf(req),
      subject: { datasetId: id },
      wants: (event) => event.datasetId === id,
      isLast: (event) => LAST_TYPES.has(event.type),
      fromStart: true,
    });
  };
}
