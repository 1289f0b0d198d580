export type { AppendBase, AppendReport } from "./append/append-event-table.ts";
export { openDuckDbSession } from "./duckdb/duckdb-session.ts";
export {
  cleanEventTable,
  CLEANING_RULES,
  type CleaningParameters,
  type CleaningReport,
} from "./enrich/clean-event-table.ts";
export { DERIVED_COLUMNS, type DerivedColumn } from "./enrich/derived-column.ts";
export { describeEventTable } from "./enrich/describe-event-table.ts";
export { enrichEventTable } from "./enrich/enrich-event-table.ts";
export type { Bounds, FilterStep, LogFilters, TransitionFilter, VariantFilter } from "./filters/log-filters.ts";
export { listTableColumns, readAttributeFlags } from "./filters/read-attribute-flags.ts";
export { writeFilteredTable } from "./filters/write-filtered-table.ts";
export { dropUnusedNames } from "./log/drop-unused-names.ts";
export type { EventLog } from "./log/event-log.ts";
export { startOfEvent } from "./log/event-times.ts";
export { spanOfCase, type CaseSpan } from "./log/case-span.ts";
export type { RunOptions } from "./log/run-options.ts";
export { belongsTo } from "./log/time-window.ts";
export type { EventTableOptions } from "./read/event-table.ts";
export { mergeLifecycle, type LifecycleCounts } from "./read/merge-lifecycle.ts";
export { readCaseAttributes, type CaseAttribute } from "./read/read-case-attributes.ts";
export { readEventAttributes, readEventTimes, type EventAttribute } from "./read/read-event-attributes.ts";
export { readEventLog, type ReadEventLogOptions } from "./read/read-event-log.ts";
export type { Doubt, DoubtKind } from "./terms/doubt.ts";
export type { ImportErrorSummary } from "./terms/import-error.ts";
export type { ImportLimits, LimitNames } from "./terms/import-limits.ts";
export type { ImportMapping, ImportOptions } from "./terms/import-options.ts";
export type {
  ColumnQuality,
  FileSample,
  ImportedColumn,
  ImportRefused,
  ImportResult,
  ImportSuccess,
  LogQuality,
} from "./terms/import-result.ts";
export type { DimensionQuality } from "./terms/quality-dimensions.ts";
export { sqlText } from "./text/sql-text.ts";
