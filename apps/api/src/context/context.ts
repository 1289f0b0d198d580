import { randomUUID } from "node:crypto";
import { createDb, createLedgerCheck, createRest, type Db, type Rest } from "@longhaul/db";
import { loadOperationRegistry, type OperationRegistry } from "@longhaul/operations";
import { createQueues, queueConnectionFromUrls, type QueueConnection, type Queues } from "@longhaul/queue";
import {
  createLogger,
  createMetrics,
  watchReadiness,
  type Logger,
  type Metrics,
  type ReadinessWatch,
  type Tracer,
} from "@longhaul/runtime";
import { openBlobStore, type BlobStore } from "@longhaul/storage";
import { createTurns, type PostgresLimits, type TakeInTurn } from "@longhaul/stores";
import type { ApiConfig } from "./config.ts";
import { createAuditLog, type AuditLog } from "./audit-log.ts";
import { loadConsole, type ConsolePage } from "./load-console.ts";
import { createAuthenticator, type Authenticator } from "../http/authenticator.ts";
import { createKeyAuthenticator, type KeyAuthenticator } from "../http/key-authenticator.ts";
import { createOidcProvider, type OidcProvider } from "../http/oidc-provider.ts";
import { createRequestPermits, type RequestPermits } from "../http/request-permits.ts";
import { createEventFeed, type EventFeed } from "../live/event-feed.ts";
import { createLogFeed, type LogFeed } from "../live/log-feed.ts";
import { createEventHub, type EventHub } from "../live/event-hub.ts";
import { createGraphPainter, type GraphPainter } from "../features/batches/graph/graph-painter.ts";
import { createFleetStreams, type FleetStreams } from "./fleet-streams.ts";
import { createStreamSlots, type StreamSlots } from "./stream-slots.ts";
import { createAcceptance, type Acceptance } from "./acceptance.ts";
import { createQueueWatch, type QueueWatch } from "./queue-watch.ts";
import { createAdmissions, type Admissions } from "./admissions.ts";
import { warmUpSchemas } from "./warm-up-schemas.ts";
import { createPastRuns, type PastRuns } from "./past-runs.ts";
import { createReadyDatasets, type ReadyDatasets } from "./ready-datasets.ts";
import { createUploadsUnderWay, type UploadsUnderWay } from "./uploads-under-way.ts";
import { createStatusReads, type StatusReads } from "./status-reads.ts";

/** What the parts of the API share. */
export interface ApiContext {
  readonly config: ApiConfig;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Null where traces go nowhere. */
  readonly tracer: Tracer | null;
  /** What requests work on: it shows and takes the rows of the tenants that `asTenants` names, and no others. */
  readonly db: Db;
  /** The ledger of all tenants: for rounds on behalf of nobody, and for who isn't known yet. */
  readonly fleetDb: Db;
  readonly rest: Rest;
  readonly queues: Queues;
  readonly acceptance: Acceptance;
  readonly admissions: Admissions;
  readonly storage: BlobStore;
  readonly registry: OperationRegistry;
  /** Knows tokens and keys. */
  readonly authenticator: Authenticator;
  /** The identity provider; null where none is set. */
  readonly oidc: OidcProvider | null;
  readonly keys: KeyAuthenticator;
  readonly audit: AuditLog;
  readonly limits: TimeLimits;
  readonly hub: EventHub;
  /** Aborts when the process begins to shut down: whatever waits for something to happen stops waiting. */
  readonly stopping: AbortController;
  readonly readiness: ReadinessWatch;
  readonly feed: EventFeed;
  readonly logFeed: LogFeed;
  readonly pastRuns: PastRuns;
  readonly readyDatasets: ReadyDatasets;
  readonly statusReads: StatusReads;
  readonly queueWatch: QueueWatch;
  readonly painter: GraphPainter;
  /** Null where it was not built. */
  readonly console: ConsolePage | null;
  readonly streams: StreamSlots;
  readonly fleetStreams: FleetStreams;
  readonly permits: RequestPermits;
  readonly uploads: UploadsUnderWay;
  /** For what streams read of the past: hundreds that begin together would keep all connections from requests. */
  readonly replays: TakeInTurn;
  close(): Promise<void>;
}

/** How long a request, and what it asks of the ledger, may take. */
export interface TimeLimits extends PostgresLimits {
  /** Stores have time limits of their own, but a request may need several of them, or wait behind others. */
  readonly answerMs: number;
  /** Of a picture, once its turn has come; default: the painter's own. */
  readonly paintMs?: number;
}

