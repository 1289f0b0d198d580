import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { promisify } from "node:util";
import { constants, gunzip } from "node:zlib";
import { detectUnicodeMark } from "../encoding/unicode-mark.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import { withoutSurrogates } from "../text/utf8-repair.ts";
import { JsonElements } from "./json-elements.ts";
import { findJsonMap } from "./json-map.ts";
import { readStart } from "../text/read-start.ts";
import { openZipArchive } from "./zip-archive.ts";
import type { LogFormat, TextLogFormat } from "../terms/import-result.ts";

const headBytes = 64 * 1024;
const gunzipHead = promisify(gunzip);

const foreignFormats: readonly { readonly magic: readonly number[]; readonly what: string }[] = [
  { magic: [0xd0, 0xcf, 0x11, 0xe0], what: "an old Excel workbook (.xls) or Office document" },
  { magic: [0x25, 0x50, 0x44, 0x46], what: "a PDF document" },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: "a Zstandard archive" },
  { magic: [0x42, 0x5a, 0x68], what: "a bzip2 archive" },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: "an xz archive" },
  { magic: [0x37, 0x7a, 0xbc, 0xaf], what: "a 7-Zip archive" },
];
const accepted =
  "Upload CSV, XES, MXML, JSON, JSON Lines or OCEL 2.0 (each may be gzip-compressed), Parquet, an Excel workbook (.xlsx), or a ZIP archive of them.";

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  bytes.length >= magic.length && magic.every((byte, index) => bytes[index] === byte);

const GZIP = [0x1f, 0x8b];
const PARQUET = [...Buffer.from("PAR1")];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** The end of an archive, which is all of one without files. */
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06];
const SQLITE = [...Buffer.from("SQLite format 3\0")];

/** Detects the format of a file by its content; throws an `ImportRefusal` for an empty file and for what is no log at all. */
export async function detectFormat(path: string, bounds: ImportBounds): Promise<LogFormat> {
  const head = await readStart(path, headBytes);
  if (head.length === 0) throw new ImportRefusal("EmptyFile", `The file is empty. ${accepted}`);
  if (startsWith(head, PARQUET)) return "parquet";
  if (startsWith(head, SQLITE)) return "ocel2.sqlite";
  if (startsWith(head, EMPTY_ZIP)) throw new ImportRefusal("EmptyFile", `The ZIP archive holds no file. ${accepted}`);
  if (startsWith(head, ZIP)) return zipFormat(path, bounds);
  if (!startsWith(head, GZIP)) return textFormat(head);
  const text = await unzipHead(head, { isWhole: false });
  if (text.length === 0) {
    await unzipHead(head, { isWhole: true });
    throw new ImportRefusal("EmptyFile", `The gzip file holds no data. ${accepted}`);
  }
  for (const { magic, what } of [
    { magic: PARQUET, what: "Parquet" },
    { magic: SQLITE, what: "SQLite" },
    { magic: ZIP, what: "ZIP or Excel" },
    { magic: GZIP, what: "gzip" },
  ]) {
    if (!startsWith(text, magic)) continue;
    throw new ImportRefusal(
      "UnknownFormat",
      `A gzip-compressed ${what} file can't be read. Upload the ${what} file itself.`,
    );
  }
  return `${textFormat(text)}.gz`;
}

