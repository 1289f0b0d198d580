import { parentPort, workerData } from "node:worker_threads";
import type { CsvRange, RangeMessage } from "./csv-range.ts";
import { CsvRefusal } from "./csv-refusal.ts";
import { scanCsvRange } from "./scan-csv-range.ts";

/** Thread that scans the range it is given and posts `RangeMessage`s; columns are moved, not copied. */
const post = (message: RangeMessage, moved: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, [...moved]);

try {
  const scanned = await scanCsvRange(workerData as CsvRange, (bytes) => post({ kind: "progress", bytes }));
  const { caseNumber, activity, endMs, startMs, resource, cases } = scanned;
  const columns = [caseNumber, activity, endMs, startMs, resource, cases.bytes, cases.offsets];
  post(
    { kind: "scanned", scanned },
    columns.flatMap((column) => (column?.buffer instanceof ArrayBuffer ? [column.buffer] : [])),
  );
} catch (err) {
  if (!(err instanceof CsvRefusal)) throw err;
  post({ kind: "refused", message: err.message });
}
