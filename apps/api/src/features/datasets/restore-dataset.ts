import { randomUUID } from "node:crypto";
import type { Request, Response } from "express";
import type { DatasetRestore } from "@longhaul/contracts";
import { restoreVersion } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { validationFailed } from "../../http/read-request.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { inTransaction, runIdempotent, type KeyHonored } from "../../answers/run-idempotent.ts";
import { datasetPath, presentDataset } from "./present-dataset.ts";
import { lockTarget } from "./version-target.ts";

/** POST …/datasets/{datasetId}/restore: an earlier version again, as the newest one; nothing is read or copied. */
export function restoreDataset(ctx: ApiContext) {
  return async (
    req: Request,
    res: Response,
    { body: { version } }: Given<unknown, DatasetRestore>,
  ): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const createdBy = principalOf(req).subject;
    const work = inTransaction(ctx, async (tx) => {
      const { versionOf } = await lockTarget(tx, req, "restore");
      const restored = await restoreVersion(tx, { id: randomUUID(), ...versionOf, from: version, createdBy });
      if (restored === null) {
        const detail = "names no version of the dataset that is ready; see GET …/versions";
        throw validationFailed([{ pointer: "/version", detail }]);
      }
      const answer = presentDataset(restored);
      const headers = { Location: datasetPath(scope, restored.datasetId) };
      return { result: restored.id, answer: { statusCode: 201, headers, body: JSON.stringify(answer) } };
    });
    return runIdempotent(ctx, req, res, scope, work);
  };
}