/** A workbook is a ZIP archive too; it says what it is by the files in it. */
async function zipFormat(path: string, bounds: ImportBounds): Promise<"zip" | "xlsx"> {
  const archive = await openZipArchive(path, bounds);
  try {
    const names = new Set(archive.members.map(({ name }) => name));
    const foreign = [
      { file: "xl/workbook.bin", what: "a binary Excel workbook (.xlsb)" },
      { file: "content.xml", what: "an OpenDocument file (.ods)" },
      { file: "word/document.xml", what: "a Word document" },
      { file: "ppt/presentation.xml", what: "a PowerPoint presentation" },
    ].find(({ file }) => names.has(file));
    if (foreign !== undefined) {
      throw new ImportRefusal(
        "UnknownFormat",
        `The file is ${foreign.what}, which can't be read. Save it as an Excel workbook (.xlsx) or as CSV.`,
      );
    }
    return names.has("[Content_Types].xml") ? "xlsx" : "zip";
  } finally {
    archive.close();
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

function textFormat(head: Buffer): TextLogFormat {
  for (const { magic, what } of foreignFormats) {
    if (startsWith(head, magic))
      throw new ImportRefusal("UnknownFormat", `The file is ${what}, which can't be read. ${accepted}`);
  }
  const mark = detectUnicodeMark(head);
  if (mark === null && isBinary(head))
    throw new ImportRefusal("UnknownFormat", `The file is binary data of an unknown kind. ${accepted}`);
  const start = iconv
    .decode(head, mark ?? "latin1")
    .replaceAll("\0", "")
    .replace(/^\s+/, "");
  if (isXml(start)) return xmlFormat(start);
  return /^[{[]\s*["{[\]}]/.test(start) ? jsonFormat(start) : "csv";
}

/** A header such as `<case>;<activity>` is none. XML needs no declaration before its first element. */
function isXml(start: string): boolean {
  if (/^<(?:\?xml|!--|!DOCTYPE|(?:\w+:)?(?:log|WorkflowLog)[\s>])/.test(start)) return true;
  return /^<[A-Za-z_][\w:.-]*[\s>/]/.test(start) && !/^<[^<>\n]*>[^\S\r\n]*[,;\t|]/.test(start);
}

function xmlFormat(start: string): "xes" | "mxml" | "ocel2.xml" {
  if (/<(?:\w+:)?WorkflowLog[\s>]/.test(start)) return "mxml";
  if (/<log[^<>]*>\s*<(?:object-types|event-types|objects|events)[\s/>]/.test(start)) return "ocel2.xml";
  // XES that was an object-centric log once has such attributes too.
  if (/<(?:string|float) key="ocel|<global scope="object">/.test(start) && !/<trace[\s>]/.test(start)) throw oldOcel();
  return "xes";
}

function jsonFormat(start: string): "json" | "jsonl" | "ocel2.json" {
  if (start.startsWith("[")) return "json";
  if (/"ocel:(?:global-log|global-event|global-object|events|objects|version)"/.test(start)) throw oldOcel();
  if (
    /^\{\s*"(?:objectTypes|eventTypes|objects|events)"\s*:/.test(start) &&
    /"(?:objectTypes|eventTypes|objectId)"\s*:/.test(start)
  ) {
    return "ocel2.json";
  }
  let objects = 0;
  const elements = new JsonElements({
    topLevel: true,
    maxLength: 0,
    onObject: () => undefined,
    onTooLong: () => objects++,
  });
  elements.push(start);
  // A single object is one event, unless it holds an array of them.
  if (objects > 1) return "jsonl";
  if (findJsonMap(start) !== null) return "json";
  return /:\s*\[\s*\{/.test(start) ? "json" : objects === 1 ? "jsonl" : "json";
}

const oldOcel = (): ImportRefusal =>
  new ImportRefusal(
    "UnknownFormat",
    "The file is an object-centric event log in the old form OCEL 1.0, which can't be read. Export it as OCEL 2.0 (JSON, XML or SQLite).",
  );

/** Control characters are a tenth of the bytes of compressed data and more of programs; in text they are strays. */
const BINARY_SHARE = 0.06;
/** Other encodings are hardly valid UTF-8 by chance. */
const BINARY_SHARE_OF_UTF8 = 0.3;

/** Many control characters: no text in any encoding that we read. Hive's ^A and the separators of ASCII are delimiters. */
function isBinary(head: Buffer): boolean {
  let controls = 0;
  for (const byte of head) {
    if (byte < 28 && byte !== 1 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) controls++;
  }
  return controls > head.length * (isUtf8Start(head) ? BINARY_SHARE_OF_UTF8 : BINARY_SHARE);
}

/** The last character may be cut off. */
const isUtf8Start = (head: Buffer): boolean =>
  [0, 1, 2, 3].some((cut) => isUtf8(withoutSurrogates(head.subarray(0, Math.max(0, head.length - cut)))));
