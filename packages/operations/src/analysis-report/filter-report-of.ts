import type { FilterReport } from "../filters/open-filtered-log.ts";
import type { ReportSource } from "./report-source.ts";

/** What filters left of the log that an analysis is about; null where it is about the whole. */
export function filterReportOf({ phases }: ReportSource["operation"]): FilterReport | null {
  const found = phases.map(({ output }) => output.results["filtered"]).find((filtered) => filtered !== undefined);
  return (found as FilterReport | undefined) ?? null;
}
