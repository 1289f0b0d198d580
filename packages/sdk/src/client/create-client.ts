import type { ListedOperation, ListQuery, OperationAccepted, OperationListAnswer } from "@longhaul/contracts";
import { BatchBuilder, BatchHandle, type BatchOptions } from "./batch-handle.ts";
import { datasetsOf, type Datasets } from "./datasets.ts";
import { listPages, type ListOptions } from "./list-pages.ts";
import { OperationHandle, type StartOperation, type Waiting } from "./operation-handle.ts";
import { schedulesOf, type Schedules } from "./schedules.ts";
import { createTransport, type ClientOptions, type Transport } from "./transport.ts";
import { watchEvents } from "./watch-events.ts";
import type { WebhookEventBody } from "../webhook-event-body.ts";

/** A project of Longhaul. */
export interface Client {
  readonly operations: {
    /**
     * Starts an operation. It is accepted once, however often the request had to be sent.
     * @param options.idempotencyKey the same for the same wish, over restarts of the caller too
     */
    start(
      operation: StartOperation,
      options?: Waiting & { readonly idempotencyKey?: string },
    ): Promise<OperationHandle>;
    /** A handle of an operation that was started before, by any process. */
    resume(operationId: string): OperationHandle;
    /** Operations, newest first. */
    list(
      options?: ListOptions & Partial<Pick<ListQuery, "operationType" | "priority" | "includeDetails">> & StatusFilter,
    ): AsyncGenerator<ListedOperation>;
  };
  readonly batches: {
    create(batchName: string, options?: BatchOptions): BatchBuilder;
    resume(batchId: string): BatchHandle;
  };
  readonly datasets: Datasets;
  /**
   * What happens in the project from now on, each event once; a stream that breaks is opened again behind the last one seen.
   * Ends only by `signal`.
   */
  events(options?: Waiting): AsyncGenerator<WebhookEventBody>;
  readonly schedules: Schedules;
  /** Who the token makes the caller, and the server's time and version. */
  ping(options?: Waiting): Promise<Readonly<Record<string, unknown>>>;
  /** For endpoints that have no method here: the same retries, idempotency keys and errors. */
  readonly transport: Transport;
}

interface StatusFilter {
  readonly status?: string | readonly string[];
}

/** Opens a client. Nothing is sent before the first call. */
export function createClient(options: ClientOptions): Client {
  const transport = createTransport(options);
  return {
    transport,
    events: ({ signal } = {}) => watchEvents(transport, "/async/events", { signal }),
    ping: async ({ signal } = {}) => transport.json({ path: "/async/ping", signal }),
    operations: {
      async start(operation, how = {}) {
        const accepted = await transport.json<OperationAccepted>({ path: "/async/operation", json: operation, ...how });
        return new OperationHandle(transport, accepted.operationId, accepted);
      },
      resume: (operationId) => new OperationHandle(transport, operationId),
      list: (query = {}) =>
        listPages(
          query,
          "/async/operations",
          async (ask) => (await transport.json<OperationListAnswer>(ask)).operations,
        ),
    },
    batches: {
      create: (batchName, how = {}) => new BatchBuilder(transport, batchName, how),
      resume: (batchId) => new BatchHandle(transport, batchId),
    },
    datasets: datasetsOf(transport),
    schedules: schedulesOf(transport),
  };
}
