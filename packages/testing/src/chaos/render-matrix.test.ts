import { expect, it } from "vitest";
import { renderMatrix } from "./render-matrix.ts";
import type { CellReport } from "./run-cell.ts";

const report: CellReport = {
  cell: "worker-kill",
  kind: "chaos",
  backend: "postgres",
  fault: "SIGKILL",
  promise: "goes on",
  seed: 1,
  rounds: 3,
  seconds: 9,
  operations: 1_234,
  batches: 2,
  received: 2_000,
  statuses: { 202: 1_234 },
  readyMs: { p50: 700, p99: 910 },
  recoveryMs: { p50: 1_200, p99: 5_610 },
  acceptMs: { p50: 4, p99: 31 },
  samples: [],
  faults: [
    { promise: "what was accepted is found", detail: "op-1" },
    { promise: "a phase is committed once", detail: "op-2" },
    { promise: "a phase is committed once", detail: "op-3" },
    { promise: "no process ends, and no answer but success and 503", detail: "500" },
  ],
};
const machine = { cores: 2, load: 1.5, node: "v24.21.0" };

it("puts each broken promise into its column, and sums up all runs", () => {
  const kept = { ...report, cell: "api-kill", operations: 100, faults: [] };
  const matrix = renderMatrix([
    { date: "2026-11-28T08:30:00.000Z", machine, reports: [report] },
    { date: "2026-11-28T08:50:00.000Z", machine, reports: [kept] },
  ]);
  expect(matrix).toContain("1,334 operations");
  expect(matrix).toContain("4 promises broken");
  expect(matrix).toContain(
    "| SIGKILL | goes on | `worker-kill` | postgres | 3 | 1,234 | 1 / 2 / 0 / 1 | 0.7 / 0.9 | 1.2 / 5.6 | 31 |",
  );
  expect(matrix).toContain("| `api-kill` | postgres | 3 | 100 | 0 / 0 / 0 / 0 |");
  expect(matrix).not.toContain("## Pressure");
});

it("tells how a ledger was before and after pressure", () => {
  const sample = {
    second: 0,
    deadRows: 10,
    walBytes: 0,
    open: 3,
    oldestWaitingMs: 50,
    accepted: 9,
    acceptP50Ms: 3,
    acceptP99Ms: 8,
  };
  const after = {
    ...sample,
    second: 60,
    deadRows: 12_000,
    walBytes: 3 * 2 ** 20,
    oldestWaitingMs: 900,
    acceptP99Ms: 40,
  };
  const pressure: CellReport = { ...report, cell: "burst", kind: "pressure", samples: [sample, after] };
  expect(renderMatrix([{ date: "2026-11-28T08:30:00.000Z", machine, reports: [pressure] }])).toContain(
    "| `burst` | postgres | 60 | 10 → 12,000 | 3.0 | 0.9 | 8 → 40 |",
  );
});
