import { randomUUID } from "node:crypto";

/** A fresh `op-<uuid>`. */
export const newOperationId = (): string => `op-${randomUUID()}`;
/** A fresh `exec-<uuid>`: one claim of an operation by a worker. */
export const newExecutionId = (): string => `exec-${randomUUID()}`;
/** A fresh `wh-<uuid>`. */
export const newWebhookId = (): string => `wh-${randomUUID()}`;
/** A fresh `batch-<uuid>`. */
export const newBatchId = (): string => `batch-${randomUUID()}`;

/** A fresh `sched-<uuid>`. */
export const newScheduleId = (): string => `sched-${randomUUID()}`;

/** `op-<first 4 characters of the key's last hyphen token>-<uuid>`: "data-prep" gives `op-prep-…`. */
export function newBatchOperationId(operationKey: string): string {
  const tag = (operationKey.split("-").at(-1) ?? "")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 4);
  return tag === "" ? newOperationId() : `op-${tag}-${randomUUID()}`;
}

/** The id of the nth retry of a root operation: `op-retry-<root uuid>`, then `op-retry2-<root uuid>`, … */
export function retryOperationId(rootId: string, retryNumber: number): string {
  const uuid = rootId.slice(-36);
  return `op-retry${retryNumber === 1 ? "" : retryNumber}-${uuid}`;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A GUID in its 8-4-4-4-12 form, any version, in lower case as ids are kept and compared; null for any other text. */
export const toGuid = (text: string): string | null => (GUID.test(text) ? text.toLowerCase() : null);
