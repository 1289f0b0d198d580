import { validateBody } from "@longhaul/contracts";
import type { OperationRegistry } from "@longhaul/operations";

/**
 * Validates the examples of each operation type before requests come, because the first use of a schema blocks the event loop ten
 * times as long as later ones. @returns the registry
 */
export function warmUpSchemas(registry: OperationRegistry): OperationRegistry {
  for (const type of registry.types) {
    const definition = registry.find(type);
    if (definition === undefined) continue;
    for (const { parameters } of definition.examples ?? []) validateBody(definition.parameters, parameters);
  }
  return registry;
}
