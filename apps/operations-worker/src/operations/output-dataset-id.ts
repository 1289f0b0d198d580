import { uuidOfText } from "@longhaul/domain";

/** Id of the dataset that a phase of an operation makes: the same on every attempt, so that it is never made twice. */
export const outputDatasetId = (operationId: string, phaseIdx: number): string =>
  uuidOfText(`dataset of ${operationId}/${phaseIdx}`);
