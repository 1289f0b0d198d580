import { randomUUID } from "node:crypto";
import { createDataset } from "@longhaul/db";
import type { TestApi } from "./use-api.ts";

/** Makes a dataset as an import would leave it. */
export async function readyDataset(api: TestApi, status = "Ready"): Promise<string> {
  const id = randomUUID();
  const { fleetDb: db } = api.ctx();
  await createDataset(db, {
    id,
    tenantId: api.tenantId,
    projectId: api.projectId,
    name: "log",
    fileName: "log.csv",
    mapping: {},
    sizeBytes: 9,
    sha256: "0",
    sourceKey: `datasets/${id}`,
    createdBy: "ann",
  });
  await db.query(
    "UPDATE datasets SET status = $2, events = 187250, cases = 9, activities = 4, error_records = 0, error = $3 WHERE id = $1",
    [id, status, status === "Failed" ? { code: "NoEvents", message: "it has no events" } : null],
  );
  return id;
}
