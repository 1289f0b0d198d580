import type { OperationDefinition } from "@longhaul/operations";
import type { JobReport } from "@longhaul/queue";
import type { ProgressWriter } from "./progress-writer.ts";

/** Reports to the job what is written to the ledger: progress, and when phases begin and end. */
export function reportProgress(
  writer: ProgressWriter,
  report: JobReport,
  { phases }: Pick<OperationDefinition, "phases">,
): ProgressWriter {
  let phase = "";
  let beganAt = 0;
  return {
    ...writer,
    startPhase(idx) {
      writer.startPhase(idx);
      phase = phases[idx]?.name ?? "";
      beganAt = performance.now();
      report.log(`phase "${phase}" began (${idx + 1} of ${phases.length})`);
      report.progress({ progress: writer.percentage(), phase });
    },
    report(progress) {
      writer.report(progress);
      const { fraction: _, ...detail } = progress;
      report.progress({ progress: writer.percentage(), phase, ...detail });
    },
    endPhase() {
      writer.endPhase();
      report.log(`phase "${phase}" ended after ${((performance.now() - beganAt) / 1000).toFixed(1)} s`);
      report.progress({ progress: writer.percentage(), phase });
    },
  };
}
