import { defineOperation, type OperationDefinition } from "@longhaul/operations";
import Joi from "joi";

const trivial = (type: string, writesArtifacts: boolean): OperationDefinition =>
  defineOperation<Record<string, never>>({
    type,
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
      run: async (ctx) => {
        const name = `phase-${number}`;
        const meta = { name, fileName: `${name}.txt`, type: "Report", format: "TXT", mediaType: "text/plain" };
        if (writesArtifacts) await ctx.artifact(meta, name);
        return { results: { number }, summary: { [`phase${number}`]: true } };
      },
    })),
  });

/** Operations of four phases that do nothing, or write a line: what they cost is the cost of running an operation at all. */
export const operations: readonly OperationDefinition[] = [
  trivial("Trivial", false),
  trivial("TrivialArtifacts", true),
];
