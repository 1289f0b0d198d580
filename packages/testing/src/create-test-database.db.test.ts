import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { createTestDatabase } from "./create-test-database.ts";
import { useTestDatabase } from "./use-test-database.ts";

describe("test databases", () => {
  const database = useTestDatabase();

  it("are migrated and empty", async () => {
    await expect(query(database.url, "SELECT count(*)::int AS value FROM operations")).resolves.toBe(0);
    await expect(query(database.url, "SELECT count(*)::int AS value FROM _prisma_migrations")).resolves.toBeGreaterThan(
      0,
    );
  });

  it("do not see each other", async () => {
    const other = await createTestDatabase();
    await query(other.url, "CREATE TABLE mine AS SELECT 1 AS value");
    await expect(query(database.url, "SELECT to_regclass('mine') AS value")).resolves.toBeNull();
    await other.drop();
  });

  it("can be cloned many at once, and dropped while somebody is connected", async () => {
    const databases = await Promise.all(Array.from({ length: 8 }, () => createTestDatabase()));
    expect(new Set(databases.map(({ url }) => url)).size).toBe(8);
    const [first] = databases;
    const client = new Client({ connectionString: first?.url });
    client.on("error", () => undefined);
    await client.connect();
    await Promise.all(databases.map(({ drop }) => drop()));
    await first?.drop();
    await expect(query(first?.url ?? "", "SELECT 1 AS value")).rejects.toThrow("does not exist");
    await client.end();
  });

  it("sort and compare text the same on every machine", async () => {
    await expect(query(database.url, "SELECT lower('ÄÖ') AS value")).resolves.toBe("äö");
    await expect(query(database.url, "SELECT 'a' > 'B' AS value")).resolves.toBe(true);
  });
});

async function query(url: string, statement: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ value: unknown }>(statement);
    return rows[0]?.value;
  } finally {
    await client.end();
  }
}
