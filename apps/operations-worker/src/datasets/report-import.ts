import type { DatasetRecord } from "@longhaul/db";
import type { JobReport } from "@longhaul/queue";
import type { TaskProgress } from "../phases/protocol.ts";

/** Reports an import's progress to its job, and adds a log line at each new step. */
export interface ImportReport {
  readonly onProgress: (progress: TaskProgress) => void;
  /** How far the import is, 0 to 1. */
  readonly fraction: () => number;
  readonly activity: () => { readonly currentActivity?: string };
  readonly end: () => void;
}

/** Begins the report with a line that says which file is read. */
export function reportImport(report: JobReport, { fileName, sizeBytes }: DatasetRecord): ImportReport {
  const beganAt = performance.now();
  let fraction = 0;
  let activity: string | undefined;
  report.log(`import of ${fileName} (${sizeBytes ?? 0} bytes) began`);
  return {
    fraction: () => fraction,
    activity: () => (activity === undefined ? {} : { currentActivity: activity }),
    onProgress(progress) {
      const { fraction: latest, ...detail } = progress;
      fraction = latest;
      report.progress({ progress: Math.floor(100 * latest), ...detail });
      if (progress.currentActivity === undefined || progress.currentActivity === activity) return;
      activity = progress.currentActivity;
      report.log(activity);
    },
    end() {
      report.log(`import ended after ${((performance.now() - beganAt) / 1000).toFixed(1)} s`);
    },
  };
}
