// What a process that takes files in loads of the mining: models that somebody drew, and the map of a sample.
export { importModel } from "./models/import-model.ts";
export { previewEventLog } from "./preview/preview-event-log.ts";
