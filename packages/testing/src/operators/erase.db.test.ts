import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDb, type Db } from "@longhaul/db";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { patientLimits } from "../patience.ts";
import { productEnvironment } from "../product-environment.ts";
import { spawnApp } from "../spawn-app.ts";
import type { SpawnedApp } from "../start-app.ts";
import { startHttpReceiver } from "../start-http-receiver.ts";
import { TRIAL_MODULE } from "../trial/trial-module.ts";
import { useTestDatabase } from "../use-test-database.ts";
import { waitFor } from "../wait-for.ts";
import { projectClient, type ProjectClient } from "./project-client.ts";
import { runLonghaul } from "./run-longhaul.ts";

const ROOT = new URL("../../../../", import.meta.url);
const LONG = { at: 0, behaviour: "hang" };
const LOG = "case,activity,timestamp\na,b,2024-01-01\na,c,2024-01-02\n";

interface Proof {
  readonly stopped: number;
  readonly complete: boolean;
  readonly removed: { readonly rows: Readonly<Record<string, number>>; readonly blobs: number; readonly bytes: number };
  readonly left: unknown;
}

describeEachBackend("longhaul erase", (backend) => {
  const database = useTestDatabase();
  let db: Db;
  let folder: string;
  let env: Readonly<Record<string, string>>;
  let apps: readonly SpawnedApp[];
  const clientOf = (scope?: { tenantId: string; projectId: string }): Promise<ProjectClient> =>
    projectClient(() => String(apps[0]?.ready["url"]), scope);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-erase-"));
    db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
    env = {
      ...productEnvironment(backend, { databaseUrl: database.url, folder }),
      OPERATION_MODULES: TRIAL_MODULE,
      // One operation of each of three projects runs for long.
      WORKER_CPU_UNITS: "4",
      WORKER_MEMORY_GB: "8",
      WEBHOOK_ALLOW_PRIVATE: "loopback",
    };
    apps = await Promise.all(
      ["api", "operations-worker", "webhook-worker"].map((app) =>
        spawnApp(new URL(`apps/${app}/src/main.ts`, ROOT), env, { isForFile: true }),
      ),
    );
  });
  afterAll(async () => {
    await Promise.all([...apps.map((app) => app.kill()), db.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  /** Customers' text that only the operations of one project have. */
  const wordOf = ({ projectId }: ProjectClient): string => `zebra${projectId.replaceAll("-", "")}`;

  /** Something of each kind that a project may have; two operations are under way for long. */
  const fill = async (client: ProjectClient, hookUrl: string): Promise<void> => {
    const send = async (path: string, json: unknown): Promise<Readonly<Record<string, unknown>>> => {
      const answer = await client.call(path, { json });
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
    await send("/async/webhooks", {
      webhookUrl: hookUrl,
      webhookName: "All",
      events: ["operation.started", "operation.completed"],
      authentication: { type: "hmac-sha256", secret: "a webhook's secret" },
    });
    await send("/async/schedules", {
      scheduleName: "Nightly",
      cron: "0 3 * * *",
      operation: { operationType: "TrialInline", operationName: "Nightly", parameters: {} },
    });
    await send("/async/api-keys", { keyName: "Robot", permissions: ["read"], projects: [client.projectId] });
    const form = new FormData();
    form.append("file", new Blob([LOG]), "log.csv");
    expect((await client.call("/datasets", { body: form })).status).toBe(201);
    expect(await client.endOf(await client.startTrial(0))).toBe("Completed");
    await send("/async/batch", {
      batchName: "Two",
      operations: [
        {
          operationKey: "a",
          operationType: "TrialInline",
          operationName: wordOf(client),
          dependencies: [],
          parameters: LONG,
        },
        { operationKey: "b", operationType: "TrialInline", operationName: "B", dependencies: ["a"], parameters: {} },
      ],
    });
    const running = "SELECT FROM operations WHERE project_id = $1 AND status = 'Running'";
    await waitFor(async () => (await db.query(running, [client.projectId])).rowCount === 1, { what: "one to run" });
    await waitFor(async () => (await mentionsOf(wordOf(client))).includes("public.search_words"), {
      what: "its words to be noted for searches",
    });
  };

  /** Tables in which any row names an id. */
  const mentionsOf = async (id: string): Promise<string[]> => {
    const { rows } = await db.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'bullmq') ORDER BY 1`,
    );
    const found: string[] = [];
    for (const { name } of rows) {
      const { rows: hits } = await db.query(`SELECT 1 AS hit FROM ${name} AS t WHERE t::text LIKE $1 LIMIT 1`, [
        `%${id}%`,
      ]);
      if (hits.length > 0) found.push(name);
    }
    return found;
  };
  const operationsOf = async ({ projectId }: ProjectClient): Promise<number> => {
    const { rows } = await db.query<{ n: number }>("SELECT count(*) AS n FROM operations WHERE project_id = $1", [
      projectId,
    ]);
    return rows[0]?.n ?? 0;
  };
  const filesOf = async (id: string): Promise<number> => {
    const names = await readdir(join(folder, "storage"), { recursive: true }).catch(() => []);
    return names.filter((name) => name.includes(id)).length;
  };
  const erase = async (
    ...args: readonly string[]
  ): Promise<{ readonly code: number | null; readonly proof: Proof }> => {
    const { code, output } = await runLonghaul(env, "erase", ...args, "--yes", "--json");
    expect(output).toMatch(/^\{/);
    return { code, proof: JSON.parse(output) as Proof };
  };

  it("deletes a project, then its tenant, with a proof, and nothing of anybody else", async () => {
    const receiver = await startHttpReceiver();
    receiver.answerAll({ kind: "respond", status: 200 });
    const gone = await clientOf();
    const sibling = await clientOf({ tenantId: gone.tenantId, projectId: crypto.randomUUID() });
    const neighbour = await clientOf();
    for (const client of [gone, sibling, neighbour]) await fill(client, receiver.url);
    expect(await filesOf(gone.tenantId)).toBeGreaterThan(0);
    const keptBefore = await filesOf(neighbour.tenantId);

    const refused = await runLonghaul(env, "erase", "--tenant", gone.tenantId);
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining("nothing was deleted")]);

    const project = await erase("--tenant", gone.tenantId, "--project", gone.projectId);
    expect(project).toMatchObject({
      code: 0,
      proof: {
        complete: true,
        left: { rows: {}, blobs: 0, jobs: 0 },
        removed: { rows: { operations: 3, datasets: 1 } },
      },
    });
    expect(project.proof.stopped).toBe(2);
    expect(project.proof.removed.bytes).toBeGreaterThan(LOG.length);
    expect((await mentionsOf(gone.projectId)).filter((table) => !table.startsWith("public.audit_"))).toEqual([]);
    expect(await mentionsOf(wordOf(gone))).toEqual([]);
    expect(await mentionsOf(wordOf(sibling))).toContain("public.search_words");
    expect(await operationsOf(sibling)).toBe(3);
    // The workers go on.
    expect(await sibling.endOf(await sibling.startTrial(0))).toBe("Completed");

    const tenant = await erase("--tenant", gone.tenantId);
    expect(tenant).toMatchObject({ code: 0, proof: { complete: true, removed: { rows: { operations: 4 } } } });
    expect(await filesOf(gone.tenantId)).toBe(0);
    expect(await mentionsOf(wordOf(sibling))).toEqual([]);
    await waitFor(
      async () => (await mentionsOf(gone.tenantId)).every((table) => /^public\.audit_(entries|chains)$/.test(table)),
      { what: "the log of calls to be all that is left" },
    );
    const { rows } = await db.query<{ action: string; outcome: string }>(
      "SELECT action, outcome FROM audit_entries WHERE tenant_id = $1 AND action LIKE 'erase%' ORDER BY seq",
      [gone.tenantId],
    );
    expect(rows).toEqual([
      { action: "eraseProject", outcome: "done" },
      { action: "eraseTenant", outcome: "done" },
    ]);
    expect(await filesOf(neighbour.tenantId)).toBe(keptBefore);
    expect(await operationsOf(neighbour)).toBe(3);

    const again = await erase("--tenant", gone.tenantId);
    expect(again).toMatchObject({ code: 0, proof: { complete: true, stopped: 0, removed: { rows: {}, blobs: 0 } } });
    const check = await runLonghaul(env, "storage", "check", "--bytes", "--json");
    expect([check.code, JSON.parse(check.output)]).toEqual([
      0,
      expect.objectContaining({ consistent: true, faults: [] }),
    ]);
  });
});
