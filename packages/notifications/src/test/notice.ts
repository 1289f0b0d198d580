import type { OperationNotice } from "../operation-notice.ts";

export const NOTICE: OperationNotice = {
  operationId: "op-1",
  operationName: "Invoices of May",
  operationType: "ProcessMiningAnalysis",
  status: "Completed",
  startedAt: new Date("2026-05-01T10:00:00Z"),
  endedAt: new Date("2026-05-01T10:02:05Z"),
  duration: "2 minutes 5 seconds",
  reason: null,
  phase: null,
  url: "https://longhaul.example/api/t/p/async/operation/op-1/results",
};
