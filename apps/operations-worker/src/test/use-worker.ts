import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { createDb, createOperation, findOperation, type Db, type OperationView, type Scope } from "@longhaul/db";
import { NO_QUOTAS, queueRank, type Priority } from "@longhaul/domain";
import { operationJob, createQueues, type QueueConnection, type Queues } from "@longhaul/queue";
import { createLogger } from "@longhaul/runtime";
import {
  bundledModule,
  endLeases,
  getBundledApps,
  spawnApp,
  TRIAL_MODULE,
  useTestDatabase,
  waitFor,
  type SpawnedApp,
  type TestBackend,
  type TrialParameters,
  patientLimits,
  patientQueues,
} from "@longhaul/testing";
import { DEFAULT_IMPORT_LIMITS } from "@longhaul/event-log/import-limits";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { WorkerConfig } from "../settings/config.ts";
import { PHASE_ENTRY } from "../phases/phase-process.ts";
import { phaseEnvironment } from "../phases/walls/phase-environment.ts";
import { createContext, type WorkerContext } from "../context/context.ts";
import { startWorker, type StartedWorker } from "../start-worker.ts";

const ENTRY = new URL("../main.ts", import.meta.url);

/** A ledger, a queue and workers in this process for a test file's trial operations. */
export interface TrialBench {
  readonly scope: { readonly tenantId: string; readonly projectId: string };
  db(): Db;
  queues(): Queues;
  folder(): string;
  /** Something that operations with these parameters wait for in their phase `at`, until the test opens it. */
  gate(at?: 0 | 1 | 2): { readonly parameters: Partial<TrialParameters>; open(): Promise<void> };
  databaseUrl(): string;
  connection(): QueueConnection;
  startWorker(changes?: Partial<WorkerConfig>): Promise<TrialWorker>;
  /** Starts a worker as a process of its own, to be killed. */
  spawnWorker(env?: Readonly<Record<string, string>>): Promise<SpawnedApp>;
  /** Kills a worker and ends its leases, so that others may go on at once. */
  killWorker(worker: SpawnedApp): Promise<void>;
  submit(parameters?: Partial<TrialParameters>, changes?: TrialChanges): Promise<string>;
  view(operationId: string): Promise<OperationView>;
  ended(operationId: string): Promise<OperationView>;
  journal(): Promise<{ readonly operationId: string; readonly phase: number; readonly pid: number }[]>;
}

/** A worker in this process, with what it warned of so far. */
export interface TrialWorker extends StartedWorker {
  readonly ctx: WorkerContext;
  readonly warnings: readonly string[];
}

interface TrialChanges {
  readonly type?: string;
  readonly timeoutSec?: number;
  readonly retryPolicy?: RetryPolicyInput;
  readonly priority?: Priority;
  /** How many phases its type had when it was accepted, if not three. */
  readonly phases?: number;
  /** Whose it is, if not the bench's own. */
  readonly scope?: Scope;
}

interface RetryPolicyInput {
  readonly maxRetries: number;
  readonly retryDelay: number;
  readonly backoffMultiplier: number;
}

