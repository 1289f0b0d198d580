import type { Batch, BatchCancelled, BatchRequest, CancelRequest } from "../generated/contract.ts";
import { OperationHandle, type Waiting } from "./operation-handle.ts";
import type { StartOperation } from "./start-operation.ts";
import { statusChanges, untilOver } from "./status-changes.ts";
import type { Transport } from "./transport.ts";

/** Options of a batch: its request without name and operations. */
export type BatchOptions = Omit<BatchRequest, "batchName" | "operations">;

/** An operation of a batch. */
export type BatchOperation = StartOperation & {
  readonly operationKey?: string;
  /** Keys of the operations that must complete before it starts. */
  readonly dependencies?: readonly string[];
};

/** A whole batch. */
export type StartBatch = BatchOptions & { readonly batchName: string; readonly operations: readonly BatchOperation[] };

const isOver = ({ batchEndTime }: Batch): boolean => batchEndTime !== undefined;

/** A batch that was started. */
export class BatchHandle {
  readonly id: string;
  readonly #transport: Transport;
  readonly #path: string;

  constructor(transport: Transport, id: string) {
    this.id = id;
    this.#transport = transport;
    this.#path = `/async/batch/${encodeURIComponent(id)}`;
  }

  async status({ signal }: Waiting = {}): Promise<Batch> {
    return this.#transport.json({ path: this.#path, headers: { prefer: "wait=0" }, signal });
  }

  /** Yields the status now and after each change, by long polling. The last one is final. */
  statuses({ signal }: Waiting = {}): AsyncGenerator<Batch> {
    return statusChanges(this.#transport, this.#path, signal, isOver);
  }

  /** Waits until all its operations have ended, successfully or not. */
  async ended({ signal }: Waiting = {}): Promise<Batch> {
    return untilOver(this.#transport, this.#path, signal, isOver);
  }

  /** Finds the operation with a key. */
  async operation(operationKey: string, { signal }: Waiting = {}): Promise<OperationHandle> {
    const { operations } = await this.status({ signal });
    const found = operations.find((operation) => operation.operationKey === operationKey);
    if (found === undefined) {
      const keys = operations.map((operation) => operation.operationKey).join(", ");
      throw new Error(`batch ${this.id} has no operation "${operationKey}"; it has ${keys}`);
    }
    return new OperationHandle(this.#transport, found.operationId);
  }

  /** Cancels all its operations that haven't ended. */
  async cancel(how: CancelRequest & Waiting = {}): Promise<BatchCancelled> {
    const { signal, ...json } = how;
    return this.#transport.json({ path: `${this.#path}/cancel`, json, signal });
  }
}

/** Builds a batch, operation by operation. */
export class BatchBuilder {
  readonly #transport: Transport;
  readonly #request: BatchOptions & { readonly batchName: string };
  readonly #operations: BatchOperation[] = [];

  constructor(transport: Transport, batchName: string, options: BatchOptions) {
    this.#transport = transport;
    this.#request = { batchName, ...options };
  }

  /**
   * Adds an operation.
   * @param dependencies keys of the operations that must complete before it starts
   */
  add<const Type extends string>(
    operationKey: string,
    operation: StartOperation<Type>,
    dependencies: readonly string[] = [],
  ): this {
    this.#operations.push({ ...(operation as StartOperation), operationKey, dependencies });
    return this;
  }

  /** Starts the whole batch or nothing. @param options.idempotencyKey use the same key when you start the same batch again */
  async start(options: Waiting & { readonly idempotencyKey?: string } = {}): Promise<BatchHandle> {
    const { batchId } = await this.#transport.json<Batch>({
      path: "/async/batch",
      json: { ...this.#request, operations: this.#operations },
      ...options,
    });
    return new BatchHandle(this.#transport, batchId);
  }
}