const USUAL_LIMITS: TimeLimits = { answerMs: 9_000 };
const REPLAYS_AT_A_TIME = 2;
/** Connections that all background rounds share. */
const ROUND_CONNECTIONS = 4;

/** Opens everything that the API needs; nothing is served yet. */
export async function createContext(
  config: ApiConfig,
  overrides: {
    readonly queueConnection?: QueueConnection;
    readonly logger?: Logger;
    readonly tracer?: Tracer | null;
    readonly console?: ConsolePage | null;
    readonly limits?: TimeLimits;
    /** Called when an upgrade of the ledger leaves this code behind. */
    readonly onUnfitLedger?: (err: Error) => void;
  } = {},
): Promise<ApiContext> {
  const logger = overrides.logger ?? createLogger({ service: "api", level: config.logLevel, pretty: config.logPretty });
  const connection =
    overrides.queueConnection ??
    queueConnectionFromUrls({ databaseUrl: config.databaseUrl, redisUrl: config.redisUrl, prefix: config.queuePrefix });
  const limits = overrides.limits ?? USUAL_LIMITS;
  const ledger = {
    limits,
    databaseUrl: config.databaseUrl,
    poolerUrl: config.poolerUrl,
    onError: (err: Error) => logger.warn({ err }, "idle database connection lost"),
  };
  const db = createDb({ ...ledger, applicationName: "api", role: "longhaul_api" });
  const fleetDb = createDb({
    ...ledger,
    applicationName: "api-rounds",
    role: "longhaul_worker",
    poolSize: ROUND_CONNECTIONS,
  });
  const checkLedger = await createLedgerCheck(db, overrides.onUnfitLedger ?? (() => undefined));
  const queues = createQueues(connection, { onError: (err) => logger.warn({ err }, "queue error") });
  const admissions = createAdmissions(queues, logger);
  const rest = createRest(fleetDb, {
    name: `api-${randomUUID()}`,
    onError: (err) => logger.warn({ err }, "the ledger wasn't asked whether it rests"),
  });
  const hub = await createEventHub(fleetDb, rest, logger);
  const logFeed = createLogFeed(fleetDb, logger);
  const fleetStreams = createFleetStreams(fleetDb, config.quotas, logger);
  const painter = createGraphPainter(limits.paintMs === undefined ? {} : { limitMs: limits.paintMs });
  const audit = createAuditLog(db, rest, logger);
  const oidc = config.oidc === undefined ? null : createOidcProvider(config.oidc);
  const keys = createKeyAuthenticator(fleetDb, logger, createAuthenticator(config.auth, oidc));
  const storage = openBlobStore(config.storageUrl);
  const readiness = await watchReadiness({
    logger,
    checks: { database: checkLedger, queue: () => queues.ping(), storage: () => storage.check() },
  });
  return {
    config,
    limits,
    logger,
    metrics: createMetrics(),
    tracer: overrides.tracer ?? null,
    db,
    fleetDb,
    rest,
    queues,
    acceptance: createAcceptance(db, config.quotas),
    admissions,
    hub,
    stopping: new AbortController(),
    feed: createEventFeed(fleetDb, hub, logger),
    logFeed,
    storage,
    readiness,
    registry: warmUpSchemas(await loadOperationRegistry(config.operationModules)),
    authenticator: keys.authenticate,
    keys,
    oidc,
    audit,
    pastRuns: createPastRuns(fleetDb),
    readyDatasets: createReadyDatasets({ db }),
    statusReads: createStatusReads(db),
    queueWatch: createQueueWatch(fleetDb),
    painter,
    console: overrides.console === undefined ? await loadConsole() : overrides.console,
    fleetStreams,
    permits: createRequestPermits(db, config.quotas, (err) => logger.warn({ err }, "requests are not counted")),
    uploads: createUploadsUnderWay(),
    streams: createStreamSlots({ perTenant: config.maxStreamsPerTenant, perProcess: config.maxStreams }),
    replays: createTurns(REPLAYS_AT_A_TIME),
    async close() {
      readiness.close();
      logFeed.close();
      await fleetStreams.close();
      await painter.close();
      await rest.close();
      await hub.close();
      await audit.settled();
      await admissions.settled();
      await queues.close();
      await Promise.all([db.close(), fleetDb.close()]);
    },
  };
}
