import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** A ZIP archive of small files, in their order. */
export async function zipBytes(
  files: readonly { readonly fileName: string; readonly bytes: Uint8Array }[],
): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const file of files) zip.addBuffer(Buffer.from(file.bytes), file.fileName);
  zip.end();
  return buffer(zip.outputStream);
}
