import { randomUUID } from "node:crypto";
import { useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asTenants, createDb, sealAudit, writeAudit, type AuditBody, type Db } from "../index.ts";

const database = useTestDatabase();
let api: Db;
let worker: Db;
beforeAll(() => {
  api = createDb({ databaseUrl: database.url, applicationName: "test-api", role: "longhaul_api" });
  worker = createDb({ databaseUrl: database.url, applicationName: "test-worker", role: "longhaul_worker" });
});
afterAll(async () => Promise.all([api.close(), worker.close()]));

const body = (outcome: AuditBody["outcome"]): AuditBody => ({
  projectId: randomUUID(),
  action: "cancelOperation",
  subject: "ann",
  target: {},
  fields: [],
  requestId: "req",
  address: "",
  outcome,
});

/** Notes a call's beginning and end, as requests do. */
async function noteCall(tenantId: string): Promise<string> {
  const id = randomUUID();
  const write = async (outcome: AuditBody["outcome"], hasEnded: boolean): Promise<void> =>
    asTenants([tenantId], async () => writeAudit(api, [{ id, tenantId, body: body(outcome), hasEnded }]));
  await write("unknown", false);
  await write("done", true);
  return id;
}
const sealed = async (tenantId: string): Promise<string[]> => {
  await sealAudit(worker, 100);
  const { rows } = await worker.query<{ outcome: string }>("SELECT outcome FROM audit_entries WHERE tenant_id = $1", [
    tenantId,
  ]);
  return rows.map(({ outcome }) => outcome);
};

describe("a call in the audit log's inbox", () => {
  it.each([
    ["deleted", "DELETE FROM audit_inbox"],
    ["given to another tenant", "UPDATE audit_inbox SET tenant_id = gen_random_uuid()"],
    ["kept from its sealing", "UPDATE audit_inbox SET at = 'infinity', has_ended = false"],
    ["taken with the table's other rows", "TRUNCATE audit_inbox"],
  ])("is sealed, and can't be %s by the API", async (_what, sql) => {
    const tenantId = randomUUID();
    await noteCall(tenantId);
    await expect(asTenants([tenantId], async () => api.query(sql))).rejects.toThrow(
      "permission denied for table audit_inbox",
    );
    expect(await sealed(tenantId)).toEqual(["done"]);
  });

  it("is sealed as it ended, whatever is written about it later", async () => {
    const tenantId = randomUUID();
    const id = await noteCall(tenantId);
    await asTenants([tenantId], async () => {
      await api.query(`UPDATE audit_inbox SET body = replace(body, 'done', 'refused'), has_ended = false`);
      await writeAudit(api, [{ id, tenantId, body: body("failed"), hasEnded: true }]);
    });
    expect(await sealed(tenantId)).toEqual(["done"]);
  });
});
