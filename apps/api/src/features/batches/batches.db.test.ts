import { randomUUID } from "node:crypto";
import { completeOperation, failOperation } from "@longhaul/db";
import { claimOperation, commitPhase, describeEachBackend, startPhase, timed } from "@longhaul/testing";
import { describe, expect, it } from "vitest";
import { useApi, type Answer, type TestApi } from "../../test/use-api.ts";

const trial = (operationKey: string, dependencies: string[] = [], more: Record<string, unknown> = {}) => ({
  operationKey,
  operationName: `Trial ${operationKey}`,
  operationType: "TrialInline",
  dependencies,
  ...more,
});

/** What the product gives a statement. */
const STATEMENT_MS = 5000;

const DIAMOND = [
  trial("data-prep"),
  trial("left", ["data-prep"]),
  trial("right", ["data-prep"]),
  trial("end", ["left", "right"]),
];

const submit = (api: TestApi, operations: unknown[], more: Record<string, unknown> = {}) =>
  api.call("/async/batch", { json: { batchName: "Monthly pipeline", operations, ...more } });

/** Runs an operation as a worker would. */
async function run(api: TestApi, operationId: string): Promise<void> {
  const { fleetDb: db } = api.ctx();
  const claimed = await claimOperation(db, { operationId, executionId: "exec-1", workerNode: "w", leaseMs: 60_000 });
  const owned = { operationId, epoch: claimed?.operation.epoch ?? -1 };
  for (const phaseIdx of [0, 1, 2]) {
    await startPhase(db, { ...owned, leaseMs: 60_000, phaseIdx });
    await commitPhase(db, {
      ...owned,
      leaseMs: 60_000,
      phaseIdx,
      phaseName: `Trial Phase ${phaseIdx + 1}`,
      percentage: 30 * (phaseIdx + 1),
      fingerprint: "f",
      output: { results: {} },
      files: {},
      artifacts: [],
      detail: {},
    });
  }
  expect(await completeOperation(db, { ...owned, summary: {} })).toBe(true);
}

async function fail(api: TestApi, operationId: string): Promise<void> {
  const { fleetDb: db } = api.ctx();
  const claimed = await claimOperation(db, { operationId, executionId: "exec-1", workerNode: "w", leaseMs: 60_000 });
  const error = { code: "trial_failed", message: "told to" };
  expect(await failOperation(db, { operationId, epoch: claimed?.operation.epoch ?? -1, error })).toBe(true);
}

