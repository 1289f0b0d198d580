import { defineOperation, type OperationDefinition } from "@longhaul/operations";
import Joi from "joi";

/** An operation of four phases that do nothing: what it costs is the cost of running an operation at all. */
export const operations: readonly OperationDefinition[] = [
  defineOperation<Record<string, never>>({
    type: "Trivial",
    parameters: Joi.object({}),
    isolation: "inline",
    needsDataset: false,
    datasetOf: () => null,
    estimate: () => ({ lowSec: 1, highSec: 1 }),
    phases: [1, 2, 3, 4].map((number) => ({
      name: `Phase ${number}`,
      weight: 1,
      version: 1,
      dependsOnParameters: [],
      run: async () => Promise.resolve({ results: { number }, summary: { [`phase${number}`]: true } }),
    })),
  }),
];
