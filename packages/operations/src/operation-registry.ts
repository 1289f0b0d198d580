import type { OperationDefinition } from "./definition/define-operation.ts";
import { dataEnrichment } from "./data-enrichment/definition.ts";
import { processMiningAnalysis } from "./process-mining-analysis/definition.ts";
import { reportGeneration } from "./report-generation/definition.ts";

/** The operation types that a process knows. */
export interface OperationRegistry {
  /** Types in the order of registration. */
  readonly types: readonly string[];
  find(type: string): OperationDefinition | undefined;
  /** All that loads the code behind the phases, in the order of registration. */
  readonly preload: readonly (() => Promise<unknown>)[];
}

const BUILT_IN: readonly OperationDefinition[] = [processMiningAnalysis, dataEnrichment, reportGeneration];

/**
 * The built-in types and those of further modules, each of which exports `operations`, a list of definitions.
 * All processes of one deployment must be given the same modules.
 * @param modules module specifiers or file URLs
 */
export async function loadOperationRegistry(modules: readonly string[] = []): Promise<OperationRegistry> {
  const definitions = new Map<string, OperationDefinition>();
  const add = (definition: OperationDefinition): void => {
    if (definitions.has(definition.type)) throw new Error(`operation type ${definition.type} is defined twice`);
    definitions.set(definition.type, definition);
  };
  BUILT_IN.forEach(add);
  for (const specifier of modules) {
    const { operations } = (await import(specifier)) as { operations?: readonly OperationDefinition[] };
    if (!Array.isArray(operations)) throw new Error(`module ${specifier} exports no list named "operations"`);
    operations.forEach(add);
  }
  return {
    types: [...definitions.keys()],
    find: (type) => definitions.get(type),
    preload: [...definitions.values()].flatMap((definition) => definition.preload ?? []),
  };
}
