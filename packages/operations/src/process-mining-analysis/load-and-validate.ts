import type { PhaseContext, PhaseOutput } from "../phase-context.ts";
import type { AnalysisParameters } from "./parameters.ts";

export async function loadAndValidate(ctx: PhaseContext<AnalysisParameters>): Promise<PhaseOutput> {
  throw new Error(`not there yet: ${ctx.operationId}`);
}
