import type { Request } from "express";
import { findNewestVersion, findNumberedVersion, type DatasetRecord, type Sql } from "@longhaul/db";
import { guidParameter, notFound, scopeOf } from "../../http/request-scope.ts";
import { validationFailed } from "../../http/read-request.ts";

/**
 * The version that a request names, else the newest one of the dataset in its path, ready or not.
 * @param named the number of the version, and where the request says it
 * @throws DomainError where there is none
 */
export async function versionOfRequest(
  sql: Sql,
  req: Request,
  named: { readonly version: number | undefined; readonly pointer: string },
): Promise<DatasetRecord> {
  const scope = scopeOf(req);
  const datasetId = guidParameter(req, "datasetId");
  const newest = await findNewestVersion(sql, scope, datasetId);
  if (newest === null) throw notFound();
  if (named.version === undefined) return newest.newest;
  const found = await findNumberedVersion(sql, scope, datasetId, named.version);
  if (found === null) {
    const detail = "names no version of the dataset; see GET …/versions";
    throw validationFailed([{ pointer: named.pointer, detail }]);
  }
  return found;
}
