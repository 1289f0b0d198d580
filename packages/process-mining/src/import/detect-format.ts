import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { constants, gunzip } from "node:zlib";
import { detectUnicodeMark } from "./detect-encoding.ts";
import { ImportRefusal } from "./import-refusal.ts";
import type { LogFormat } from "./import-result.ts";

const headBytes = 64 * 1024;
const gunzipHead = promisify(gunzip);

const foreignFormats: readonly { readonly magic: readonly number[]; readonly what: string }[] = [
  { magic: [0x50, 0x4b, 0x03, 0x04], what: "a ZIP archive (or an Excel workbook)" },
  { magic: [0xd0, 0xcf, 0x11, 0xe0], what: "an old Excel or Office document" },
  { magic: [0x25, 0x50, 0x44, 0x46], what: "a PDF document" },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: "a Zstandard archive" },
  { magic: [0x42, 0x5a, 0x68], what: "a bzip2 archive" },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: "an xz archive" },
  { magic: [0x37, 0x7a, 0xbc, 0xaf], what: "a 7-Zip archive" },
];
const accepted = "Upload CSV, XES (both may be gzip-compressed) or Parquet.";

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  bytes.length >= magic.length && magic.every((byte, index) => bytes[index] === byte);

/** Tells the format of a file by its content; throws an `ImportRefusal` for an empty file and for what is no log at all. */
export async function detectFormat(path: string): Promise<LogFormat> {
  const head = await readHead(path);
  if (head.length === 0) throw new ImportRefusal("EmptyFile", `The file is empty. ${accepted}`);
  if (startsWith(head, [0x50, 0x41, 0x52, 0x31])) return "parquet";
  if (!startsWith(head, [0x1f, 0x8b])) return textFormat(head);
  const text = await unzipHead(head, { isWhole: false });
  if (text.length === 0) {
    await unzipHead(head, { isWhole: true });
    throw new ImportRefusal("EmptyFile", `The gzip file holds no data. ${accepted}`);
  }
  if (startsWith(text, [0x50, 0x41, 0x52, 0x31])) {
    throw new ImportRefusal(
      "UnknownFormat",
      "A gzip-compressed Parquet file can't be read. Upload the Parquet file itself.",
    );
  }
  return textFormat(text) === "xes" ? "xes.gz" : "csv.gz";
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Decompresses the start of a gzip file; when it is the whole file, it must end as it should. */
async function unzipHead(head: Buffer, { isWhole }: { isWhole: boolean }): Promise<Buffer> {
  try {
    // A sync flush accepts input that ends in mid-stream; the cap keeps a decompression bomb small.
    const finishFlush = isWhole ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
    const text = await gunzipHead(head, { finishFlush, maxOutputLength: 128 * 1024 * 1024 });
    return text.subarray(0, headBytes);
  } catch (err) {
    throw new ImportRefusal(
      "CorruptGzip",
      `The gzip file is corrupt: ${err instanceof Error ? err.message : String(err)}. Compress and upload it again.`,
    );
  }
}

function textFormat(head: Buffer): "csv" | "xes" {
  for (const { magic, what } of foreignFormats) {
    if (startsWith(head, magic))
      throw new ImportRefusal("UnknownFormat", `The file is ${what}, which can't be read. ${accepted}`);
  }
  const mark = detectUnicodeMark(head);
  const text = head.toString(mark === "utf-16le" ? "utf16le" : "latin1");
  if (mark === null && isBinary(head))
    throw new ImportRefusal("UnknownFormat", `The file is binary data of an unknown kind. ${accepted}`);
  const start = (
    mark === "utf-16be"
      ? Buffer.from(head.subarray(0, head.length & ~1))
          .swap16()
          .toString("utf16le")
      : text
  ).replace(/^(?:\uFEFF|ï»¿)?\s*/, "");
  if (/^<(?:\?xml|!--|!DOCTYPE|[A-Za-z_][\w:.-]*[\s>/])/.test(start)) return "xes";
  if (/^\s*[{[]\s*["{[\]}]/.test(start)) {
    throw new ImportRefusal("UnknownFormat", `The file looks like JSON, which can't be read. ${accepted}`);
  }
  return "csv";
}

/** NUL bytes or many control characters: no text in any encoding that we read. */
function isBinary(head: Buffer): boolean {
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return true;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 31) controls++;
  }
  return controls > head.length / 100;
}
