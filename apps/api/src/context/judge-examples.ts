import { validateBody } from "@longhaul/contracts";
import type { OperationRegistry } from "@longhaul/operations";

/**
 * Judges the examples of each operation type before requests come: the first use of a schema holds the event loop up for ten
 * times as long as later ones.
 */
export function judgeExamples(registry: OperationRegistry): OperationRegistry {
  for (const type of registry.types) {
    const definition = registry.find(type);
    if (definition === undefined) continue;
    for (const { parameters } of definition.examples ?? []) validateBody(definition.parameters, parameters);
  }
  return registry;
}
