import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readDashboardQueries } from "../dashboard-queries.ts";
import { postgresBackend } from "../describe-each-backend.ts";
import { productEnvironment } from "../product-environment.ts";
import { spawnApp } from "../spawn-app.ts";
import { startHttpReceiver } from "../start-http-receiver.ts";
import { checkRules, findPrometheus, startPrometheus } from "../start-prometheus.ts";
import { TRIAL_MODULE } from "../trial/trial-module.ts";
import { useTestDatabase } from "../use-test-database.ts";
import { waitFor } from "../wait-for.ts";
import { projectClient } from "./project-client.ts";

const ROOT = new URL("../../../../", import.meta.url);
const APPS = ["api", "operations-worker", "webhook-worker"];
const queries = readDashboardQueries();

interface Answer {
  readonly result: readonly { readonly value: readonly [number, string] }[];
}
interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly name: string; readonly health: string }[] }[];
}

const executable = findPrometheus();

describe.skipIf(executable === null)(`Prometheus${executable === null ? " (skipped: none here)" : ""}`, () => {
  const database = useTestDatabase();

  it("answers each query of the dashboard with figures, and evaluates each alert", async () => {
    const folder = await mkdtemp(join(tmpdir(), "longhaul-watching-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const receiver = await startHttpReceiver();
    const env = {
      ...productEnvironment(postgresBackend(), { databaseUrl: database.url, folder }),
      OPERATION_MODULES: TRIAL_MODULE,
      WEBHOOK_ALLOW_PRIVATE: "loopback",
    };
    const apps = await Promise.all(APPS.map((app) => spawnApp(new URL(`apps/${app}/src/main.ts`, ROOT), env)));
    const ports = new Map(APPS.map((app, idx) => [`longhaul-${app}`, Number(apps[idx]?.ready["healthPort"])]));
    const prometheus = await startPrometheus(executable ?? "", ports);
    onTestFinished(() => prometheus.stop());
    const client = await projectClient(() => String(apps[0]?.ready["url"]));
    await client.call("/async/webhooks", { json: { webhookUrl: receiver.url, events: ["operation.completed"] } });

    const silent = async (): Promise<string[]> => {
      const answers = await Promise.all(queries.map(({ expr }) => prometheus.ask("query", { query: expr })));
      return queries
        .filter((_, idx) => !(answers[idx] as Answer).result.some(({ value }) => Number.isFinite(Number(value[1]))))
        .map(({ title, expr }) => `${title}: ${expr}`);
    };
    let unanswered: string[] = [];
    await waitFor(
      async () => {
        await client.startTrial(0);
        unanswered = await silent();
        return unanswered.length === 0;
      },
      { what: "figures for each query" },
    ).catch(() => undefined);
    expect(unanswered).toEqual([]);
    const { groups } = (await prometheus.ask("rules")) as Rules;
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.filter(({ health }) => health !== "ok")).toEqual([]);
    expect(await checkRules()).toContain(`SUCCESS: ${rules.length} rules found`);
    await Promise.all(apps.map((app) => app.kill()));
  });
});
