import type {
  BatchList,
  OperationAccepted,
  OperationList,
  OperationTypes,
  Ping,
  Queue,
} from "../generated/contract.ts";
import { BatchBuilder, BatchHandle, type BatchOptions } from "./batch-handle.ts";
import { datasetsOf, type Datasets } from "./datasets.ts";
import { download } from "./download.ts";
import { listPages, type ListOptions } from "./list-pages.ts";
import { OperationHandle, type Waiting } from "./operation-handle.ts";
import { projectEvents } from "./events.ts";
import { auditOf, type AuditLog } from "./audit.ts";
import { apiKeysOf, type ApiKeys } from "./api-keys.ts";
import { quotasOf, type Quotas } from "./quotas.ts";
import { retryEach, type RetryOutcome } from "./retry-all.ts";
import { schedulesOf, type Schedules } from "./schedules.ts";
import type { Artifact, StartOperation } from "./start-operation.ts";
import { createTransport, type ClientOptions, type Transport } from "./transport.ts";
import type { WebhookEventBody } from "../webhooks/webhook-event.ts";
import { webhooksOf, type Webhooks } from "./webhooks.ts";

/** A project of Longhaul. */
export interface Client {
  readonly operations: {
    /**
     * Starts an operation. It is accepted once, however often the request had to be sent.
     * @param options.idempotencyKey the same for the same request, over restarts of the caller too
     */
    start<const Type extends string>(
      operation: StartOperation<Type>,
      options?: Waiting & { readonly idempotencyKey?: string },
    ): Promise<OperationHandle<Type>>;
    /** A handle of an operation that was started before, by any process; name its type for typed results. */
    resume<Type extends string = string>(operationId: string): OperationHandle<Type>;
    /** Operations, newest first. */
    list(options?: ListOptions & OperationFilters): AsyncGenerator<OperationList["operations"][number]>;
    /**
     * Retries all failed or timed-out operations that match the filters, one after another, and yields each outcome.
     * @param options.idempotencyKey the same for the same request: what a run that broke off has retried isn't retried again
     */
    retryAll(
      filters: Omit<OperationFilters, "includeDetails">,
      options: Waiting & { readonly idempotencyKey: string },
    ): AsyncGenerator<RetryOutcome>;
    /** What can be started here. */
    types(options?: Waiting): Promise<OperationTypes["operationTypes"]>;
  };
  readonly batches: {
    create(batchName: string, options?: BatchOptions): BatchBuilder;
    resume(batchId: string): BatchHandle;
    /** Batches without their operations, newest first. */
    list(
      options?: ListOptions & { readonly status?: BatchList["batches"][number]["status"] },
    ): AsyncGenerator<BatchList["batches"][number]>;
  };
  readonly datasets: Datasets;
  readonly schedules: Schedules;
  readonly apiKeys: ApiKeys;
  readonly audit: AuditLog;
  readonly quotas: Quotas;
  readonly webhooks: Webhooks;
  /**
   * What happens in the project from now on, each event once; a stream that breaks is opened again behind the last one seen.
   * Ends only by `signal`.
   */
  events(options?: Waiting): AsyncGenerator<WebhookEventBody>;
  /** What waits, where and why, and the workers with their load. */
  queue(options?: Waiting): Promise<Queue>;
  /** Who the token makes the caller, and the server's time and version. */
  ping(options?: Waiting): Promise<Ping>;
  /** The content of a file that an operation made. */
  download(artifact: Pick<Artifact, "downloadUrl">, options?: Waiting): Promise<Response>;
  /** For endpoints that have no method here: the same retries, idempotency keys and errors. */
  readonly transport: Transport;
}

/** Which operations to list; all must hold, of several values of one any. */
export interface OperationFilters {
  readonly status?: string | readonly string[];
  readonly operationType?: string | readonly string[];
  readonly priority?: string | readonly string[];
  /** Earliest creation: a day or a time. */
  readonly dateFrom?: string;
  readonly dateTo?: string;
  /** Words of its id, name, type, submitter, parameters, error or log; of the last one the beginning is enough. */
  readonly search?: string;
  readonly includeDetails?: boolean;
}

/** Opens a client. Nothing is sent before the first call. */
export function createClient(options: ClientOptions): Client {
  const transport = createTransport(options);
  return {
    transport,
    ping: async ({ signal } = {}) => transport.json({ path: "/async/ping", signal }),
    queue: async ({ signal } = {}) => transport.json({ path: "/async/queue", signal }),
    download: async ({ downloadUrl }, { signal } = {}) => download(options, downloadUrl, signal),
    operations: {
      async start(operation, how = {}) {
        const accepted = await transport.json<OperationAccepted>({ path: "/async/operation", json: operation, ...how });
        return new OperationHandle(transport, accepted.operationId, accepted);
      },
      resume: (operationId) => new OperationHandle(transport, operationId),
      list: (filters = {}) => listPages(transport, "/async/operations", filters, "operations"),
      retryAll: (filters, how) =>
        retryEach(
          transport,
          listPages<OperationList["operations"][number]>(
            transport,
            "/async/operations",
            { status: "Failed,Timeout", ...filters, signal: how.signal },
            "operations",
          ),
          how,
        ),
      types: async ({ signal } = {}) =>
        (await transport.json<OperationTypes>({ path: "/async/operation-types", signal })).operationTypes,
    },
    batches: {
      create: (batchName, how = {}) => new BatchBuilder(transport, batchName, how),
      resume: (batchId) => new BatchHandle(transport, batchId),
      list: (filters = {}) => listPages(transport, "/async/batches", filters, "batches"),
    },
    datasets: datasetsOf(transport),
    schedules: schedulesOf(transport),
    apiKeys: apiKeysOf(transport),
    audit: auditOf(transport),
    quotas: quotasOf(transport),
    webhooks: webhooksOf(transport),
    events: ({ signal } = {}) => projectEvents(transport, signal),
  };
}
