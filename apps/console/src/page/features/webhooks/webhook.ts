export const EVENTS = [
  "operation.started",
  "operation.progress",
  "operation.phase.completed",
  "operation.completed",
  "operation.failed",
  "operation.cancelled",
] as const;
