import type { PhaseContext, PhaseOutput } from "../phase-context.ts";
import type { AnalysisParameters } from "./parameters.ts";

export async function discoverProcess(ctx: PhaseContext<AnalysisParameters>): Promise<PhaseOutput> {
  throw new Error(`not there yet: ${ctx.operationId}`);
}
