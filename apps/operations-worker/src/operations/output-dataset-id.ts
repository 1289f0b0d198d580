import { createHash } from "node:crypto";

/** Id of the dataset that a phase of an operation makes: the same on every attempt, so that it is never made twice (UUID version 8). */
export function outputDatasetId(operationId: string, phaseIdx: number): string {
  const hex = createHash("sha256").update(`dataset of ${operationId}/${phaseIdx}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
