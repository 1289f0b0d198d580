import { parentPort } from "node:worker_threads";
import { compressChunkNow } from "../parquet/compress-chunk.ts";
import { ColumnChunkEncoder } from "../parquet/encode-column-chunk.ts";
import type { ColumnAnswers, ColumnTask, ThreadMessage } from "./column-task.ts";
import type { CsvRange, ScannedColumn } from "./csv-range.ts";
import { NotPlain } from "./not-plain.ts";
import { placeColumn } from "./place-column.ts";
import { scanCsvRange } from "./scan-csv-range.ts";
import type { PackedTexts } from "./text-table.ts";

/** Thread of an import that does one `ColumnTask` after another. */
const post = (message: ThreadMessage, moved: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, [...moved]);
const done = (answer: ColumnAnswers[keyof ColumnAnswers], moved: readonly ArrayBuffer[] = []): void =>
  post({ kind: "done", answer }, moved);
const encoders = new Map<number, ColumnChunkEncoder>();
let before = Promise.resolve();

parentPort?.on("message", (task: ColumnTask) => {
  before = before.then(async () => run(task));
});

async function run(task: ColumnTask): Promise<void> {
  switch (task.kind) {
    case "scan":
      return scan(task.range);
    case "place": {
      const placed = placeColumn(task.of, task.places);
      encoders.set(task.column, new ColumnChunkEncoder(placed));
      // The caller has the texts already.
      return done(placed.type === "VARCHAR" ? { ...placed, texts: null } : placed);
    }
    case "encode": {
      const encoded = encoders.get(task.column)?.encode(task.from, task.to);
      if (encoded === undefined) throw new Error("a column that isn't here");
      return done(compressChunkNow(encoded, task.to - task.from));
    }
  }
}

async function scan(range: CsvRange): Promise<void> {
  try {
    const { columns, ...scanned } = await scanCsvRange(range, (bytes) => post({ kind: "progress", bytes }));
    const packed = columns.map((column): ScannedColumn<PackedTexts> =>
      column.kind === "time" ? column : { ...column, texts: column.texts.pack() },
    );
    // Rows are shared, and texts moved: nothing is copied.
    const moved = packed.flatMap((column) => (column.kind === "time" ? [] : [column.texts.words.buffer]));
    done({ ...scanned, columns: packed }, moved);
  } catch (err) {
    if (!(err instanceof NotPlain)) throw err;
    post({ kind: "notPlain", message: err.message });
  }
}
