import {
  claimOperation,
  commitPhase,
  patientLimits,
  startPhase,
  trialOperation,
  useTestDatabase,
} from "@longhaul/testing";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  createDb,
  createOperation,
  expireOperations,
  findDataset,
  listDatasets,
  type Db,
  type DerivedDataset,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const leaseMs = 10_000;

async function runningOperation() {
  const scope = { tenantId: randomUUID(), projectId: randomUUID() };
  const operation = trialOperation(scope, { type: "DataEnrichment", phases: [{ name: "Export", weight: 1 }] });
  const { id: operationId } = operation;
  await createOperation(db, operation);
  const claim = { operationId, executionId: `exec-${randomUUID()}`, workerNode: "w", leaseMs };
  const epoch = (await claimOperation(db, claim))?.operation.epoch ?? 0;
  await startPhase(db, { operationId, epoch, phaseIdx: 0, leaseMs });
  return { scope, operationId, epoch };
}

const derived = (operationId: string): DerivedDataset => ({
  id: randomUUID(),
  name: "log, cleaned",
  fileName: "log.parquet",
  tableKey: "datasets/x/table.parquet",
  tableBytes: 123,
  sha256: "00",
  columns: [{ name: "case_id", type: "VARCHAR", nulls: 0 }],
  quality: { score: 100, errors: [] },
  detected: { doubts: [] },
  events: 5,
  cases: 2,
  activities: 3,
  timeStart: "2024-01-01T00:00:00.000000Z",
  timeEnd: "2024-01-02T00:00:00.000000Z",
  lineage: { derivedFrom: { datasetId: randomUUID(), operationId } },
});

const commitOf = (operationId: string, epoch: number, dataset: DerivedDataset) => ({
  operationId,
  epoch,
  leaseMs,
  phaseIdx: 0,
  phaseName: "Export",
  percentage: 50,
  fingerprint: "f",
  output: { results: {}, outputDatasetId: dataset.id },
  files: {},
  artifacts: [],
  detail: {},
  dataset,
});

it("makes an operation's dataset with the phase's commit, for the owner of the epoch only, and once", async () => {
  const { scope, operationId, epoch } = await runningOperation();
  const dataset = derived(operationId);
  expect(await commitPhase(db, commitOf(operationId, epoch - 1, { ...dataset, id: randomUUID() }))).toBe(false);
  expect(await commitPhase(db, commitOf(operationId, epoch, dataset))).toBe(true);
  expect(await commitPhase(db, commitOf(operationId, epoch, { ...dataset, id: randomUUID() }))).toBe(false);

  const { datasets } = await listDatasets(db, scope, { size: 10, offset: 0 });
  expect(datasets).toHaveLength(1);
  expect(await findDataset(db, scope, dataset.id)).toMatchObject({
    status: "Ready",
    name: dataset.name,
    events: 5,
    cases: 2,
    activities: 3,
    errorRecords: 0,
    tableKey: dataset.tableKey,
    tableBytes: 123,
    columns: dataset.columns,
    lineage: dataset.lineage,
    detected: dataset.detected,
    createdBy: "ann",
    timeEnd: new Date("2024-01-02T00:00:00Z"),
  });
});

it("keeps the dataset when the operation that made it expires", async () => {
  const { scope, operationId, epoch } = await runningOperation();
  const dataset = derived(operationId);
  await commitPhase(db, commitOf(operationId, epoch, dataset));
  await db.query(
    "UPDATE operations SET status = 'Completed', progress = 100, ended_at = now() - interval '9 days' WHERE id = $1",
    [operationId],
  );
  const expired = await expireOperations(db, { defaultDays: 1, limit: 10 });
  expect(expired.map(({ id }) => id)).toEqual([operationId]);
  expect(await findDataset(db, scope, dataset.id)).toMatchObject({ status: "Ready", lineage: dataset.lineage });
});
