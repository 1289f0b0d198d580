import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import type { ImportBounds } from "../terms/import-bounds.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";

/** More files than any archive of logs has. */
const MAX_FILES = 10_000;

/** A file of a ZIP archive. */
export interface ZipMember {
  readonly name: string;
  /** Size and checksum as the archive states them; files that differ in it differ. */
  readonly fingerprint: string;
  open(): Promise<Readable>;
}

export interface ZipArchive {
  /** Files in the archive's order, without folders. */
  readonly members: readonly ZipMember[];
  /** Size of all of them. */
  readonly bytes: number;
  close(): void;
}

/**
 * Opens a ZIP archive, also one of more than 4 GB. Throws an `ImportRefusal` for one that is damaged, or whose files
 * together are larger than accepted; reading a file fails where it is larger than the archive says.
 */
export async function openZipArchive(path: string, bounds: ImportBounds): Promise<ZipArchive> {
  const { size } = await stat(path);
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { autoClose: false, lazyEntries: true, validateEntrySizes: true });
  } catch (err) {
    throw damaged(err);
  }
  try {
    const members: ZipMember[] = [];
    let bytes = 0;
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/")) continue;
      if (members.length >= MAX_FILES) {
        throw new ImportRefusal("TooLarge", `The ZIP archive holds more than ${MAX_FILES} files.`);
      }
      bytes += entry.uncompressedSize;
      bounds.checkGrowth(size, bytes, "The archive decompresses to");
      const fingerprint = `${entry.uncompressedSize} ${entry.crc32}`;
      members.push({ name: entry.fileName, fingerprint, open: () => openMember(zip, entry) });
    }
    return { members, bytes, close: () => zip.close() };
  } catch (err) {
    zip.close();
    throw err instanceof ImportRefusal ? err : damaged(err);
  }
}

async function openMember(zip: ZipFile, entry: Entry): Promise<Readable> {
  if (entry.isEncrypted()) {
    throw new ImportRefusal(
      "UnreadableZip",
      `The file ${JSON.stringify(entry.fileName)} of the ZIP archive is encrypted. Upload it without a password.`,
    );
  }
  try {
    return await zip.openReadStreamPromise(entry);
  } catch (err) {
    throw damaged(err);
  }
}

/** Writes a file of the archive to `target`. */
export async function extractMember(member: ZipMember, target: string, signal: AbortSignal): Promise<void> {
  try {
    await pipeline(await member.open(), createWriteStream(target), { signal });
  } catch (err) {
    signal.throwIfAborted();
    throw err instanceof ImportRefusal || isFileError(err) ? err : damaged(err);
  }
}

const isFileError = (err: unknown): boolean => err instanceof Error && "syscall" in err;

const damaged = (err: unknown): ImportRefusal =>
  new ImportRefusal(
    "UnreadableZip",
    `The ZIP archive is damaged (${err instanceof Error ? err.message : String(err)}). Make it again and upload it.`,
  );
