import { batch, enrichment, keys, largeBatch, list, trial, type Batch } from "./bodies.ts";
import { ROUNDS, type WorstClient } from "./worst-client.ts";

/** Requests about batches and about operations without results. */
export async function measureOperations({ base, make, measure }: WorstClient): Promise<void> {
  const operation = await make<{ operationId: string }>({ path: `${base}/async/operation`, json: trial });
  const one = `${base}/async/operation/${operation.operationId}`;
  await measure("startBatch", "1,000 × 90 dependencies", { path: `${base}/async/batch`, json: largeBatch(90) });
  const dense = await make<Batch>({ path: `${base}/async/batch`, json: largeBatch(90) });
  const newBatches = async (width: number): Promise<Batch[]> => {
    const made: Batch[] = [];
    for (let round = 0; round < ROUNDS; round++)
      made.push(await make({ path: `${base}/async/batch`, json: largeBatch(width) }));
    return made;
  };
  const sparse = await make<Batch>({ path: `${base}/async/batch`, json: largeBatch(8) });
  const of = ({ batchId }: Batch): string => `${base}/async/batch/${batchId}`;
  let key = 0;
  await measure("startBatch", "the same with Idempotency-Key", () => ({
    path: `${base}/async/batch`,
    json: largeBatch(90),
    headers: { "idempotency-key": `key-${key++}` },
  }));
  await measure("getBatch", "plain", { path: of(dense) });
  await measure("listBatches", "plain", { path: `${base}/async/batches?pageSize=100` });
  await measure("getBatchGraph", "svg, 90 dependencies", { path: `${of(dense)}/graph` });
  await measure("getBatchGraph", "svg, 8 dependencies", { path: `${of(sparse)}/graph` });
  await measure("getBatchGraph", "dot", { path: `${of(dense)}/graph?format=dot` });
  for (const width of [8, 90]) {
    const doomed = await newBatches(width);
    await measure("cancelBatch", `1,000 × ${width} dependencies`, () => ({
      method: "DELETE",
      path: of(doomed.pop() ?? sparse),
    }));
  }
  const failing = await newBatches(90);
  const firsts = failing.map(({ operations: [first] }) => `${base}/async/operation/${first?.operationId}`);
  await measure("cancelOperationByPost", "what 999 others depend on", (round) => ({
    path: `${firsts[round]}/cancel`,
    json: {},
  }));
  await measure("retryOperation", "which revives 999 others", (round) => ({
    path: `${firsts[round]}/retry?cascade=true`,
    json: {},
  }));
  await measure(
    "streamBatch",
    "all of 1,000",
    { path: `${of(failing[0] ?? sparse)}/events`, headers: { "last-event-id": "0" } },
    500_000,
  );
  await measure("listOperations", "100 with details", {
    path: `${base}/async/operations?pageSize=100&includeDetails=true`,
  });
  await measure("listOperations", "a long status filter", {
    path: `${base}/async/operations?status=${"Running,".repeat(1500)}Failed`,
  });
  await measure("startOperation", "rules of 2,000 long texts", {
    path: `${base}/async/operation`,
    json: enrichment({
      cleaningRules: ["map_activities", "map_resources"].map((rule) => ({
        rule,
        mapping: keys(1000, "é".repeat(150)),
      })),
    }),
  });
  await measure("startOperation", "trivial", { path: `${base}/async/operation`, json: trial });
  await measure("getOperation", "plain", { path: one });
  await measure("retryOperation", "a patch of 1,000 keys", {
    path: `${one}/retry?dryRun=true`,
    json: { modifyParameters: true, updatedParameters: keys(1000, "x".repeat(800)) },
  });
  await measure("cancelOperationByPost", "plain", { path: `${one}/cancel`, json: { reason: "r".repeat(2000) } });
  await measure("getResults", "detailed", { path: `${one}/results?format=detailed` });
  await measure("getResults", "download", { path: `${one}/results?format=download` });
}

/** Starts that the API refuses, with as many faults as a body has room for. */
export async function measureFaultyStarts({ base, measure }: WorstClient): Promise<void> {
  for (const [name, json] of [
    ["320,000 empty operations", batch(list(320_000, () => ({})))],
    [
      "1,000 operations with 100 dependencies that are numbers",
      batch(list(1000, () => ({ dependencies: list(100, () => 0) }))),
    ],
    [
      "90,000 unknown dependencies",
      batch(list(900, (idx) => ({ ...trial, operationKey: `k${idx}`, dependencies: list(100, (n) => `x${n}`) }))),
    ],
  ] as const)
    await measure("startBatch", name, { path: `${base}/async/batch`, json });
  for (const [name, json] of [
    ["70,000 unknown keys", { ...trial, ...keys(70_000, 1) }],
    ["108,000 unknown rules", enrichment({ cleaningRules: list(108_000, () => "zz") })],
    ["200,000 bad addresses", { ...trial, notifications: { email: list(200_000, () => "x") } }],
    [
      "9,000 bad texts of rules",
      enrichment({ cleaningRules: list(9, () => ({ rule: "map_activities", mapping: keys(990, "") })) }),
    ],
  ] as const)
    await measure("startOperation", name, { path: `${base}/async/operation`, json });
}
