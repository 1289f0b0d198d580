import type { BlobStore } from "@longhaul/storage";

/** Lines of a stored text, and where the next one begins; null behind the last. */
export interface LinesPage {
  readonly lines: readonly string[];
  readonly next: number | null;
}

const LINE_END = 0x0a;

/**
 * Reads up to `limit` lines that begin at the byte `start` of a text in which each line has an end.
 * @returns null when no line begins there
 */
export async function readLines(
  storage: BlobStore,
  key: string,
  { start, limit }: { readonly start: number; readonly limit: number },
): Promise<LinesPage | null> {
  // The byte before tells whether a line begins.
  const from = Math.max(0, start - 1);
  const size = (await storage.head(key))?.sizeBytes;
  if (size !== undefined && start >= size) return null;
  const { stream, sizeBytes } = await storage.get(key, { start: from });
  const lines: string[] = [];
  let rest = Buffer.alloc(0);
  let offset = start;
  let isFirst = start > 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let text = chunk;
      if (isFirst) {
        if (chunk[0] !== LINE_END) return null;
        text = chunk.subarray(1);
        isFirst = false;
      }
      rest = Buffer.concat([rest, text]);
      let begin = 0;
      while (lines.length < limit) {
        const end = rest.indexOf(LINE_END, begin);
        if (end < 0) break;
        lines.push(rest.toString("utf8", begin, end));
        begin = end + 1;
      }
      offset += begin;
      rest = rest.subarray(begin);
      if (lines.length === limit) break;
    }
  } finally {
    stream.destroy();
  }
  return { lines, next: offset < sizeBytes ? offset : null };
}
