import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EventLog, ReadEventLogOptions } from "@longhaul/event-log";
import { importEventLog, readEventLog } from "@longhaul/event-log/event-tables";
import { fixturesUrl } from "./read-truth.ts";

/** The event log of a fixture, imported as an upload would be. */
export async function importFixture(file: string, options: Partial<ReadEventLogOptions> = {}): Promise<EventLog> {
  const scratchDir = await mkdtemp(join(tmpdir(), "imported-fixture-"));
  try {
    const tablePath = join(scratchDir, "table.parquet");
    const limits = { threads: 2, memoryLimitMB: 512, scratchDir };
    const result = await importEventLog({
      ...limits,
      tablePath,
      sourcePath: fileURLToPath(new URL(file, fixturesUrl)),
      fileName: file,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    if (!result.ok) throw new Error(result.message);
    return await readEventLog({ ...limits, tablePath, ...options });
  } finally {
    await rm(scratchDir, { recursive: true });
  }
}
