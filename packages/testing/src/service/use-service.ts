import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { TestBackend } from "../describe-each-backend.ts";
import { serviceEnvironment } from "../product-environment.ts";
import { spawnApp } from "../spawn-app.ts";
import type { SpawnedApp } from "../start-app.ts";
import { useTestDatabase } from "../use-test-database.ts";
import { useClient, type Service } from "./use-client.ts";

const APPS = new URL("../../../../apps/", import.meta.url);

/** A service that nobody else uses, which may be spoiled. */
export interface OwnService extends Service {
  /** Where the ledger is, for tests that spoil it. */
  databaseUrl(): string;
  /** Settings of its processes, for an operator's programs. */
  environment(): Readonly<Record<string, string>>;
  /** Kills a process, as a crash does, and starts it again where it was. */
  crash(app: AppName): Promise<void>;
  /** Does `work` while nothing that waits can start or end: there is no operations worker until it is done. */
  withoutWorker<T>(work: () => Promise<T>): Promise<T>;
}

type AppName = "api" | "operations-worker";

/**
 * Starts API and worker for the tests of a file or a describe block, and ends them after it; `further` are settings of theirs.
 * Tests that only are clients take `useSharedService`.
 */
export function useService(
  backend: TestBackend,
  further: () => Promise<Readonly<Record<string, string>>> = () => Promise.resolve({}),
): OwnService {
  const database = useTestDatabase();
  let folder: string;
  const apps = new Map<AppName, SpawnedApp>();
  let env: Readonly<Record<string, string>> = {};
  const start = async (app: AppName, more: Readonly<Record<string, string>> = {}): Promise<void> => {
    const path = new URL(`${app}/src/main.ts`, APPS);
    apps.set(app, await spawnApp(path, { ...env, ...more }, { isForFile: true }));
  };
  const origin = (): string => String(apps.get("api")?.ready["url"]);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-service-"));
    env = {
      ...serviceEnvironment(backend.connection(database.url), { databaseUrl: database.url, folder }),
      WEBHOOK_ALLOW_PRIVATE: "loopback",
      ...(await further()),
    };
    await Promise.all([start("api"), start("operations-worker")]);
  });
  afterAll(async () => {
    await Promise.all([...apps.values()].map((app) => app.kill()));
    await rm(folder, { recursive: true, force: true });
  });

  return {
    ...useClient({ origin, storageFolder: () => join(folder, "storage") }),
    databaseUrl: () => database.url,
    environment: () => env,
    async crash(app) {
      await apps.get(app)?.kill("SIGKILL");
      await start(app, app === "api" ? { PORT: new URL(origin()).port } : {});
    },
    async withoutWorker(work) {
      await apps.get("operations-worker")?.kill("SIGTERM");
      try {
        return await work();
      } finally {
        await start("operations-worker");
      }
    },
  };
}
