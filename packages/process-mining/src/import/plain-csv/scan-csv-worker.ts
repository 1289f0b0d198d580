import { parentPort, workerData } from "node:worker_threads";
import type { CsvRange, RangeMessage, ScannedColumn } from "./csv-range.ts";
import { NotPlain } from "./not-plain.ts";
import { scanCsvRange } from "./scan-csv-range.ts";
import type { PackedTexts } from "./text-table.ts";

/** Thread that scans the range it is given and posts `RangeMessage`s; columns are moved, not copied. */
const post = (message: RangeMessage, moved: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, [...moved]);

try {
  const { rowCount, columns } = await scanCsvRange(workerData as CsvRange, (bytes) =>
    post({ kind: "progress", bytes }),
  );
  const packed = columns.map((column): ScannedColumn<PackedTexts> =>
    column.kind === "time" ? column : { ...column, texts: column.texts.pack() },
  );
  const moved = packed.flatMap((column) =>
    column.kind === "time" ? [column.micros.buffer] : [column.numbers.buffer, column.texts.words.buffer],
  );
  post({ kind: "scanned", scanned: { rowCount, columns: packed } }, moved);
} catch (err) {
  if (!(err instanceof NotPlain)) throw err;
  post({ kind: "notPlain", message: err.message });
}
