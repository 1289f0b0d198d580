// What turns files into event tables and back, without the mining: a process that imports loads it in half the time.
export { appendEventTable } from "./append/append-event-table.ts";
export { exportEventTable } from "./enrich/export-event-table.ts";
export { importEventLog } from "./import/import-event-log.ts";
export { importModel, type ImportedModel } from "./models/import-model.ts";
export { previewEventLog } from "./preview/preview-event-log.ts";
