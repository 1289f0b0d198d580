import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { inheritedEnv } from "../start-app.ts";
import { waitFor } from "../wait-for.ts";
import { useService } from "./use-service.ts";

const MAIN = fileURLToPath(new URL("../../../../apps/cli/src/main.ts", import.meta.url));

const LOG = `case,activity,timestamp\n${Array.from({ length: 300 }, (_, at) =>
  ["Receive", "Check", ...(at % 3 === 0 ? ["Repair"] : []), "Ship"]
    .map((step, n) => `c${at},${step},${new Date(Date.UTC(2024, 0, 1 + (at % 60), 8 + n, at % 60)).toISOString()}\n`)
    .join(""),
).join("")}`;

interface Told {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly ended: Promise<Told>;
  told(): string;
  interrupt(): void;
}

describe("the command line", () => {
  const service = useService(postgresBackend());
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-cli-"));
    await writeFile(join(folder, "orders.csv"), LOG);
    await mkdir(join(folder, "started/.longhaul"), { recursive: true });
    await mkdir(join(folder, "started/deep/down"), { recursive: true });
    await writeFile(join(folder, "started/.longhaul/dev.json"), JSON.stringify(service.connection()));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const project = (): Record<string, string> => {
    const { url, tenantId, projectId, token } = service.connection();
    return { LONGHAUL_URL: url, LONGHAUL_TENANT: tenantId, LONGHAUL_PROJECT: projectId, LONGHAUL_TOKEN: token };
  };
  function start(args: readonly string[], env: Record<string, string> = project(), cwd = folder): Running {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd,
      env: { ...inheritedEnv(), HOME: folder, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].setEncoding("utf8").on("data", (chunk: string) => (text[stream] += chunk));
    return {
      ended: once(child, "close").then(() => ({ code: child.exitCode, ...text })),
      told: () => text.stdout + text.stderr,
      interrupt: () => child.kill("SIGINT"),
    };
  }
  const cli = async (args: readonly string[], env?: Record<string, string>, cwd?: string): Promise<Told> =>
    start(args, env, cwd).ended;
  const json = async <T>(...args: readonly string[]): Promise<T> => {
    const { code, stdout, stderr } = await cli([...args, "--json"]);
    expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
    return JSON.parse(stdout) as T;
  };
  const MINE = ["run", "mining", "-p", "analysisType=discovery", "-p", 'outputOptions.exportFormats=["CSV"]'];

  it("uploads a log, mines it, and tells of it in every way", async () => {
    expect(await json("upload", "orders.csv")).toMatchObject({ status: "Ready", counts: { cases: 300 } });
    expect((await cli(["datasets"])).stdout).toMatch(/Ready +1000 +300 .*orders\.csv/);
    const run = await cli([...MINE, "--save", "saved"]);
    expect(run).toMatchObject({ code: 0, stdout: expect.stringMatching(/^cases analyzed +300$/m) });
    expect(run.stderr).toMatch(/^Completed 100 %/m);
    const names = await readdir(join(folder, "saved"));
    expect(names.some((name) => name.endsWith(".csv"))).toBe(true);
    for (const name of names) expect((await stat(join(folder, "saved", name))).size).toBeGreaterThan(0);

    const [{ operationId } = { operationId: "" }] = await json<{ operationId: string }[]>("list", "-n", "1");
    expect(run.stderr).toContain(operationId);
    expect((await cli(["status", operationId])).stdout).toMatch(/^status +Completed, 100 %$/m);
    expect((await cli(["why", operationId])).stdout).toMatch(/^status +Completed$/m);
    const log = (await cli(["logs", operationId])).stdout;
    expect(log).toMatch(/^\d{4}-\d\d-\d\dT\S+ (debug|info|warn) /m);
    expect((await cli(["logs", "--follow", operationId])).stdout).toBe(log);
    expect(await json("results", operationId)).toMatchObject({ success: true, summary: { casesAnalyzed: 300 } });
    const opened = await cli(["results", "open", operationId, "--format", "csv"], {
      ...project(),
      LONGHAUL_OPENER: "true",
    });
    expect((await readFile(opened.stdout.trim(), "utf8")).length).toBeGreaterThan(0);
    expect(await cli(["results", "open", operationId, "--format", "docx"])).toMatchObject({ code: 4 });
    expect((await cli(["queue"])).stdout).toContain("WORKER");
    expect((await cli(["types"])).stdout).toContain("ProcessMiningAnalysis");
  });

  it("leaves an operation running at Ctrl-C, cancels it when asked to, and plans a retry without starting it", async () => {
    await service.crash("operations-worker");
    const running = start(MINE);
    await waitFor(() => /^op-\S+/m.test(running.told()), { what: "the operation's id" });
    const id = /^op-\S+/m.exec(running.told())?.[0] ?? "";
    running.interrupt();
    expect(await running.ended).toMatchObject({ code: 130, stderr: expect.stringContaining(`longhaul watch ${id}`) });
    expect((await cli(["watch", id])).code).toBe(0);

    const left = await service.withoutWorker(async () => {
      const started = (await cli([...MINE, "--detach", "--name", "left"])).stdout.trim();
      expect((await cli(["cancel", started, "--reason", "changed my mind"])).code).toBe(0);
      return started;
    });
    expect((await cli(["watch", left])).code).toBe(11);
    const before = (await json<unknown[]>("list")).length;
    expect((await cli(["retry", left, "--dry-run"])).stdout).toContain("nothing was started");
    expect(await json<unknown[]>("list")).toHaveLength(before);
    expect((await cli(["retry", left])).code).toBe(0);
  });

  it("runs the batch of a file, and tells where a file is wrong", async () => {
    const [{ datasetId } = { datasetId: "" }] = await json<{ datasetId: string }[]>("datasets", "-n", "1");
    await writeFile(
      join(folder, "monthly.yaml"),
      `batchName: Monthly
operations:
  - operationKey: mine
    operationType: ProcessMiningAnalysis
    operationName: Mine
    parameters: { datasetId: ${datasetId}, analysisType: discovery }
  - operationKey: report
    operationType: ReportGeneration
    operationName: Report
    parameters: { exportFormats: [JSON] }
    dependencies: [mine]
`,
    );
    const batch = await cli(["batch", "run", "monthly.yaml"]);
    expect(batch).toMatchObject({ code: 0, stdout: expect.stringMatching(/^status +Completed, 100 %$/m) });
    await writeFile(join(folder, "broken.yaml"), "batchName: x\noperations: [\n");
    expect(await cli(["batch", "run", "broken.yaml"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("line 3"),
    });
    const listed = await cli(["batch", "list", "--status", "completed", "--json"]);
    expect(JSON.parse(listed.stdout)).toMatchObject([{ batchName: "Monthly", status: "Completed" }]);
    expect(await cli(["batch", "list", "--status", "odd"])).toMatchObject({ code: 2 });
    const schema = JSON.parse((await cli(["batch", "schema"])).stdout) as { properties: object; $defs: object };
    expect(Object.keys(schema.properties)).toContain("operations");
    expect(JSON.stringify(schema)).not.toContain("#/components/");
    const references = [...JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, name = ""]) => name);
    expect(references.filter((name) => !Object.hasOwn(schema.$defs, name))).toEqual([]);
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ["an unknown command", ["mine"], 2, /no command "mine"/],
    ["an unknown option", ["list", "--colour"], 2, /--colour/],
    ["an argument that is missing", ["status"], 2, /<id> is missing/],
    ["too many arguments", ["ping", "twice"], 2, /too many arguments/],
    ["a file that isn't there", ["upload", "nowhere.csv"], 2, /nowhere\.csv/],
    ["an unknown type", ["run", "mine"], 2, /there are .*ProcessMiningAnalysis/],
    ["another operation", ["status", "op-1"], 4, /request \S+/],
    [
      "a wrong parameter",
      ["run", "mining", "-p", "analysisType=guess"],
      5,
      /\/parameters\/analysisType[^]*request \S+/,
    ],
    ["a profile that isn't there", ["ping", "--profile", "other"], 3, /no profile "other"/],
  ])("tells of %s", async (_what, args, code, text) => {
    const { LONGHAUL_TOKEN: token = "", ...rest } = project();
    const told = await cli(args, args.includes("--profile") ? rest : { ...rest, LONGHAUL_TOKEN: token });
    expect(told).toMatchObject({ code, stderr: expect.stringMatching(text) });
  });

  it("tells of a wrong token, of nobody who answers, and of a project that isn't known", async () => {
    expect(await cli(["ping"], { ...project(), LONGHAUL_TOKEN: "x" })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("longhaul login"),
    });
    expect(await cli(["ping"], { ...project(), LONGHAUL_URL: "http://127.0.0.1:1" })).toMatchObject({ code: 6 });
    expect(await cli(["ping"], {})).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("LONGHAUL_URL, LONGHAUL_TENANT"),
    });
  });

  it("makes, rotates and revokes API keys, and verifies the audit log that tells of it", async () => {
    const { tenantId } = service;
    const token = await service.mintToken({ tenants: { [tenantId]: { projects: "*", role: "admin" } } });
    const admin = { ...project(), LONGHAUL_TOKEN: token };
    const made = await cli(["keys", "create", "ci", "--permission", "read"], admin);
    expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^lhk_[0-9a-f]{16}_\S+\n$/)]);
    const keyId = made.stdout.split("_")[1] ?? "";
    const withKey = { ...project(), LONGHAUL_TOKEN: made.stdout.trim() };
    expect((await cli(["ping"], withKey)).stdout).toContain(`api-key ${keyId}`);
    expect((await cli(["keys", "list"], admin)).stdout).toMatch(new RegExp(`${keyId} +ci +read `));
    expect((await cli(["keys", "list"], withKey)).code).toBe(3);
    const rotated = await cli(["keys", "rotate", keyId, "--overlap", "0"], admin);
    expect(rotated.stdout).toContain(`lhk_${keyId}_`);
    expect((await cli(["keys", "revoke", keyId], admin)).code).toBe(0);
    expect((await cli(["ping"], { ...withKey, LONGHAUL_TOKEN: rotated.stdout.trim() })).code).toBe(3);
    const verify = (...args: string[]): Promise<Told> => cli(["audit", "verify", ...args], admin);
    await waitFor(async () => /^[1-9]\d* entries, whole/.test((await verify()).stdout), { what: "entries of the log" });
    expect(await verify("--seq", "1", "--hash", "0")).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("NOT WHOLE: entry 1 is not the one"),
    });
    expect((await cli(["audit", "export", "--whole"], admin)).stdout).toContain('"action":"');
  });

  it("keeps what login is given for its owner alone, and finds what start wrote above", async () => {
    const { tenantId } = service.connection();
    const login = await cli(["login", "--profile", "mine"], project());
    expect(login).toMatchObject({ code: 0, stdout: expect.stringContaining("Logged in as ann") });
    const path = join(folder, ".config/longhaul/profiles.json");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await cli(["ping"], {})).toMatchObject({ code: 0, stdout: expect.stringContaining(tenantId) });
    expect((await cli(["profile", "list"], {})).stdout).not.toContain(service.connection().token);
    await chmod(path, 0o644);
    expect(await cli(["ping"], {})).toMatchObject({ code: 3, stderr: expect.stringContaining("chmod 600") });
    expect(await cli(["ping"], {}, join(folder, "started/deep/down"))).toMatchObject({ code: 0 });
    await chmod(path, 0o600);
    expect(await cli(["profile", "remove", "mine"], {})).toMatchObject({ code: 0 });
    expect(await readFile(path, "utf8")).not.toContain(service.connection().token);
  });
});
