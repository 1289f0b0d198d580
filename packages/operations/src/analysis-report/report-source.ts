import type { DependencyResult } from "../basics/phase-context.ts";
import type { Discovery } from "../findings/discovery.ts";

/** An analysis with what it discovered, as reports are composed from it. */
export interface ReportSource {
  readonly operation: Omit<DependencyResult, "files" | "operationKey" | "operationType">;
  readonly discovery: Discovery;
}
