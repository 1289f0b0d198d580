import type { EventLog } from "@longhaul/event-log";
import type { AnomalyReport } from "@longhaul/process-mining";
import { csvText } from "../basics/csv-text.ts";

/** Name under which the learning phase keeps the table, where it looked for anomalies. */
export const ANOMALIES_FILE = "anomalies.csv";

/** Every anomalous case, the worst first. */
export function anomaliesCsv(log: EventLog, report: AnomalyReport): string {
  return csvText(
    ["case_id", "severity", "score", "kinds", "events", "explanation"],
    report.cases.map(({ caseIndex, caseId, severity, score, kinds, explanation }) => [
      caseId,
      severity,
      Number(score.toFixed(4)),
      [...new Set(kinds)].join(" "),
      (log.caseOffsets[caseIndex + 1] ?? 0) - (log.caseOffsets[caseIndex] ?? 0),
      explanation,
    ]),
  );
}
