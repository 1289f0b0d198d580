import { randomUUID } from "node:crypto";
import { asTenants } from "@longhaul/db";
import { describe, expect, it, vi } from "vitest";
import { TRIAL } from "../test/drive-operation.ts";
import { useApi } from "../test/use-api.ts";

const api = useApi();

/** Answers of the statement that reads statuses: whether each has more than whether its operation has changed. */
function spyReads(): (readonly boolean[])[] {
  const reads: boolean[][] = [];
  const { db } = api.ctx();
  const query = db.query.bind(db);
  vi.spyOn(db, "query").mockImplementation(async (statement, values) => {
    const answer = await query(statement, values);
    if (typeof statement === "object" && statement.name === "find-statuses")
      reads.push(answer.rows.map((row) => (row as { operation: unknown }).operation !== null));
    return answer;
  });
  return reads;
}

describe("an operation that is polled", () => {
  it("is read whole once, and again when it has changed, also where its version has not", async () => {
    const { operationId } = (await api.call("/async/operation", { json: TRIAL })).body;
    const reads = spyReads();
    const poll = async () => (await api.call(`/async/operation/${operationId}`)).body;
    const first = await poll();
    expect(first).toMatchObject({ operationId, status: "Initiated" });
    const before = reads.length;
    expect(await poll()).toMatchObject({
      operationId,
      phases: first["phases"].map(({ phaseName }: never) => ({ phaseName })),
    });
    expect(reads.slice(before).flat()).not.toContain(true);
    const { fleetDb } = api.ctx();
    await fleetDb.query(
      "UPDATE operations SET worker_node = 'w', execution_id = 'e', status = 'Running' WHERE id = $1",
      [operationId],
    );
    expect(await poll()).toMatchObject({ status: "Running", execution: { workerNode: "w" } });
    expect(reads.at(-1)).toEqual([true]);
  });

  it("is told to nobody else, and to nobody once it is gone", async () => {
    const { operationId } = (await api.call("/async/operation", { json: TRIAL })).body;
    const { statusReads, fleetDb } = api.ctx();
    const find = async (tenantId: string, projectId: string) =>
      asTenants([tenantId], async () => statusReads.find({ tenantId, projectId }, operationId));
    const own = async () => (await find(api.tenantId, api.projectId))?.operation.id;
    expect(await own()).toBe(operationId);
    expect(await find(randomUUID(), api.projectId)).toBeNull();
    expect(await find(api.tenantId, randomUUID())).toBeNull();
    expect(await own()).toBe(operationId);
    await fleetDb.query("DELETE FROM operations WHERE id = $1", [operationId]);
    expect(await own()).toBeUndefined();
  });
});