describeEachBackend("a batch over HTTP", (backend) => {
  const api = useApi(backend);

  it("is accepted, followed, and ends", async () => {
    const started = await submit(api, DIAMOND, { batchDescription: "all of it" });
    expect(started.status).toBe(202);
    const { batchId, operations } = started.body as { batchId: string; operations: { operationId: string }[] };
    expect(started.headers.get("location")).toBe(`/api/${api.tenantId}/${api.projectId}/async/batch/${batchId}`);
    expect(started.body).toMatchObject({
      batchName: "Monthly pipeline",
      status: "Initiated",
      totalOperations: 4,
      operations: [
        { operationKey: "data-prep", status: "Initiated", dependencies: [], estimatedDuration: "1-2 seconds" },
        { operationKey: "left", status: "Pending", dependencies: ["data-prep"] },
        { operationKey: "right", status: "Pending", dependencies: ["data-prep"] },
        { operationKey: "end", status: "Pending", dependencies: ["left", "right"] },
      ],
      estimatedBatchDuration: "3-6 seconds",
    });
    expect(operations[0]?.operationId).toMatch(/^op-prep-/);
    const pending = await api.call("/async/operations?status=Pending");
    expect(pending.body["operations"]).toHaveLength(3);

    for (const operation of operations) await run(api, operation.operationId);
    const ended = await api.call(`/async/batch/${batchId}`);
    expect(ended.body).toMatchObject({
      status: "Completed",
      batchDescription: "all of it",
      progress: { percentage: 100, completed: 4, pending: 0, running: 0, failed: 0, cancelled: 0 },
    });
    expect(ended.body).not.toHaveProperty("estimatedBatchCompletion");
    const again = await api.call(`/async/batch/${batchId}`, {
      headers: { "if-none-match": ended.headers.get("etag") ?? "" },
    });
    expect(again.status).toBe(304);
    const stream = await api.call(`/async/batch/${batchId}/events`);
    const types = [...stream.text.matchAll(/^event: (.*)$/gm)].map((match) => match[1]);
    expect([types.filter((type) => type === "operation.completed").length, types[4], types.at(-1)]).toEqual([
      4,
      "batch.created",
      "batch.completed",
    ]);
  });

  it("is listed without its operations, newest first, page by page and by status", async () => {
    const ids: string[] = [];
    for (const [at, keys] of [["a", "b"], ["a"], ["a", "b", "c"]].entries()) {
      const { body } = await submit(
        api,
        keys.map((key) => trial(key)),
        { batchName: `Listed ${at}` },
      );
      ids.unshift(body["batchId"]);
      if (at === 0) for (const { operationId } of body["operations"]) await run(api, operationId);
      if (at === 1) await api.call(`/async/batch/${body["batchId"]}`, { method: "DELETE" });
    }
    const first = await api.call("/async/batches?pageSize=2");
    const second = await api.call("/async/batches?pageSize=2&page=2");
    expect(first.body).toMatchObject({ page: 1, pageSize: 2, hasNextPage: true });
    const listed = [...first.body["batches"], second.body["batches"][0]] as Record<string, unknown>[];
    expect(listed.map(({ batchId }) => batchId)).toEqual(ids);
    expect(listed[0]).not.toHaveProperty("operations");
    const none = { percentage: 0, pending: 0, running: 0, completed: 0, failed: 0, cancelled: 0 };
    expect(listed).toMatchObject([
      { batchName: "Listed 2", status: "Initiated", totalOperations: 3, progress: { ...none, pending: 3 } },
      { batchName: "Listed 1", status: "Cancelled", progress: { ...none, percentage: 100, cancelled: 1 } },
      { batchName: "Listed 0", status: "Completed", progress: { ...none, percentage: 100, completed: 2 } },
    ]);
    const cancelled = await api.call("/async/batches?status=cancelled");
    expect(new Set(cancelled.body["batches"].map((one: { status: string }) => one.status))).toEqual(
      new Set(["Cancelled"]),
    );
    expect((await api.call("/async/batches?status=Odd")).status).toBe(400);
  });

  it("is drawn with the statuses of its operations", async () => {
    const { body } = await submit(api, [trial("a"), trial('say "b"', ["a"])]);
    const dot = await api.call(`/async/batch/${body["batchId"]}/graph?format=dot`);
    expect(dot.text).toContain(`"${body["operations"][0].operationId}" -> "${body["operations"][1].operationId}"`);
    expect(dot.text).toContain('say \\"b\\"');
    const svg = await api.call(`/async/batch/${body["batchId"]}/graph`);
    expect([svg.headers.get("content-type"), svg.text.includes("<svg"), svg.text.includes("Pending 0 %")]).toEqual([
      "image/svg+xml; charset=utf-8",
      true,
      true,
    ]);
    expect((await api.call(`/async/batch/${body["batchId"]}/graph?format=png`)).status).toBe(400);
  });

  it("is drawn however large it is, and not again while nothing changes", async () => {
    const someBefore = (idx: number): string[] =>
      [0, 1, 2, 3, 4, 5, 6, 7].flatMap((place) =>
        idx === 0 ? [] : [`k${(7919 * place + 104_729 * (idx % 13)) % idx}`],
      );
    const { body } = await submit(
      api,
      Array.from({ length: 1000 }, (_, idx) => trial(`k${idx}`, [...new Set(someBefore(idx))])),
    );
    const path = `/async/batch/${body["batchId"]}/graph`;
    const svg = await api.call(path);
    expect([svg.status, svg.text.match(/<title>/g)?.length]).toEqual([200, 1000]);
    expect(svg.text).toContain("dependencies that follow from others are not drawn");
    const again = await api.call(path, { headers: { "if-none-match": svg.headers.get("etag") ?? "" } });
    expect(again.status).toBe(304);
    expect((await api.call(`${path}?format=dot`)).text.match(/ -> /g)?.length).toBeGreaterThan(5000);
  });

  it("is cancelled, by a body, a query or the alias, once", async () => {
    const { body } = await submit(api, DIAMOND);
    await run(api, body["operations"][0].operationId);
    const cancelled = await api.call(`/async/batch/${body["batchId"]}`, {
      method: "DELETE",
      json: { reason: "no longer needed" },
    });
    expect([cancelled.status, cancelled.body]).toMatchObject([
      200,
      {
        status: "Cancelled",
        reason: "no longer needed",
        operationsCancelled: 3,
        operationsCompleted: 1,
        cancelledBy: "ann",
      },
    ]);
    const again = await api.call(`/async/batch/${body["batchId"]}/cancel`, { method: "POST" });
    expect([again.status, again.body]).toEqual([200, cancelled.body]);
    const done = await submit(api, [trial("one")]);
    await run(api, done.body["operations"][0].operationId);
    expect((await api.call(`/async/batch/${done.body["batchId"]}`, { method: "DELETE" })).status).toBe(409);
  });

  it("is cancelled within the time of a statement, however many depend on each other", async () => {
    const keys = Array.from({ length: 1000 }, (_, at) => `k${at}`);
    const { body } = await submit(
      api,
      keys.map((key, at) => trial(key, keys.slice(Math.max(0, at - 8), at))),
    );
    const { result, idleMs } = await timed(() => api.call(`/async/batch/${body["batchId"]}`, { method: "DELETE" }));
    expect([result.status, result.body["status"]]).toEqual([200, "Cancelled"]);
    expect(idleMs).toBeLessThan(STATEMENT_MS);
  });

  it("goes on from a failed operation that is retried, with the dependents that were cancelled for its sake", async () => {
    const { body } = await submit(api, [
      ...DIAMOND,
      trial("other-sink", ["left"]),
      trial("bad"),
      trial("hopeless", ["left", "bad"]),
    ]);
    const idOf = (idx: number): string => body["operations"][idx].operationId as string;
    await run(api, idOf(0));
    await fail(api, idOf(1));
    await fail(api, idOf(5));
    await run(api, idOf(2));
    const ended = await api.call(`/async/batch/${body["batchId"]}`);
    expect(ended.body).toMatchObject({
      status: "PartiallyCompleted",
      progress: { completed: 2, failed: 2, cancelled: 3 },
    });

    const tooLow = await api.call(`/async/operation/${idOf(3)}/retry?cascade=true`, { json: {} });
    expect([tooLow.status, tooLow.body["error"].details]).toMatchObject([
      409,
      { operationKey: "left", status: "Failed" },
    ]);
    const retried = await api.call(`/async/operation/${idOf(1)}/retry?cascade=true`, { json: {} });
    expect(retried.status).toBe(202);
    const again = await api.call(`/async/operation/${idOf(1)}/retry?cascade=true`, { json: {} });
    expect([again.status, again.body["error"].details.operationId]).toEqual([409, retried.body["newOperationId"]]);

    const revived = await api.call(`/async/batch/${body["batchId"]}`);
    const { operations } = revived.body as {
      operations: { operationKey: string; operationId: string; status: string }[];
    };
    expect([
      revived.body["status"],
      operations.map((operation) => `${operation.operationKey} ${operation.status}`),
    ]).toEqual([
      "Running",
      [
        "data-prep Completed",
        "left Initiated",
        "right Completed",
        "end Pending",
        "other-sink Pending",
        "bad Failed",
        "hopeless Cancelled",
      ],
    ]);
    for (const idx of [1, 3, 4]) await run(api, operations[idx]?.operationId ?? "");
    const second = await api.call(`/async/batch/${body["batchId"]}`);
    expect(second.body).toMatchObject({
      status: "PartiallyCompleted",
      progress: { completed: 5, failed: 1, cancelled: 1 },
    });
    expect((await api.call(`/async/operation/${idOf(1)}`)).body["status"]).toBe("Failed");
    const single = await api.call("/async/operation", { json: { operationType: "TrialInline", operationName: "t" } });
    const noBatch = await api.call(`/async/operation/${single.body["operationId"]}/retry?cascade=true`, { json: {} });
    expect([noBatch.status, noBatch.body["errors"][0].pointer]).toEqual([400, "?cascade"]);
  });

  it("is accepted once for an Idempotency-Key", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const json = { batchName: "twice", operations: [trial("one")] };
    const first = await api.call("/async/batch", { json, headers });
    const second = await api.call("/async/batch", { json, headers });
    expect([second.status, second.body, second.headers.get("idempotent-replayed")]).toEqual([202, first.body, "true"]);
  });

  it("is cancelled once for an Idempotency-Key", async () => {
    const [one, two] = await Promise.all([submit(api, DIAMOND), submit(api, DIAMOND)]);
    const headers = { "idempotency-key": randomUUID() };
    const cancel = (batch: Answer, json: unknown): Promise<Answer> =>
      api.call(`/async/batch/${batch.body["batchId"]}/cancel`, { json, headers });
    const [first, second] = [await cancel(one, { reason: "r" }), await cancel(one, { reason: "r" })];
    expect([first.status, first.headers.get("idempotent-replayed")]).toEqual([200, null]);
    expect([second.status, second.headers.get("idempotent-replayed"), second.text]).toEqual([200, "true", first.text]);
    const other = await cancel(one, {});
    expect([other.status, other.body["error"].code]).toEqual([422, "idempotency_key_reused"]);
    expect((await api.call(`/async/batch/${two.body["batchId"]}`)).body["status"]).toBe("Initiated");
  });

  it("is nobody's but its project's", async () => {
    const { body } = await submit(api, [trial("one")]);
    const path = `/api/${api.tenantId}/${randomUUID()}/async/batch/${body["batchId"]}`;
    const token = await api.token({ tenants: { [api.tenantId]: { projects: "*", role: "admin" } } });
    for (const [method, tail] of [
      ["GET", ""],
      ["DELETE", ""],
      ["GET", "/graph"],
      ["GET", "/events"],
    ]) {
      const answer = await fetch(api.url(`${path}${tail}`), {
        method: method ?? "",
        headers: { authorization: `Bearer ${token}` },
      });
      expect(answer.status).toBe(404);
    }
  });
});

