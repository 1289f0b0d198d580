import { PassThrough, type Readable } from "node:stream";
import { ZipFile } from "yazl";

/** A file of the archive; its source is opened when its turn comes. */
export interface ZipEntry {
  readonly path: string;
  readonly sizeBytes: number;
  readonly open: () => Promise<Readable>;
}

/** An archive whose size is known before a byte of it is read. */
export interface ResultsZip {
  /** -1 when it isn't known. */
  readonly sizeBytes: number;
  /** Begins the archive. A source that fails ends the stream with its error; destroying it closes the open source. */
  read(): Readable;
}

/**
 * Entries are stored with one fixed time and uncompressed, so that the same entries always give the same bytes and
 * ranges of the archive can be asked for.
 */
export async function resultsZip(entries: readonly ZipEntry[], mtime: Date): Promise<ResultsZip> {
  // The size comes from a second archive without contents: the real one would open its first source at once.
  const sizeBytes = await sizeOf(entries, mtime);
  return { sizeBytes, read: () => start(entries, mtime) };
}

function start(entries: readonly ZipEntry[], mtime: Date): Readable {
  const zip = new ZipFile();
  const output = new PassThrough();
  let current: Readable | null = null;
  const fail = (err: Error): void => void output.destroy(err);
  zip.on("error", fail);
  output.once("close", () => current?.destroy());
  zip.outputStream.pipe(output);
  for (const entry of entries) {
    zip.addReadStreamLazy(entry.path, { mtime, compress: false, size: entry.sizeBytes }, (give) => {
      if (output.destroyed) return;
      entry.open().then(
        (source) => {
          current = source;
          source.once("error", fail);
          if (output.destroyed) source.destroy();
          else give(null, source);
        },
        (err: unknown) => fail(err instanceof Error ? err : new Error(String(err))),
      );
    });
  }
  zip.end();
  return output;
}

function sizeOf(entries: readonly ZipEntry[], mtime: Date): Promise<number> {
  const zip = new ZipFile();
  for (const entry of entries) {
    zip.addReadStreamLazy(entry.path, { mtime, compress: false, size: entry.sizeBytes }, () => undefined);
  }
  return new Promise((resolve) => {
    // The callback gets the size, although the type declarations don't say so.
    const onSizes = (...sizes: readonly number[]): void => resolve(sizes[0] ?? -1);
    zip.end({ forceZip64Format: false, comment: "" }, onSizes);
  });
}
