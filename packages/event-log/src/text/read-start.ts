import { open } from "node:fs/promises";

/** The first bytes of a file, so many at most. */
export async function readStart(path: string, most: number): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(size, most)), 0, Math.min(size, most), 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
