import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { Doubt } from "../terms/doubt.ts";
import { LineRepairer, type LineRepairs } from "./line-repairer.ts";
import { textEncodingOf } from "./text-encoding.ts";
import { detectUnicodeMark } from "./unicode-mark.ts";
import { Utf8Checker } from "./utf8-checker.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";
import { LineWatch } from "../text/line-watch.ts";
import { readStart } from "../text/read-start.ts";
import { createStreamDecoder } from "./text-decoder.ts";
import { Utf8Repair } from "../text/utf8-repair.ts";

/** A file of plain UTF-8 text, the source itself where it is that already. */
export interface PreparedText {
  readonly path: string;
  /** Encoding of the source, such as `utf-8`, `utf-16le`, `windows-1255` or `shift_jis`. */
  readonly encoding: string;
  readonly doubts: readonly Doubt[];
  /** Lines of a text in UTF-8 that were in another encoding; null when none was looked for. */
  readonly repairs: LineRepairs | null;
  /** False when the text has bytes that are no UTF-8, though most of it is. */
  readonly isValidUtf8: boolean;
  /** Whether it has quotes, of either kind. */
  readonly hasQuotes: boolean;
  /** Whether NULs or halves of surrogate pairs were replaced by U+FFFD. */
  readonly hasReplacements: boolean;
  /** Whether it has a line of megabytes. */
  readonly hasLongLine: boolean;
}

export interface PrepareTextOptions {
  readonly sourcePath: string;
  readonly isGzip: boolean;
  readonly scratchDir: string;
  /** The encoding that the caller named. */
  readonly encoding: string | undefined;
  readonly bounds: ImportBounds;
  readonly signal: AbortSignal;
  /** Share of the source read so far, 0–1. */
  readonly onProgress: (fraction: number) => void;
}

const chunkBytes = 1024 * 1024;
/** More than a mark of Unicode takes. */
const MARK_BYTES = 4096;

/** Decompresses, detects the encoding over the whole text, and writes UTF-8 to the scratch folder where needed. */
export async function prepareText(options: PrepareTextOptions): Promise<PreparedText> {
  const { sourcePath, scratchDir, signal } = options;
  const checker = new Utf8Checker();
  const lines = new LineWatch();
  const look = (chunk: Buffer): void => {
    checker.push(chunk);
    lines.push(chunk);
  };
  let path = sourcePath;
  if (options.isGzip) {
    path = join(scratchDir, "plain.csv");
    await pipeline([...openPlain(options), tap(look), createWriteStream(path)], { signal });
  } else {
    const check = new Writable({
      write(chunk: Buffer, _encoding, done) {
        look(chunk);
        done();
      },
    });
    await pipeline([...openPlain(options), check], { signal });
  }
  const mark = detectUnicodeMark(await readStart(path, MARK_BYTES));
  const found = checker.end();
  const { encoding, strays, isValidUtf8, doubts } = textEncodingOf(options.encoding, mark, found);
  const { hasLongLine, hasQuotes } = lines;
  const text = { encoding, doubts, hasLongLine, hasQuotes, repairs: null, hasReplacements: false };
  if (encoding === "utf-8" && strays === null && found.isStorable) return { ...text, path, isValidUtf8 };
  const utf8Path = join(scratchDir, "utf8.csv");
  const write = async (decode: (source: AsyncIterable<Buffer>) => AsyncIterable<Buffer | string>): Promise<void> =>
    pipeline(createReadStream(path, { highWaterMark: chunkBytes }), decode, createWriteStream(utf8Path), { signal });
  if (encoding !== "utf-8") {
    const decoder = createStreamDecoder(encoding);
    await write((source) => inPieces(source, decoder));
    return { ...text, path: utf8Path, isValidUtf8: true, hasReplacements: decoder.hasReplaced };
  }
  const repair = new Utf8Repair();
  if (strays === null) {
    await write((source) => inPieces(source, repair));
    return { ...text, path: utf8Path, isValidUtf8, hasReplacements: repair.hasReplaced };
  }
  const repairer = new LineRepairer(strays);
  await write((source) => inPieces(inPieces(source, repair), repairer));
  const { repairs } = repairer;
  const hasReplacements = repair.hasReplaced;
  return { ...text, path: utf8Path, isValidUtf8: repairs.damaged === 0, hasReplacements, repairs };
}

/** What comes out of a reader of pieces. */
async function* inPieces<Piece>(
  source: AsyncIterable<Buffer>,
  reader: { write(chunk: Buffer): Piece; end(): Piece },
): AsyncGenerator<Piece> {
  for await (const chunk of source) yield reader.write(chunk);
  yield reader.end();
}

/** The streams that yield the decompressed bytes of the source, with its size limit and its gzip errors made plain. */
export function openPlain(
  options: Omit<PrepareTextOptions, "scratchDir">,
): [NodeJS.ReadableStream, ...NodeJS.ReadWriteStream[]] {
  const source = createReadStream(options.sourcePath, { highWaterMark: chunkBytes });
  let bytesRead = 0;
  let total = 1;
  void stat(options.sourcePath).then(
    (stats) => {
      total = Math.max(1, stats.size);
    },
    () => undefined,
  );
  const count = tap((chunk) => {
    bytesRead += chunk.length;
    options.onProgress(Math.min(1, bytesRead / total));
  });
  let written = 0;
  const limit = tap((chunk) => {
    written += chunk.length;
    options.bounds.countRead(chunk.length);
    options.bounds.checkGrowth(bytesRead, written, "The file decompresses to");
  });
  if (!options.isGzip) return [source, count, limit];
  return [source, count, createGunzip({ chunkSize: 256 * 1024 }), limit];
}

/** True for the errors that zlib raises on truncated or damaged input. */
export function isGzipError(err: unknown): err is Error {
  return err instanceof Error && "code" in err && typeof err.code === "string" && err.code.startsWith("Z_");
}

function tap(look: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        look(chunk);
        done(null, chunk);
      } catch (err) {
        done(err instanceof Error ? err : new Error(String(err)));
      }
    },
  });
}
