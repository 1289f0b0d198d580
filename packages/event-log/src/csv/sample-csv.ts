import { open, type FileHandle } from "node:fs/promises";
import { TextDecoder } from "node:util";
import { CsvRecordScanner, type CsvRecord } from "./csv-record-scanner.ts";
import type { SniffedCsv } from "./sniff-csv.ts";

const CHUNK_BYTES = 128 * 1024;
const MOST_CHUNKS = 512;
const LINE_FEED = 10;

/**
 * Reads the first and the last records of a CSV file, or all of a short one. Returns null when a record is faulty, or when the
 * records aren't found within 64 MB. The last records are read from the end: their quoted fields must not have line breaks.
 */
export async function sampleCsv(
  path: string,
  { dialect, linesBeforeData, names }: SniffedCsv,
  { first, last }: { readonly first: number; readonly last: number },
  maxLineBytes: number,
): Promise<readonly (readonly string[])[] | null> {
  const file = await open(path, "r");
  try {
    const head: CsvRecord[] = [];
    const scanner = new CsvRecordScanner(
      dialect,
      (record) => {
        if (record.line > linesBeforeData) head.push(record);
      },
      maxLineBytes,
    );
    const decoder = new TextDecoder("utf-8");
    let isWhole = false;
    for (let chunk = 0; head.length <= first + last && !isWhole; chunk++) {
      if (chunk === MOST_CHUNKS) return null;
      const bytes = await readAt(file, chunk * CHUNK_BYTES, CHUNK_BYTES);
      isWhole = bytes.length < CHUNK_BYTES;
      scanner.push(decoder.decode(bytes, { stream: !isWhole }));
    }
    if (isWhole) scanner.end();
    const isAll = isWhole && head.length <= first + last;
    const tail = isAll ? [] : await readTail(file, dialect, last, maxLineBytes);
    if (tail === null) return null;
    const records = isAll ? head : [...head.slice(0, first), ...tail];
    const isSound = records.every(({ fault, fields }) => fault === null && fields.length === names.length);
    return isSound ? records.map(({ fields }) => fields) : null;
  } finally {
    await file.close();
  }
}

async function readTail(
  file: FileHandle,
  dialect: SniffedCsv["dialect"],
  last: number,
  maxLineBytes: number,
): Promise<CsvRecord[] | null> {
  const { size } = await file.stat();
  for (let length = CHUNK_BYTES; length <= MOST_CHUNKS * CHUNK_BYTES; length *= 4) {
    const bytes = await readAt(file, Math.max(0, size - length), length);
    const from = bytes.indexOf(LINE_FEED) + 1;
    const records: CsvRecord[] = [];
    const scanner = new CsvRecordScanner(dialect, (record) => records.push(record), maxLineBytes);
    scanner.push(bytes.subarray(from).toString("utf8"));
    scanner.end();
    if (from > 0 && records.length >= last) return records.slice(-last);
    if (length >= size) return null;
  }
  return null;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
