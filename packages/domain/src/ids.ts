import { hash, randomUUID } from "node:crypto";

/** A fresh UUID of version 7, which begins with the time in milliseconds. */
function timedUuid(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/**
 * A fresh `op-<uuid>`, whose UUID begins with the time: rows of operations that are accepted, claimed and ended one after another are
 * neighbours in each index by their ids, and the ledger writes a few pages instead of one for each.
 */
export const newOperationId = (): string => `op-${timedUuid()}`;
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
  return tag === "" ? newOperationId() : `op-${tag}-${timedUuid()}`;
}

/** The id of the nth retry of a root operation: `op-retry-<root uuid>`, then `op-retry2-<root uuid>`, … */
export function retryOperationId(rootId: string, retryNumber: number): string {
  const uuid = rootId.slice(-36);
  return `op-retry${retryNumber === 1 ? "" : retryNumber}-${uuid}`;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A GUID in its 8-4-4-4-12 form, any version, in lower case as ids are kept and compared; null for any other text. */
export const toGuid = (text: string): string | null => (GUID.test(text) ? text.toLowerCase() : null);

/** The UUID (version 8) of a text: the same each time, so that what it names is never made twice. */
export function uuidOfText(text: string): string {
  const hex = hash("sha256", text, "hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
