import { randomUUID } from "node:crypto";
import { claimOperation, commitPhase, patientLimits, startPhase, trialWork, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  cancelOperation,
  claimDataset,
  completeImport,
  completeOperation,
  createDataset,
  createDb,
  createOperation,
  dataRefusal,
  failImport,
  failOperation,
  findDataset,
  findOperation,
  isDataRefusal,
  readPhaseResults,
  recordProgress,
  storeAnswer,
  type Db,
} from "./index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const scope = { tenantId: randomUUID(), projectId: randomUUID() };
const leaseMs = 10_000;

/** A NUL, both halves of surrogate pairs alone, and text that only looks like an escape. */
const HOSTILE = "a\0b\ud800c\udc00d\\u0000";
const KEPT = "a\uFFFDb\uFFFDc\uFFFDd\\u0000";
const hostileJson = { [HOSTILE]: [HOSTILE, { deep: HOSTILE }] };
const keptJson = { [KEPT]: [KEPT, { deep: KEPT }] };

async function claimed(): Promise<{ operationId: string; epoch: number }> {
  const id = `op-${randomUUID()}`;
  await createOperation(db, {
    id,
    ...scope,
    ...trialWork,
    name: HOSTILE,
    description: HOSTILE,
    parameters: hostileJson,
    notifications: hostileJson,
    createdBy: HOSTILE,
    phases: [{ name: "Load", weight: 1 }],
  });
  const claim = await claimOperation(db, { operationId: id, executionId: HOSTILE, workerNode: HOSTILE, leaseMs });
  return { operationId: id, epoch: claim?.operation.epoch ?? 0 };
}

async function claimedUpload(): Promise<{ datasetId: string; epoch: number }> {
  const id = randomUUID();
  const file = { name: HOSTILE, fileName: HOSTILE, mapping: { caseId: HOSTILE }, sourceKey: "s", sha256: "0" };
  await createDataset(db, { id, ...scope, ...file, sizeBytes: 1, createdBy: HOSTILE });
  const claim = await claimDataset(db, { datasetId: id, leaseMs });
  return { datasetId: id, epoch: claim?.epoch ?? 0 };
}

describe("text that Postgres can't hold", () => {
  it("is kept with replacement characters in all that an operation says of itself", async () => {
    const owned = await claimed();
    await startPhase(db, { ...owned, phaseIdx: 0, leaseMs });
    const percentages = { percentage: 5, phaseProgress: 5 };
    await recordProgress(db, { ...owned, leaseMs, phaseIdx: 0, ...percentages, detail: { currentActivity: HOSTILE } });
    expect((await findOperation(db, scope, owned.operationId))?.phases[0]?.detail).toEqual({ currentActivity: KEPT });
    const artifact = {
      id: randomUUID(),
      type: HOSTILE,
      format: "CSV",
      mediaType: "text/csv",
      sizeBytes: 1,
      sha256: "0",
    };
    await commitPhase(db, {
      ...owned,
      leaseMs,
      phaseIdx: 0,
      phaseName: HOSTILE,
      percentage: 99,
      fingerprint: HOSTILE,
      output: { results: hostileJson },
      files: { [HOSTILE]: HOSTILE },
      artifacts: [{ ...artifact, name: HOSTILE, fileName: HOSTILE, storageKey: HOSTILE, description: HOSTILE }],
      detail: hostileJson,
    });
    await completeOperation(db, { ...owned, summary: hostileJson });
    const view = await findOperation(db, scope, owned.operationId);
    expect(view?.operation).toMatchObject({
      status: "Completed",
      name: KEPT,
      description: KEPT,
      parameters: keptJson,
      workerNode: KEPT,
      summary: keptJson,
    });
    const results = Buffer.concat(await Array.fromAsync(readPhaseResults(db, owned.operationId, 0))).toString();
    expect(JSON.parse(results)).toMatchObject(keptJson);
  });

  it("is kept so in errors, reasons, uploads, and answers given again", async () => {
    const failing = await claimed();
    await failOperation(db, { ...failing, error: { code: "x", message: HOSTILE, details: hostileJson } });
    expect((await findOperation(db, scope, failing.operationId))?.operation.error).toMatchObject({ message: KEPT });

    const { operationId } = await claimed();
    const how = { preservePartialResults: true, forceTermination: false, notifyCallbacks: true };
    await cancelOperation(db, scope, { operationId, reason: HOSTILE, cancelledBy: HOSTILE, ...how });
    expect((await findOperation(db, scope, operationId))?.operation.cancellation).toMatchObject({ reason: KEPT });

    const refused = await claimedUpload();
    await failImport(db, refused, { code: "x", message: HOSTILE, columns: [HOSTILE] });
    expect(await findDataset(db, scope, refused.datasetId)).toMatchObject({
      name: KEPT,
      mapping: { caseId: KEPT },
      error: { message: KEPT, columns: [KEPT] },
    });
    const read = await claimedUpload();
    await completeImport(db, read, {
      tableKey: "t",
      tableBytes: 1,
      format: "csv",
      detected: hostileJson,
      columns: [{ name: HOSTILE }],
      quality: hostileJson,
      events: 1,
      cases: 1,
      activities: 1,
      errorRecords: 0,
      timeStart: "2024-01-01T00:00:00Z",
      timeEnd: "2024-01-01T00:00:00Z",
    });
    expect(await findDataset(db, scope, read.datasetId)).toMatchObject({ status: "Ready", columns: [{ name: KEPT }] });

    const key = { ...scope, route: HOSTILE, key: HOSTILE, requestHash: "h" };
    await db.withTransaction((tx) =>
      storeAnswer(tx, key, { statusCode: 202, headers: { [HOSTILE]: "x" }, body: HOSTILE }),
    );
  });

  it("tells what is refused for its data from what failed for another reason", async () => {
    const reasonOf = (text: string, values?: unknown[]): Promise<unknown> =>
      db.query(text, values).then(
        () => null,
        (err: unknown) => err,
      );
    const tooBig = await reasonOf("SELECT $1::bigint", ["99999999999999999999"]);
    const noJson = await reasonOf("SELECT $1::jsonb", ["{"]);
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;
    const endless = await reasonOf("SELECT $1::jsonb", [loop]);
    const misspelt = await reasonOf("SELEKT 1");
    await db.query(
      "CREATE TABLE refusals (id int PRIMARY KEY, n int NOT NULL CHECK (n > 0), of int REFERENCES refusals)",
    );
    await db.query("INSERT INTO refusals VALUES (1, 1)");
    const missing = await reasonOf("INSERT INTO refusals VALUES (2, NULL)");
    const forbidden = await reasonOf("INSERT INTO refusals VALUES (2, 0)");
    const deep = await reasonOf("SELECT $1::jsonb", [`${"[".repeat(100_000)}${"]".repeat(100_000)}`]);
    const twice = await reasonOf("INSERT INTO refusals VALUES (1, 1)");
    const orphan = await reasonOf("INSERT INTO refusals VALUES (2, 1, 3)");
    const refused = [tooBig, noJson, endless, missing, forbidden, deep];
    expect(refused.map(isDataRefusal)).toEqual(refused.map(() => true));
    // A row that is there already, or one that is gone, may be a race: it says nothing about the data.
    const failed = [misspelt, twice, orphan, new Error("gone")];
    expect(failed.map(isDataRefusal)).toEqual(failed.map(() => false));
    expect(failed.map(dataRefusal)).toEqual(failed.map(() => null));
    expect(dataRefusal(tooBig)).toContain("out of range");
    expect(dataRefusal(forbidden)).not.toContain("refusals");
  });
});
