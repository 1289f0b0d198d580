import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compareLedger, createDb, type Db } from "@longhaul/db";
import { findPooler, inheritedEnv, patientLimits, startPooler, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judgeServer } from "./check-database.ts";
import { checkNode, checkSettings } from "./check-settings.ts";
import { judgeRoom } from "./check-storage.ts";
import type { Finding } from "./finding.ts";

const SECRETS = {
  JWT_SECRET: "9f2c61d07be84a35b1d6f0c2a7e9831d4c5b60fe",
  DOWNLOAD_SECRET: "e01b7d94c2a85f6317d0b4e8936ca2f5d7180b3c",
  SECRETS_KEY: "tZ8q0Yx1mR4vK7sB2nW6cJ9eH3uL5aD0fGiPoTkXyQw=",
};

describe("the doctor", () => {
  const database = useTestDatabase();
  let db: Db;
  let folder: string;
  beforeAll(async () => {
    db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
    folder = await mkdtemp(join(tmpdir(), "longhaul-doctor-"));
  });
  afterAll(async () => {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  });

  interface Examined {
    readonly code: number | null;
    readonly output: string;
    readonly findings: readonly Finding[];
  }
  const examine = async (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Examined> => {
    const child = spawn(process.execPath, [fileURLToPath(new URL("main.ts", import.meta.url)), ...args], {
      env: { ...inheritedEnv(), ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [output] = await Promise.all([text(child.stdout), once(child, "close")]);
    const findings = args.includes("--json") ? (JSON.parse(output) as { findings: Finding[] }).findings : [];
    return { code: child.exitCode, output, findings };
  };
  const environment = (): Record<string, string> => ({
    ...SECRETS,
    DATABASE_URL: database.url,
    STORAGE_URL: pathToFileURL(folder).href,
  });
  const levels = (findings: readonly Finding[], check: string): string[] =>
    findings.filter((finding) => finding.check === check).map(({ level }) => level);

  it("finds a deployment well, but for what its server is set to lose", async () => {
    const { findings, code } = await examine(environment(), "--json");
    for (const check of ["node", "settings", "database", "clock", "ledger", "queue", "storage"])
      expect([check, levels(findings, check)]).toEqual([check, ["ok"]]);
    // Servers of tests don't wait for the disk, and their role may do everything.
    expect(findings.filter(({ level }) => level !== "ok").map(({ check }) => check)).toEqual(
      expect.arrayContaining(["role", "durability"]),
    );
    expect(code).toBe(1);
  });

  it("tells a remedy for each fault, ends with 1, and says no secret and no password", async () => {
    const env = {
      JWT_SECRET: "changeme".repeat(5),
      SECRETS_KEY: "short",
      DATABASE_URL: "postgres://ann:dragon77@127.0.0.1:1/ledger",
      REDIS_URL: "redis://:dragon77@127.0.0.1:1",
      STORAGE_URL: "file:///dev/null/longhaul",
      WORKER_CPU_UNIT: "3",
    };
    const { findings, code } = await examine(env, "--json");
    expect(code).toBe(1);
    const wrong = findings.filter(({ level }) => level !== "ok");
    expect(wrong.filter(({ remedy }) => remedy === undefined)).toEqual([]);
    const said = wrong.map(({ check, says }) => `${check} ${says}`).join("\n");
    for (const name of [
      "JWT_SECRET",
      "DOWNLOAD_SECRET",
      "SECRETS_KEY",
      "WORKER_CPU_UNIT",
      "database",
      "queue",
      "storage",
    ])
      expect(said).toContain(name);
    const forPeople = await examine(env);
    for (const { output } of [{ output: JSON.stringify(findings) }, forPeople])
      expect(output).not.toMatch(/dragon77|changeme/);
    expect(forPeople.output).toMatch(/ERROR +database.*\n +→ see that Postgres runs/);
  });

  const poolerPath = findPooler();
  it.skipIf(poolerPath === null)(
    "finds a pooler that shares connections between transactions, and no fault in another",
    async () => {
      const found = async (mode: "session" | "transaction"): Promise<readonly Finding[]> => {
        const pooler = await startPooler(poolerPath ?? "", database.url, mode);
        const { findings } = await examine({ ...environment(), DATABASE_URL: pooler.url }, "--json");
        const beside = await examine({ ...environment(), DATABASE_POOLER_URL: pooler.url }, "--json");
        expect(levels(beside.findings, "pooler")).toEqual(["ok"]);
        await pooler.stop();
        const gone = await examine({ ...environment(), DATABASE_POOLER_URL: pooler.url }, "--json");
        expect(levels(gone.findings, "pooler")).toEqual(["error"]);
        return findings.filter(({ check, level }) => check === "database" && level === "error");
      };
      expect(await found("session")).toEqual([]);
      expect(await found("transaction")).toMatchObject([
        { says: expect.stringContaining("shares connections"), remedy: expect.stringContaining("DATABASE_POOLER_URL") },
      ]);
    },
  );

  it("finds a ledger that is older, newer or has other functions", async () => {
    const [newest] = (await db.query<{ name: string }>("SELECT max(migration_name) AS name FROM _prisma_migrations"))
      .rows;
    const rename = (from: string, to: string): Promise<unknown> =>
      db.query("UPDATE _prisma_migrations SET migration_name = $2 WHERE migration_name = $1", [from, to]);
    const name = newest?.name ?? "";
    await rename(name, "20991231000000_later");
    expect(await compareLedger(db)).toEqual({
      missing: [name],
      unknown: ["20991231000000_later"],
      tooNew: null,
      otherFunctions: [],
    });
    await rename("20991231000000_later", name);
    await db.query("UPDATE _longhaul_functions SET checksum = 'x' WHERE file = 'events/api_time.sql'");
    const { findings } = await examine(environment(), "--json");
    expect(findings.find(({ check }) => check === "ledger")).toMatchObject({
      level: "error",
      says: expect.stringContaining("events/api_time.sql") as string,
    });
  });

  it("finds a database without a ledger", async () => {
    await db.query("CREATE SCHEMA empty");
    const url = new URL(database.url);
    url.searchParams.set("options", "-c search_path=empty");
    const { findings } = await examine({ ...environment(), DATABASE_URL: url.href }, "--json");
    expect(levels(findings, "ledger")).toEqual(["error"]);
  });
});

describe("the judgement of a server", () => {
  const server = {
    version: 170_002,
    versionName: "17.2",
    nowMs: 1_000_000,
    isSuperuser: false,
    isReadOnly: false,
    mayCreate: true,
    connections: 100,
    fsync: "on",
    fullPageWrites: "on",
    commit: "on",
  };
  const wrong = (change: Partial<typeof server>): string[] =>
    judgeServer({ ...server, ...change }, 1_000_000).flatMap(({ level, check }) =>
      level === "ok" ? [] : [`${level} ${check}`],
    );

  it.each<[Partial<typeof server>, string[]]>([
    [{}, []],
    [{ version: 130_010 }, ["error database"]],
    [{ nowMs: 1_000_000 + 3_600_000 }, ["warning clock"]],
    [{ nowMs: 1_000_000 - 3_600_000 }, ["warning clock"]],
    [{ isSuperuser: true }, ["warning role"]],
    [{ isReadOnly: true }, ["error database"]],
    [{ mayCreate: false }, ["warning role"]],
    [{ fsync: "off" }, ["error durability"]],
    [{ fullPageWrites: "off" }, ["error durability"]],
    [{ commit: "off" }, ["error durability"]],
    [{ commit: "remote_apply" }, []],
    [{ connections: 20 }, ["warning connections"]],
  ])("of one with %j is %j", (change, expected) => {
    expect(wrong(change)).toEqual(expected);
  });

  it("knows versions of Node, and disks that fill up", () => {
    expect([checkNode("24.9.0").level, checkNode("22.1.0").level]).toEqual(["ok", "error"]);
    const gb = 2 ** 30;
    expect(
      [judgeRoom(100 * gb, 200 * gb), judgeRoom(gb, 200 * gb), judgeRoom(gb, 8 * gb)].map(({ level }) => level),
    ).toEqual(["ok", "warning", "ok"]);
  });

  it("finds weak secrets whatever NODE_ENV is", () => {
    const env = { ...SECRETS, DATABASE_URL: "postgres://db/x", STORAGE_URL: "file:///x", NODE_ENV: "development" };
    expect(checkSettings(env).findings.map(({ level }) => level)).toEqual(["ok"]);
    const weak = checkSettings({ ...env, SECRETS_KEY: Buffer.alloc(32).toString("base64") }).findings;
    expect(weak.map(({ level, says }) => [level, says.split(" ")[0]])).toEqual([["error", "SECRETS_KEY"]]);
  });
});
