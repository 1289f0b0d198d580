import { setTimeout as delay } from "node:timers/promises";
import { defineOperation, type OperationDefinition } from "@longhaul/operations";
import Joi from "joi";

/** How long a phase of a slow operation waits. */
const SLOW_PHASE_MS = 50;

const trivial = (
  type: string,
  { writesArtifacts = false, isSlow = false }: { readonly writesArtifacts?: boolean; readonly isSlow?: boolean } = {},
): OperationDefinition =>
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
        if (isSlow) await delay(SLOW_PHASE_MS);
        if (writesArtifacts) await ctx.artifact(meta, name);
        return { results: { number }, summary: { [`phase${number}`]: true } };
      },
    })),
  });

/** Operations of four phases that do nothing, write a line, or wait: what they cost is the cost of running an operation at all. */
export const operations: readonly OperationDefinition[] = [
  trivial("Trivial"),
  trivial("TrivialArtifacts", { writesArtifacts: true }),
  trivial("Slow", { isSlow: true }),
];
