import { createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { callbackify } from "node:util";
import iconv from "iconv-lite";
import { cellText } from "./cell-text.ts";
import { detectUnicodeMark } from "./detect-encoding.ts";
import type { DuckDbSession } from "./duckdb-session.ts";
import { ErrorTally } from "./error-tally.ts";
import { ImportRefusal } from "./import-refusal.ts";
import type { ImportErrorExample } from "./import-result.ts";
import { openPlain, type PrepareTextOptions } from "./prepare-text.ts";
import { sqlText } from "./sql-text.ts";
import type { StagedColumn, StagedLog } from "./staged-log.ts";
import { XesReader, type XesEvent, type XesType } from "./xes-reader.ts";

const FLUSH_CHARACTERS = 1024 * 1024;
const HEAD_BYTES = 1024;
/** DuckDB takes a buffer of sixteen times this. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;
const DECLARED_TYPES = {
  string: "VARCHAR",
  id: "VARCHAR",
  date: "TIMESTAMP",
  int: "BIGINT",
  float: "DOUBLE",
  boolean: "BOOLEAN",
} as const;

/**
 * Stages a XES log in one pass: each event is one row of a text file, with trace attributes as `case:<key>`. Columns
 * appear as the log names them; rows written before are padded when DuckDB reads the file.
 */
export async function importXes(session: DuckDbSession, options: PrepareTextOptions): Promise<StagedLog> {
  const { isGzip, signal } = options;
  const rowsPath = join(options.scratchDir, "events.csv");
  const tally = new ErrorTally();
  const columns = new XesColumns();
  const out = createWriteStream(rowsPath);
  let lines: string[] = [];
  let size = 0;
  const put = (line: string): void => {
    lines.push(line);
    size += line.length;
  };
  const reader = new XesReader({
    onAttribute: (key, type, ofTrace) => columns.see(ofTrace ? `case:${key}` : key, type),
    onTrace: (attributes, events) => {
      for (const event of events)
        put(columns.line(caseAttributes(attributes, event, tally), event, reader.classifierKeys));
    },
  });
  const flush = async (): Promise<void> => {
    if (lines.length === 0) return;
    const text = lines.join("");
    lines = [];
    size = 0;
    if (!out.write(text)) await once(out, "drain", { signal });
  };

  try {
    const { encoding } = await readHead(options.sourcePath, isGzip);
    let decoder: iconv.DecoderStream | null = null;
    const consume = async (chunk: Buffer): Promise<void> => {
      decoder ??= iconv.getDecoder(encoding ?? declaredEncoding(chunk));
      reader.push(decoder.write(chunk));
      if (size > FLUSH_CHARACTERS) await flush();
    };
    const finish = async (): Promise<void> => {
      reader.push(decoder?.end() ?? "");
      reader.end();
      await flush();
    };
    await pipeline([...openPlain(options), asSink(consume, finish)], { signal });
    out.end();
    await once(out, "finish", { signal });
  } finally {
    out.destroy();
  }
  if (reader.eventCount === 0) throw new ImportRefusal("NoEvents", "The log has no events.", { line: reader.line });

  const staged = columns.staged();
  const fields = ["t", "e", ...staged.map(({ sql }) => sql)].map((name) => `${sqlText(name)}: 'VARCHAR'`).join(", ");
  await session.query(`CREATE OR REPLACE TABLE staged AS SELECT * FROM read_csv(${sqlText(rowsPath)}, auto_detect = false, header = false,
    columns = {${fields}}, delim = ',', quote = '"', escape = '"', nullstr = '', null_padding = true, parallel = false,
    strict_mode = true, max_line_size = ${MAX_LINE_BYTES}, compression = 'none')`);
  return {
    format: isGzip ? "xes.gz" : "xes",
    relation: `(SELECT rowid AS row_index, ${staged.map(({ sql }) => sql).join(", ")} FROM staged)`,
    columns: staged,
    rows: reader.eventCount,
    tally,
    locate: async (rows): Promise<ImportErrorExample[]> =>
      rows.length === 0
        ? []
        : (await session.query(`SELECT t, e FROM staged WHERE rowid IN (${rows.join(", ")}) ORDER BY rowid`)).map(
            ([trace, event]) => ({
              element:
                trace === "0"
                  ? `event ${cellText(event)} outside of all traces`
                  : `trace ${cellText(trace)}, event ${cellText(event)}`,
            }),
          ),
    details: {},
    isDelimiterGiven: false,
  };
}

function asSink(consume: (chunk: Buffer) => Promise<void>, finish: () => Promise<void>): Writable {
  return new Writable({ write: callbackify(consumeChunk), final: callbackify(finish) });

  function consumeChunk(chunk: Buffer, _encoding: string): Promise<void> {
    return consume(chunk);
  }
}

/** A trace without a name is known by its place in the file. */
function caseAttributes(
  attributes: ReadonlyMap<string, string>,
  event: XesEvent,
  tally: ErrorTally,
): ReadonlyMap<string, string> {
  if (event.trace === 0 || (attributes.get("concept:name") ?? "").trim() !== "") return attributes;
  if (event.event === 1) tally.add("Missing Case", { element: `trace ${event.trace}`, column: "concept:name" }, true);
  return new Map([...attributes, ["concept:name", `trace ${event.trace}`]]);
}

/** Columns in the order in which the log first names them. */
class XesColumns {
  readonly #indexes = new Map<string, number>();
  readonly #types: Set<XesType>[] = [];

  constructor() {
    // What a log needs has its place, whether or not it is there.
    for (const [key, type] of [
      ["case:concept:name", "string"],
      ["concept:name", "string"],
      ["time:timestamp", "date"],
    ] as const)
      this.see(key, type);
  }

  see(key: string, type: XesType): void {
    const index = this.#indexes.get(key);
    if (index === undefined) {
      this.#indexes.set(key, this.#types.length);
      this.#types.push(new Set([type]));
    } else {
      this.#types[index]?.add(type);
    }
  }

  line(
    trace: ReadonlyMap<string, string>,
    { trace: traceNumber, event, attributes }: XesEvent,
    classifierKeys: readonly string[],
  ): string {
    const fields: string[] = [];
    for (const [key, value] of trace) this.#set(fields, `case:${key}`, value);
    for (const [key, value] of attributes) this.#set(fields, key, value);
    if (!attributes.has("concept:name") && classifierKeys.some((key) => attributes.has(key))) {
      this.#set(fields, "concept:name", classifierKeys.map((key) => attributes.get(key) ?? "").join("+"));
    }
    return `${traceNumber},${event},${Array.from(fields, (field: string | undefined) => field ?? "").join(",")}\n`;
  }

  staged(): StagedColumn[] {
    return [...this.#indexes].map(([name, index]) => {
      const types = [...(this.#types[index] ?? [])].map((type) => DECLARED_TYPES[type]);
      const [type = "VARCHAR"] = types;
      return {
        name,
        sql: `c${index}`,
        type: "VARCHAR",
        declaredType: types.every((other) => other === type) ? type : "VARCHAR",
      };
    });
  }

  #set(fields: string[], key: string, value: string): void {
    const index = this.#indexes.get(key);
    if (index !== undefined) fields[index] = value === "" ? "" : `"${value.replaceAll('"', '""')}"`;
  }
}

async function readHead(path: string, isGzip: boolean): Promise<{ encoding: string | null }> {
  if (isGzip) return { encoding: null };
  const file = await open(path, "r");
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return { encoding: detectUnicodeMark(buffer.subarray(0, bytesRead)) };
  } finally {
    await file.close();
  }
}

/** The encoding that the XML declaration names, UTF-8 without (XML 1.0, 4.3.3). */
function declaredEncoding(head: Buffer): string {
  const mark = detectUnicodeMark(head);
  if (mark !== null) return mark;
  const name =
    /^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(
      head.subarray(0, HEAD_BYTES).toString("latin1"),
    )?.[1] ?? "utf-8";
  if (iconv.encodingExists(name)) return name;
  const message = `The XML declares the encoding ${JSON.stringify(name)}, which is unknown. Export the log as UTF-8.`;
  throw new ImportRefusal("MalformedXml", message, { line: 1 });
}
