import type { OperationRegistry } from "@longhaul/operations";

/** Operation types that a webhook may filter for: those of the contract too where this deployment doesn't run them. */
export function filterableTypes(registry: OperationRegistry): string[] {
  return [...new Set([...registry.types, "ProcessMiningAnalysis", "DataEnrichment", "ReportGeneration"])];
}
