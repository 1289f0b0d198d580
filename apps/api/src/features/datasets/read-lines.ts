import type { BlobStore } from "@longhaul/storage";

/** Lines of a stored text, and where the next one begins; null behind the last. */
export interface LinesPage {
  readonly lines: readonly string[];
  readonly next: number | null;
}

const LINE_END = 0x0a;

/** An answer ends after lines of this many bytes, whatever its limit. */
const MAX_BYTES = 1_000_000;

/**
 * Reads up to `limit` lines that begin at the byte `start` of a text in which each line has an end; fewer where they are
 * long.
 * @returns null when no line begins there
 */
export async function readLines(
  storage: BlobStore,
  key: string,
  { start, limit }: { readonly start: number; readonly limit: number },
): Promise<LinesPage | null> {
  // The byte before shows whether a line begins.
  const from = Math.max(0, start - 1);
  const size = (await storage.head(key))?.sizeBytes;
  if (size !== undefined && start >= size) return null;
  const { stream, sizeBytes } = await storage.get(key, { start: from });
  const lines: string[] = [];
  /** Parts of a line whose end hasn't been read yet. */
  let parts: Buffer[] = [];
  let offset = start;
  let isFirst = start > 0;
  const isFull = (): boolean => lines.length === limit || offset - start >= MAX_BYTES;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let text = chunk;
      if (isFirst) {
        if (chunk[0] !== LINE_END) return null;
        text = chunk.subarray(1);
        isFirst = false;
      }
      let begin = 0;
      for (let end = text.indexOf(LINE_END); end >= 0 && !isFull(); end = text.indexOf(LINE_END, begin)) {
        const line = Buffer.concat([...parts, text.subarray(begin, end)]);
        parts = [];
        lines.push(line.toString("utf8"));
        offset += line.length + 1;
        begin = end + 1;
      }
      if (isFull()) break;
      parts.push(text.subarray(begin));
    }
  } finally {
    stream.destroy();
  }
  return { lines, next: offset < sizeBytes ? offset : null };
}