describe("a batch that can't work", () => {
  const api = useApi();
  const refused = async (operations: unknown[]) => {
    const answer = await submit(api, operations);
    expect(answer.status).toBe(400);
    return (answer.body["errors"] as { pointer: string; detail: string }[]).map(
      ({ pointer, detail }) => `${pointer} ${detail}`,
    );
  };

  it("is refused with all faults at once, and nothing of it is written", async () => {
    const faults = await refused([
      trial("a", ["a", "nobody"]),
      trial("a"),
      trial("b", [], { operationType: "TrialInline" }),
    ]);
    expect(faults).toEqual([
      '/operations/1/operationKey "a" is the key of operation 0, too; each operation needs one of its own',
      "/operations/0/dependencies/0 an operation can't depend on itself",
      '/operations/0/dependencies/1 "nobody" is the operationKey of no operation of this batch',
    ]);
    expect(await refused([trial("a", ["c"]), trial("b", ["a"]), trial("c", ["b"]), trial("d")])).toEqual([
      "/operations/0/dependencies the dependencies form a cycle: a → c → b → a",
    ]);
    const { rows } = await api.ctx().fleetDb.query("SELECT id FROM batches UNION ALL SELECT id FROM operations");
    expect(rows).toEqual([]);
  });

  it("is refused when it is too big, or a type or parameter is wrong", async () => {
    const many = Array.from({ length: 1001 }, (_, idx) => trial(`k${idx}`));
    expect((await refused(many))[0]).toContain("/operations ");
    const wide = Array.from({ length: 101 }, (_, idx) => trial(`k${idx}`));
    expect(
      (
        await refused([
          ...wide,
          trial(
            "sink",
            wide.map((operation) => operation.operationKey),
          ),
        ])
      )[0],
    ).toContain("/operations/101/dependencies");
    const faults = await refused([
      trial("a", [], { parameters: { phaseMs: -1 } }),
      trial("b", [], { parameters: { unknown: 1 } }),
    ]);
    expect(faults.map((fault) => fault.split(" ")[0])).toEqual([
      "/operations/0/parameters/phaseMs",
      "/operations/1/parameters/unknown",
    ]);
    expect((await refused([trial("a", [], { operationType: "Nothing" })]))[0]).toContain("/operations/0/operationType");
  });

  it("is refused when no dataset can reach an operation that needs one", async () => {
    const analysis = (key: string, dependencies: string[], parameters = {}) =>
      trial(key, dependencies, { operationType: "ProcessMiningAnalysis", parameters });
    expect(await refused([trial("a"), analysis("b", ["a"]), analysis("c", [])])).toEqual([
      "/operations/1/parameters/datasetId is required: the dataset to work on, as answered by POST …/datasets; none of its dependencies gives one",
      "/operations/2/parameters/datasetId is required: the dataset to work on, as answered by POST …/datasets",
    ]);
  });
});
