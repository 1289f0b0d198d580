import { randomUUID } from "node:crypto";
import { patientLimits, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asTenants, createDb, migrate, type Db } from "../index.ts";

const database = useTestDatabase();
let admin: Db;
beforeAll(() => {
  admin = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => admin.close());

/** An account of its own, with a database of its own that nothing is in. */
async function withOwner(work: (databaseUrl: string, name: string) => Promise<void>): Promise<void> {
  const name = `owner_${randomUUID().replaceAll("-", "")}`;
  await admin.query(`CREATE ROLE ${name} LOGIN PASSWORD 'x'`);
  await admin.query(`CREATE DATABASE ${name} OWNER ${name}`);
  const url = new URL(database.url);
  Object.assign(url, { username: name, password: "x", pathname: `/${name}` });
  try {
    await work(url.href, name);
  } finally {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.query(`DROP ROLE ${name}`);
  }
}

const reasonOf = async (databaseUrl: string): Promise<unknown> =>
  migrate(databaseUrl).then(
    () => null,
    (err: unknown) => (err instanceof Error && err.cause instanceof Error ? err.cause.message : err),
  );

describe("an account that is no superuser", () => {
  it("migrates, and its processes take both roles, once an administrator has run what it is told", async () => {
    await withOwner(async (databaseUrl, name) => {
      const told = await reasonOf(databaseUrl);
      expect(told).toContain(`the account ${name} may not make the roles longhaul_api and longhaul_worker.`);
      const grant = /GRANT .*;/.exec(String(told))?.[0] ?? "";
      expect(grant).toContain(name);
      await admin.query(grant);
      expect(await reasonOf(databaseUrl)).toBeNull();

      const tenantId = randomUUID();
      // Options of the URL take nothing from the wall.
      const url = new URL(databaseUrl);
      url.searchParams.set("options", "-c application_name=mine");
      const api = createDb({ databaseUrl: url.href, applicationName: "api", role: "longhaul_api" });
      const others = [
        createDb({ databaseUrl, applicationName: "worker", role: "longhaul_worker" }),
        createDb({ databaseUrl, applicationName: "owner" }),
      ];
      const seen = async (db: Db) => (await db.query("SELECT tenant_id FROM tenant_weights")).rows.length;
      const write = async () => api.query("INSERT INTO tenant_weights (tenant_id, weight) VALUES ($1, 2)", [tenantId]);
      await asTenants([tenantId], write);
      expect(await asTenants([tenantId], async () => seen(api))).toBe(1);
      expect(await seen(api)).toBe(0);
      expect(await Promise.all(others.map(seen))).toEqual([1, 1]);
      await Promise.all([api, ...others].map(async (db) => db.close()));
    });
  });
});
