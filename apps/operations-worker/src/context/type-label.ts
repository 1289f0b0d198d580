import type { OperationRegistry } from "@longhaul/operations";

/** The label of all types that this worker doesn't know: customers can't create labels. */
export const OTHER_TYPE = "other";

/** A type as metrics name it. */
export const typeLabel = (registry: Pick<OperationRegistry, "find">, type: string): string =>
  registry.find(type) === undefined ? OTHER_TYPE : type;
