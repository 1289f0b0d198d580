import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { CARRIAGE_RETURN, LINE_FEED } from "./csv-bytes.ts";
import type { FilePart } from "./plain-rows.ts";

/**
 * Writes the requested records of a plain file unchanged, each behind its row number and a delimiter, so that they can be read
 * like any others. Records are lines, since no field of a plain file holds a line break.
 * @returns bytes of the longest line
 */
export async function copyRows(
  path: string,
  parts: readonly FilePart[],
  targetPath: string,
  delimiter: string,
): Promise<number> {
  const source = await open(path, "r");
  const target = createWriteStream(targetPath);
  let longestLine = 0;
  try {
    for (const { firstRow, fromByte, toByte, rows } of parts) {
      const { buffer, bytesRead } = await source.read(Buffer.alloc(toByte - fromByte), { position: fromByte });
      // The last line may have no end.
      const bytes = buffer.subarray(0, bytesRead);
      let [row, at] = [firstRow, 0];
      const pieces: Buffer[] = [];
      for (const wanted of rows) {
        for (; row < wanted; row++) at = bytes.indexOf(LINE_FEED, at) + 1;
        const feed = bytes.indexOf(LINE_FEED, at);
        const end = feed < 0 ? bytes.length : feed;
        const line = bytes.subarray(at, end > at && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end);
        pieces.push(Buffer.from(`${row}${delimiter}`), line, Buffer.from("\n"));
        longestLine = Math.max(longestLine, line.length + 32);
      }
      if (!target.write(Buffer.concat(pieces))) await once(target, "drain");
    }
  } finally {
    target.end();
    await finished(target);
    await source.close();
  }
  return longestLine;
}
