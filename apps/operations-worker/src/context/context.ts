import { createDb, createRest, type Db, type Rest } from "@longhaul/db";
import { createDownloader, type Downloader } from "@longhaul/egress";
import { loadOperationRegistry, type OperationRegistry } from "@longhaul/operations";
import { createQueues, queueConnectionFromUrls, type QueueConnection, type Queues } from "@longhaul/queue";
import { createLogger, createMetrics, type Logger, type Metrics, type Tracer } from "@longhaul/runtime";
import { openBlobStore, type BlobStore } from "@longhaul/storage";
import { createDependents, type Dependents } from "./start-dependents.ts";
import { createImportSlots, type ImportSlots } from "./import-slots.ts";
import type { WorkerConfig } from "../settings/config.ts";
import { taskName } from "../phases/protocol.ts";
import { removeLeftFolders } from "../phases/process-folder.ts";
import { createPhasePool, type PhasePool } from "../phases/phase-pool.ts";
import { PHASE_ENTRY, type PhaseProcessSettings } from "../phases/phase-process.ts";
import { checkPhaseUser } from "../phases/walls/phase-user.ts";
import { openWalls } from "../phases/open-walls.ts";
import { createCapacity, type Capacity } from "./capacity.ts";
import { createClaimsAhead, type ClaimsAhead } from "./claims-ahead.ts";
import { createRunMetrics, type RunMetrics } from "./run-metrics.ts";
import { createEndedJobs, type EndedJobs } from "./ended-jobs.ts";
import { createLedgerWriter, type LedgerWriter } from "./ledger-writer.ts";
import { createRunningTasks, type RunningTasks } from "./running-tasks.ts";

/** What the parts of the worker share. */
export interface WorkerContext {
  readonly config: WorkerConfig;
  readonly logger: Logger;
  /** Metrics of this process. */
  readonly metrics: Metrics;
  readonly counted: RunMetrics;
  /** Null where traces go nowhere. */
  readonly tracer: Tracer | null;
  readonly db: Db;
  readonly rest: Rest;
  readonly queueConnection: QueueConnection;
  readonly queues: Queues;
  readonly storage: BlobStore;
  readonly downloader: Downloader;
  readonly registry: OperationRegistry;
  readonly pool: PhasePool;
  readonly capacity: Capacity;
  readonly claimsAhead: ClaimsAhead;
  readonly running: RunningTasks;
  readonly importSlots: ImportSlots;
  readonly ledger: LedgerWriter;
  readonly dependents: Dependents;
  readonly endedJobs: EndedJobs;
}

/** A server that sends nothing for so long has gone away. */
const DOWNLOAD_IDLE_MS = 30_000;

/** How many operations of one CPU unit a worker runs at once. */
export const placesOf = ({ cpuUnits }: Pick<WorkerConfig, "cpuUnits">): number => Math.max(1, Math.floor(cpuUnits));

/** Opens everything that the worker needs; nothing is taken from the queue yet. */
export async function createContext(
  config: WorkerConfig,
  overrides: {
    readonly queueConnection?: QueueConnection;
    readonly logger?: Logger;
    readonly tracer?: Tracer | null;
    /** What phase processes run, where that isn't the worker's own code. */
    readonly phaseCode?: Pick<PhaseProcessSettings, "entry" | "operationModules">;
  } = {},
): Promise<WorkerContext> {
  const logger =
    overrides.logger ??
    createLogger({ service: "operations-worker", level: config.logLevel, pretty: config.logPretty });
  checkPhaseUser(config.phaseUser, PHASE_ENTRY);
  const left = await removeLeftFolders(config.scratchDir);
  if (left > 0) logger.info({ left }, "removed what phase processes of workers that died had left");
  const registry = await loadOperationRegistry(config.operationModules);
  const queueConnection =
    overrides.queueConnection ??
    queueConnectionFromUrls({ databaseUrl: config.databaseUrl, redisUrl: config.redisUrl, prefix: config.queuePrefix });
  const metrics = createMetrics();
  const db = createDb({
    databaseUrl: config.databaseUrl,
    poolerUrl: config.poolerUrl,
    applicationName: config.workerName,
    role: "longhaul_worker",
    onError: (err) => logger.warn({ err }, "idle database connection lost"),
  });
  const shared = {
    config,
    logger,
    metrics,
    counted: createRunMetrics(metrics, registry),
    tracer: overrides.tracer ?? null,
    registry,
    queueConnection,
    db,
    rest: createRest(db, {
      name: config.workerName,
      onError: (err) => logger.warn({ err }, "the ledger wasn't asked whether it rests"),
    }),
    queues: createQueues(queueConnection, { onError: (err) => logger.warn({ err }, "queue error") }),
    storage: openBlobStore(config.storageUrl),
    downloader: createDownloader({ ...config, proxyUrl: config.egressProxyUrl, idleMs: DOWNLOAD_IDLE_MS }),
    pool: createPhasePool(
      {
        ...config,
        entry: PHASE_ENTRY,
        ...overrides.phaseCode,
        ...openWalls(config, logger),
        env: config.phaseEnvironment,
        onPolluted: (changed, task) =>
          logger.error(
            { changed, task: taskName(task) },
            "a task changed an object of the language; its process is replaced",
          ),
        onOveruse: (task) =>
          logger.warn(
            { task: taskName(task), cpuUnits: task.resources.cpuUnits },
            "a task uses more processors than it was given; its process comes behind all others now",
          ),
      },
      { warm: placesOf(config), spares: config.spareProcesses },
    ),
    capacity: createCapacity(config),
    claimsAhead: createClaimsAhead(placesOf(config)),
    running: createRunningTasks(),
    importSlots: createImportSlots(config.importsAtOnce),
  };
  const ledger = createLedgerWriter(shared.db, config.quotas);
  return { ...shared, ledger, dependents: createDependents(shared), endedJobs: createEndedJobs(shared) };
}
