import { parentPort, workerData } from "node:worker_threads";
import type { CsvRange, RangeMessage } from "./csv-range.ts";
import { CsvRefusal } from "./csv-refusal.ts";
import { scanCsvRange } from "./scan-csv-range.ts";

/** Thread that scans the range it is given and posts `RangeMessage`s; columns are moved, not copied. */
const post = (message: RangeMessage, moved: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, [...moved]);

try {
  const columns = await scanCsvRange(workerData as CsvRange, (bytes) => post({ kind: "progress", bytes }));
  const scanned = {
    ...columns,
    cases: columns.cases.pack(),
    activities: columns.activities.pack(),
    resources: columns.resources.pack(),
  };
  const { caseNumber, activity, endMs, startMs, resource, cases } = scanned;
  post(
    { kind: "scanned", scanned },
    [caseNumber, activity, endMs, startMs, resource, cases.words].flatMap((column) =>
      column?.buffer instanceof ArrayBuffer ? [column.buffer] : [],
    ),
  );
} catch (err) {
  if (!(err instanceof CsvRefusal)) throw err;
  post({ kind: "refused", message: err.message });
}
