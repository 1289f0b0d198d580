export const EVENTS = [
  "operation.started",
  "operation.progress",
  "operation.phase.completed",
  "operation.completed",
  "operation.failed",
  "operation.cancelled",
  "dataset.ready",
  "dataset.failed",
  "dataset.cancelled",
] as const;
