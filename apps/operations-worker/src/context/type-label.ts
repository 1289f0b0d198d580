import type { OperationRegistry } from "@longhaul/operations";

/** Types that this worker doesn't know are told as one: labels are not customers' to choose. */
export const OTHER_TYPE = "other";

/** A type as metrics name it. */
export const typeLabel = (registry: Pick<OperationRegistry, "find">, type: string): string =>
  registry.find(type) === undefined ? OTHER_TYPE : type;
