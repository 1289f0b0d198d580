import { createDb, type Db } from "@longhaul/db";
import { createClient, type Client } from "@longhaul/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../wait-for.ts";
import { postgresBackend } from "../describe-each-backend.ts";
import { useService } from "./use-service.ts";
import { patientLimits } from "../patience.ts";

/** How many calls make the chain; `AUDIT_CALLS=10000` for the long run. */
const CALLS = Number(process.env["AUDIT_CALLS"] ?? 200);
const AT_ONCE = 20;

describe("the chain of the audit log", () => {
  const service = useService(postgresBackend());
  let client: Client;
  let db: Db;

  const untilSealed = async (): Promise<void> => {
    const left = async (): Promise<number> => {
      const { rows } = await db.query<{ n: number }>("SELECT count(*) AS n FROM audit_inbox");
      return rows[0]?.n ?? 0;
    };
    await waitFor(async () => (await left()) === 0, { what: "all calls to be sealed" });
  };

  beforeAll(async () => {
    const { tenantId } = service;
    const token = await service.mintToken({ tenants: { [tenantId]: { projects: "*", role: "admin" } } });
    client = createClient({ ...service.connection(), token, maxRetries: 0 });
    db = createDb({ databaseUrl: service.databaseUrl(), applicationName: "test", limits: patientLimits() });
    let sent = 0;
    const send = async (): Promise<void> => {
      // Some that change something, more that are refused.
      while (sent++ < CALLS)
        await (sent % Math.ceil(CALLS / 20) === 0
          ? client.apiKeys.create({ keyName: `key ${sent} é😀`, permissions: ["read"] })
          : client.operations
              .resume(`op-${sent}`)
              .cancel()
              .catch(() => undefined));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, send));
    await untilSealed();
  });
  afterAll(async () => db.close());

  it("has every call once, and is whole", async () => {
    const verdict = await client.audit.verify();
    expect(verdict).toEqual({ entries: CALLS, lastSeq: CALLS, lastHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const ids = new Set<string>();
    for await (const { call } of client.audit.list({ scope: "tenant" })) ids.add(call.requestId);
    expect(ids.size).toBe(CALLS);
  });

  it("goes on over a crash of the API", async () => {
    await service.crash("api");
    await client.apiKeys.create({ keyName: "after the crash", permissions: ["read"] });
    await untilSealed();
    expect(await client.audit.verify()).toMatchObject({ lastSeq: CALLS + 1 });
    expect(await client.audit.verify()).not.toHaveProperty("fault");
  });

  it.each([
    ["a changed row", "UPDATE audit_entries SET body = replace(body, 'ann', 'eve') WHERE seq = 7", /entry 7 /],
    ["a changed time", "UPDATE audit_entries SET at = at - interval '1 hour' WHERE seq = 7", /entry 7 /],
    [
      "a changed row with its hash made anew",
      "UPDATE audit_entries e SET body = n.body, hash = audit_hash((SELECT hash FROM audit_entries WHERE seq = 6), NULL, 7, at, n.body) FROM (SELECT replace(body, 'ann', 'eve') AS body FROM audit_entries WHERE seq = 7) n WHERE e.seq = 7",
      /entry 8 /,
    ],
    ["a removed row", "DELETE FROM audit_entries WHERE seq = 7", /entry 7 is missing/],
    [
      "a removed row, the numbers closed up",
      "DELETE FROM audit_entries WHERE seq = 7; UPDATE audit_entries SET seq = seq + 1000000 WHERE seq > 7; UPDATE audit_entries SET seq = seq - 1000001 WHERE seq > 7",
      /entry 7 /,
    ],
    [
      "two swapped rows",
      "UPDATE audit_entries e SET body = o.body, hash = o.hash, at = o.at FROM audit_entries o WHERE (e.seq, o.seq) IN ((7, 8), (8, 7))",
      /entry 7 /,
    ],
    [
      "an added row",
      `INSERT INTO audit_entries (tenant_id, seq, at, body, hash) SELECT tenant_id, seq + 1, at, body, hash FROM audit_entries ORDER BY seq DESC LIMIT 1`,
      /is not what was hashed/,
    ],
    ["a missing end", `DELETE FROM audit_entries WHERE seq > ${CALLS - 3}`, /are missing/],
    ["a missing beginning", "DELETE FROM audit_entries WHERE seq < 4", /entry 1 is missing/],
  ])("is not whole with %s", async (_what, tamper, fault) => {
    await db.query("ALTER TABLE audit_entries DISABLE TRIGGER USER");
    await db.query("CREATE TABLE saved AS SELECT tenant_id, seq, at, body, hash FROM audit_entries");
    await db.query(tamper);
    const verdict = await client.audit.verify();
    await db.query("DELETE FROM audit_entries");
    await db.query("INSERT INTO audit_entries (tenant_id, seq, at, body, hash) SELECT * FROM saved");
    await db.query("DROP TABLE saved");
    await db.query("ALTER TABLE audit_entries ENABLE TRIGGER USER");
    expect(verdict.fault).toMatch(fault);
    expect(await client.audit.verify()).not.toHaveProperty("fault");
  });
});