/** Call it at the top of a describe block; everything it starts is stopped after it. */
export function useTrialBench(backend: TestBackend): TrialBench {
  const database = useTestDatabase();
  const scope = { tenantId: randomUUID(), projectId: randomUUID() };
  let db: Db;
  let queues: Queues;
  let folder: string;
  const workers = new Set<StartedWorker>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-worker-"));
    db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
    queues = patientQueues(createQueues(backend.connection(database.url), { onError: () => undefined }));
  });
  afterEach(async () => {
    await Promise.all([...workers].map((worker) => worker.stop()));
    workers.clear();
  });
  afterAll(async () => {
    await queues.close();
    await db.close();
    // A run that was stopped in the middle may still be writing a file.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  const view = async (operationId: string): Promise<OperationView> => {
    const found = await findOperation(db, scope, operationId);
    if (found === null) throw new Error(`no operation ${operationId}`);
    return found;
  };

  return {
    scope,
    view,
    db: () => db,
    queues: () => queues,
    folder: () => folder,
    gate(at = 0) {
      const marker = join(folder, `gate-${randomUUID()}`);
      return { parameters: { at, behaviour: "wait", marker }, open: () => writeFile(marker, "") };
    },
    databaseUrl: () => database.url,
    connection: () => backend.connection(database.url),
    async startWorker(changes = {}) {
      const warnings: string[] = [];
      const destination = new Writable({
        write(line: Buffer, _encoding, done) {
          warnings.push(line.toString());
          done();
        },
      });
      const ctx = await createContext(
        { ...workerConfig(database.url, folder), ...changes },
        {
          queueConnection: backend.connection(database.url),
          logger: createLogger({ service: "operations-worker", level: "warn", destination }),
          ...(await joinedPhaseCode()),
        },
      );
      const worker = await startWorker(ctx);
      const tracked = {
        ctx,
        warnings,
        drain: () => worker.drain(),
        stop: async () => {
          if (workers.delete(tracked)) await worker.stop();
        },
      };
      workers.add(tracked);
      return tracked;
    },
    spawnWorker(env = {}) {
      const connection = backend.connection(database.url);
      return spawnApp(ENTRY, {
        DATABASE_URL: database.url,
        ...(connection.backend === "redis"
          ? { REDIS_URL: connection.redisUrl, QUEUE_PREFIX: connection.prefix ?? "" }
          : {}),
        STORAGE_URL: pathToFileURL(join(folder, "storage")).href,
        SCRATCH_DIR: join(folder, "scratch"),
        OPERATION_MODULES: TRIAL_MODULE,
        WORKER_LEASE_MS: "60000",
        WORKER_CPU_UNITS: "4",
        WORKER_MEMORY_GB: "4",
        HEALTH_PORT: "0",
        LOG_LEVEL: "warn",
        ...env,
      });
    },
    async killWorker(worker) {
      await worker.kill("SIGKILL");
      await endLeases(db, String(worker.ready["workerName"]));
    },
    async submit(parameters = {}, changes = {}) {
      const operationId = `op-${randomUUID()}`;
      const labels = {
        id: operationId,
        ...(changes.scope ?? scope),
        type: changes.type ?? "Trial",
        name: "Trial",
        priority: changes.priority ?? "Normal",
      };
      const needs = { cpuUnits: 1, memoryGb: 1 };
      const created = await createOperation(db, {
        ...labels,
        parameters: { phaseMs: 0, journal: join(folder, "journal"), ...parameters },
        timeoutSec: changes.timeoutSec ?? 600,
        ...needs,
        estimatedLowSec: 1,
        estimatedHighSec: 2,
        createdBy: "tester",
        phases: Array.from({ length: changes.phases ?? 3 }, (_, idx) => ({
          name: `Trial Phase ${idx + 1}`,
          weight: idx === 1 ? 2 : 1,
        })),
        ...(changes.retryPolicy === undefined ? {} : { retryPolicy: changes.retryPolicy }),
      });
      await queues.add("operations", operationJob({ ...labels, ...needs, epoch: 0 }), {
        priority: queueRank(labels.priority, created?.fairTag ?? 0),
      });
      return operationId;
    },
    async ended(operationId) {
      await waitFor(async () => (await view(operationId)).operation.endedAt !== null, {
        what: `the end of ${operationId}`,
      });
      return view(operationId);
    },
    async journal() {
      const text = await readFile(join(folder, "journal"), "utf8").catch(() => "");
      return text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => {
          const [operationId = "", phase, pid] = line.split(" ");
          return { operationId, phase: Number(phase), pid: Number(pid) };
        });
    },
  };
}

/** The code of phase processes in few files, and of trials with it: the worker's own may be another, since only what is sent passes between them. */
async function joinedPhaseCode(): Promise<Pick<NonNullable<Parameters<typeof createContext>[1]>, "phaseCode">> {
  const apps = await getBundledApps();
  const [entry, trials] = [apps[PHASE_ENTRY], bundledModule(apps, TRIAL_MODULE)];
  return entry === undefined || trials === null ? {} : { phaseCode: { entry, operationModules: [trials] } };
}

/** Settings of a worker for trials: short leases, two operations at a time. */
export function workerConfig(databaseUrl: string, folder: string): WorkerConfig {
  return {
    databaseUrl,
    poolerUrl: undefined,
    redisUrl: undefined,
    queuePrefix: undefined,
    storageUrl: `file://${join(folder, "storage")}`,
    scratchDir: join(folder, "scratch"),
    workerName: `worker-${randomUUID().slice(0, 8)}`,
    cpuUnits: 2,
    memoryGb: 4,
    leaseMs: 60_000,
    drainMs: 5000,
    cancelGraceMs: 500,
    crashBudget: 3,
    spareProcesses: 0,
    importsAtOnce: 3,
    importTimeoutMs: 600_000,
    importLimits: DEFAULT_IMPORT_LIMITS,
    maxDownloadBytes: 1_000_000,
    allowList: [],
    egressProxyUrl: null,
    retentionDays: 30,
    tenantWeights: new Map(),
    quotas: NO_QUOTAS,
    operationModules: [TRIAL_MODULE],
    phaseEnvironment: phaseEnvironment(process.env, { storageUrl: "file:///", passedOn: ["NODE_COMPILE_CACHE"] }),
    phaseUser: undefined,
    phaseHosts: [],
    phaseCgroup: undefined,
    branding: undefined,
    healthPort: 0,
    healthHost: "127.0.0.1",
    tracing: { endpoint: undefined, headers: undefined },
    logLevel: "error",
    logPretty: false,
  };
}
