import type { Request } from "express";
import { findNewestVersion, lockDataset, type DatasetRecord, type NewDataset, type Sql, type Tx } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import { requireMatch } from "../../http/etag.ts";
import { guidParameter, notFound, scopeOf } from "../../http/request-scope.ts";
import { requireLog } from "./require-log.ts";

/** How a request changes a dataset: by a version whose number follows on the newest one. */
export type VersionChange = "append" | "replace" | "restore";

const MOST_VERSIONS = 1000;

/** The newest version, which the new one follows. */
export interface VersionTarget {
  readonly newest: DatasetRecord;
  readonly versionOf: NonNullable<NewDataset["versionOf"]>;
}

type Newest = Awaited<ReturnType<typeof lockDataset>>;

/** Judges a change before its file is received, which may be large. @throws DomainError as `lockTarget` */
export async function judgeTarget(sql: Sql, req: Request, change: VersionChange): Promise<void> {
  judge(req, change, await findNewestVersion(sql, scopeOf(req), guidParameter(req, "datasetId")));
}

/**
 * Reserves the number of the version that a change makes, until the transaction ends. A concurrent change gets the next number.
 * @throws DomainError when there is no such dataset, it is not as the client knows it (`If-Match`), or can't be changed
 */
export async function lockTarget(tx: Tx, req: Request, change: VersionChange): Promise<VersionTarget> {
  const newest = judge(req, change, await lockDataset(tx, scopeOf(req), guidParameter(req, "datasetId")));
  return { newest, versionOf: { datasetId: newest.datasetId, version: newest.version + 1, change } };
}

function judge(req: Request, change: VersionChange, found: Newest): DatasetRecord {
  if (found === null) throw notFound();
  const { newest, hopeful } = found;
  requireMatch(req, String(newest.version));
  if (change === "append" && hopeful === 0)
    throw new DomainError(
      "conflict",
      "no version of the dataset was read, so that there is nothing to append to; use replace",
    );
  // That of one that is being imported isn't known yet; the import judges it.
  if (change === "append") requireLog(newest);
  if (newest.version >= MOST_VERSIONS)
    throw new DomainError(
      "conflict",
      `the dataset has ${MOST_VERSIONS} versions, which is the most; export it and upload it as another one`,
    );
  return newest;
}
