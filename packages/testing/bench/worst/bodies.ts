/** n items. */
export const list = <T>(n: number, item: (idx: number) => T): T[] => Array.from({ length: n }, (_, idx) => item(idx));

/** An object of n keys with the same value. */
export const keys = (n: number, value: unknown): Record<string, unknown> =>
  Object.fromEntries(list(n, (idx) => [`k${idx}`, value]));

export const trial = { operationType: "Trial", operationName: "A trial", parameters: {} };
export const enrichment = (parameters: unknown) => ({
  operationType: "DataEnrichment",
  operationName: "x",
  parameters,
});
export const callbacks = {
  onCompletion: "https://example.com/",
  onError: "https://example.com/",
  onProgress: "https://example.com/",
};

export interface Batch {
  readonly batchId: string;
  readonly operations: readonly { readonly operationId: string }[];
}

export const batch = (operations: readonly unknown[]) => ({ batchName: "b", operations });
const nearby = (idx: number, n: number): string[] => list(Math.min(idx, n), (place) => `k${idx - 1 - place}`);

/** A batch of 1,000 operations, each of which depends on the n before it. */
export const largeBatch = (n: number) =>
  batch(list(1000, (idx) => ({ ...trial, operationKey: `k${idx}`, dependencies: nearby(idx, n) })));

/** A dataset that the worker may import later. */
export function smallUpload(): FormData {
  const upload = new FormData();
  upload.set("file", new Blob(["case,activity,timestamp\n1,a,2024-01-01T00:00:00Z\n"]), "a.csv");
  return upload;
}
