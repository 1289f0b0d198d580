import { availableParallelism, hostname, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import Joi from "joi";
import { parseAllowList, parseQuotas, USUAL_QUOTAS, type AllowList, type QuotaDefaults } from "@longhaul/domain";
import type { ImportLimits } from "@longhaul/event-log";
import { readBranding, type BrandingParameter } from "@longhaul/operations";
import {
  daysSetting,
  durationMsSetting,
  listSetting,
  loadConfig,
  portSetting,
  sharedSettings,
  type LogLevel,
  type SharedSettings,
  type TracerOptions,
} from "@longhaul/runtime";
import { importLimitSchemas, readImportLimits, type ImportLimitSettings } from "./import-limit-settings.ts";
import { readTenantWeights } from "./read-tenant-weights.ts";
import { HOST_PATTERN } from "../phases/walls/network-guard.ts";
import { phaseEnvironment } from "../phases/walls/phase-environment.ts";
import { readPhaseUser, type PhaseUser } from "../phases/walls/phase-user.ts";

/** Settings of an operations worker. */
export interface WorkerConfig {
  readonly databaseUrl: string;
  readonly poolerUrl: string | undefined;
  readonly redisUrl: string | undefined;
  /** Keeps the queues of several deployments on one Redis apart. */
  readonly queuePrefix: string | undefined;
  readonly storageUrl: string;
  readonly scratchDir: string;
  /** Shown as `workerNode`. */
  readonly workerName: string;
  /** What the operations of this worker may use together. */
  readonly cpuUnits: number;
  readonly memoryGb: number;
  /** A claim that is not renewed for this long may be taken by others. */
  readonly leaseMs: number;
  /** How long running phases may go on after SIGTERM. */
  readonly drainMs: number;
  /** How long a cancelled phase has to stop by itself. */
  readonly cancelGraceMs: number;
  /** An operation that has taken this many workers down is failed. */
  readonly crashBudget: number;
  /** Most phase processes that are started before anybody needs them. */
  readonly spareProcesses: number;
  /** Imports that this worker runs at once. */
  readonly importsAtOnce: number;
  /** How long an import may take. */
  readonly importTimeoutMs: number;
  readonly importLimits: ImportLimits;
  /** Most bytes of a file that is had from a URL. */
  readonly maxDownloadBytes: number;
  /** Private networks that downloads may reach. */
  readonly allowList: AllowList;
  readonly egressProxyUrl: string | null;
  /** Days that ended operations are kept where their project says nothing. */
  readonly retentionDays: number;
  /** Shares of the fleet that tenants get, where not 1. */
  readonly tenantWeights: ReadonlyMap<string, number>;
  /** Limits of tenants and projects that have none of their own. */
  readonly quotas: QuotaDefaults;
  readonly operationModules: readonly string[];
  /** All that phase processes see of the environment. */
  readonly phaseEnvironment: NodeJS.ProcessEnv;
  /** Whom phase processes run as; undefined: as the worker. */
  readonly phaseUser: PhaseUser | undefined;
  /** Hosts that phase processes may reach beside those of storage; `*`: all. */
  readonly phaseHosts: readonly string[];
  /** A folder of cgroup v2 below which phase processes get groups of their own. */
  readonly phaseCgroup: string | undefined;
  /** What all reports look like of which a request says nothing. */
  readonly branding: BrandingParameter | undefined;
  readonly healthPort: number;
  readonly healthHost: string;
  /** Where traces go; undefined: nowhere. */
  readonly tracing: Pick<TracerOptions, "endpoint" | "headers">;
  readonly logLevel: LogLevel;
  readonly logPretty: boolean;
}

interface WorkerEnv extends Omit<SharedSettings, "SECRETS_KEY" | "SECRETS_KEYS_OLD">, ImportLimitSettings {
  readonly SCRATCH_DIR: string;
  readonly WORKER_NAME: string;
  readonly WORKER_CPU_UNITS: number;
  readonly WORKER_MEMORY_GB: number;
  readonly WORKER_LEASE_MS: number;
  readonly WORKER_DRAIN_MS: number;
  readonly WORKER_CANCEL_GRACE_MS: number;
  readonly WORKER_CRASH_BUDGET: number;
  readonly WORKER_SPARE_PROCESSES?: number;
  readonly IMPORTS_AT_ONCE: number;
  readonly IMPORT_TIMEOUT: number;
  readonly WEBHOOK_ALLOW_PRIVATE: AllowList;
  readonly RETENTION_DAYS: number;
  readonly TENANT_WEIGHTS: ReadonlyMap<string, number>;
  readonly QUOTAS: QuotaDefaults;
  readonly PHASE_ENV: readonly string[];
  readonly PHASE_USER?: string;
  readonly PHASE_HOSTS: readonly string[];
  readonly PHASE_CGROUP?: string;
  readonly REPORT_BRANDING?: BrandingParameter;
  readonly HEALTH_PORT: number;
}

/** Every setting of an operations worker. */
export const schema = Joi.object<WorkerEnv>({
  ...sharedSettings(
    "DATABASE_URL",
    "DATABASE_POOLER_URL",
    "REDIS_URL",
    "QUEUE_PREFIX",
    "STORAGE_URL",
    "OPERATION_MODULES",
    "MAX_UPLOAD_BYTES",
    "WEBHOOK_EGRESS_PROXY",
    "HEALTH_HOST",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_HEADERS",
    "LOG_LEVEL",
    "LOG_FORMAT",
  ),
  SCRATCH_DIR: Joi.string().default(join(tmpdir(), "longhaul-scratch")),
  WORKER_NAME: Joi.string().default(`${hostname()}-${process.pid}`),
  WORKER_CPU_UNITS: Joi.number().positive().default(availableParallelism()),
  WORKER_MEMORY_GB: Joi.number()
    .positive()
    .default(Math.max(1, Math.floor((0.75 * totalmem()) / 2 ** 30))),
  WORKER_LEASE_MS: durationMsSetting({ minMs: 1000 }).default(5000),
  WORKER_DRAIN_MS: durationMsSetting().default(25_000),
  WORKER_CANCEL_GRACE_MS: durationMsSetting().default(10_000),
  WORKER_CRASH_BUDGET: Joi.number().integer().min(1).default(3),
  WORKER_SPARE_PROCESSES: Joi.number().integer().min(0).max(64),
  IMPORTS_AT_ONCE: Joi.number().integer().min(1).max(64).default(3),
  IMPORT_TIMEOUT: durationMsSetting({ minMs: 1000 }).default(1_800_000),
  ...importLimitSchemas,
  WEBHOOK_ALLOW_PRIVATE: Joi.any()
    .custom(parseAllowList)
    .default([])
    .description("networks that aren't public and may be reached: loopback, or CIDRs, separated by commas"),
  RETENTION_DAYS: daysSetting({ min: 1, max: 3650 }).default(30),
  TENANT_WEIGHTS: Joi.any()
    .custom(readTenantWeights)
    .default(new Map())
    .description("shares of the fleet, tenant=weight, separated by commas; weights from 0.01 to 1000")
    .example("6f1c3c1e-0d0b-4b57-9a51-2f6f0d6f8e11=3"),
  QUOTAS: Joi.any()
    .custom(parseQuotas)
    .default(USUAL_QUOTAS)
    .description("limits of tenants that have none of their own, as the API has them: here of what runs")
    .example("runningOperations=20,project.runningOperations=5"),
  PHASE_ENV: listSetting().default([]),
  PHASE_USER: Joi.string()
    .pattern(/^[1-9]\d{0,9}(:[1-9]\d{0,9})?$/)
    .description("the numbers of the account, and of its group, that phase processes run as")
    .example("65534:65534"),
  PHASE_HOSTS: listSetting(HOST_PATTERN)
    .default([])
    .description(
      "hosts that phases may reach beside storage, separated by commas: host, host:port, *.domain, or * for all",
    )
    .example("models.example.com:443"),
  PHASE_CGROUP: Joi.string()
    .pattern(/^\//)
    .description("a folder of cgroup v2 that the worker may write, for limits of phase processes")
    .example("/sys/fs/cgroup/system.slice/longhaul-worker.service"),
  REPORT_BRANDING: Joi.any()
    .custom(readBranding)
    .description(
      "what reports look like of which a request says nothing, as JSON with the keys of the parameter branding",
    )
    .example('{"companyName":"Nordwind","color":"#12355b"}'),
  HEALTH_PORT: portSetting().default(9101),
});

/** Reads the worker's settings from the environment; reports all faults at once. */
export function readConfig(env: NodeJS.ProcessEnv): WorkerConfig {
  const values = loadConfig(schema, env);
  return {
    databaseUrl: values.DATABASE_URL,
    poolerUrl: values.DATABASE_POOLER_URL,
    redisUrl: values.REDIS_URL,
    queuePrefix: values.QUEUE_PREFIX,
    storageUrl: values.STORAGE_URL,
    scratchDir: values.SCRATCH_DIR,
    workerName: values.WORKER_NAME,
    cpuUnits: values.WORKER_CPU_UNITS,
    memoryGb: values.WORKER_MEMORY_GB,
    leaseMs: values.WORKER_LEASE_MS,
    drainMs: values.WORKER_DRAIN_MS,
    cancelGraceMs: values.WORKER_CANCEL_GRACE_MS,
    crashBudget: values.WORKER_CRASH_BUDGET,
    // Half of those that can work at once.
    spareProcesses: values.WORKER_SPARE_PROCESSES ?? Math.ceil(values.WORKER_CPU_UNITS / 2),
    importsAtOnce: values.IMPORTS_AT_ONCE,
    importTimeoutMs: values.IMPORT_TIMEOUT,
    importLimits: readImportLimits(values),
    maxDownloadBytes: values.MAX_UPLOAD_BYTES,
    allowList: values.WEBHOOK_ALLOW_PRIVATE,
    egressProxyUrl: values.WEBHOOK_EGRESS_PROXY ?? null,
    retentionDays: values.RETENTION_DAYS,
    tenantWeights: values.TENANT_WEIGHTS,
    quotas: values.QUOTAS,
    operationModules: values.OPERATION_MODULES,
    phaseEnvironment: phaseEnvironment(env, { storageUrl: values.STORAGE_URL, passedOn: values.PHASE_ENV }),
    phaseUser: readPhaseUser(values.PHASE_USER),
    phaseHosts: values.PHASE_HOSTS,
    phaseCgroup: values.PHASE_CGROUP,
    branding: values.REPORT_BRANDING,
    healthPort: values.HEALTH_PORT,
    healthHost: values.HEALTH_HOST,
    tracing: { endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT, headers: values.OTEL_EXPORTER_OTLP_HEADERS },
    logLevel: values.LOG_LEVEL,
    logPretty: values.LOG_FORMAT === "pretty",
  };
}
