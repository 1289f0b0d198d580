// What turns files into event tables and back, without what cleans and enriches them: a process that imports loads less.
export { appendEventTable } from "./append/append-event-table.ts";
export { listable, MOST_LISTED } from "./table/read-figures.ts";
export { exportEventTable } from "./export/export-event-table.ts";
export { importEventLog } from "./import/import-event-log.ts";
export { readEventLog } from "./read/read-event-log.ts";
