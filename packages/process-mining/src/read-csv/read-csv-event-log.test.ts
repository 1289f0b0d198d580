import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EventLog } from "../event-log.ts";
import { importEventLog } from "../import/import-event-log.ts";
import { seededRandom } from "../prediction/seeded-random.ts";
import { readEventLog } from "../read/read-event-log.ts";
import { readCsvEventLog, type ReadCsvOptions } from "./read-csv-event-log.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "read-csv-"));
});
afterAll(() => rm(folder, { recursive: true }));

const columns = { caseId: "case_id", activity: "activity", timestamp: "timestamp", resource: "resource" };

async function written(text: string | Uint8Array): Promise<string> {
  const path = join(folder, "log.csv");
  await writeFile(path, text);
  return path;
}

async function read(text: string | Uint8Array, options: Partial<ReadCsvOptions> = {}): Promise<EventLog> {
  return readCsvEventLog({ path: await written(text), columns, threads: 2, ...options });
}

/** The same file by way of an import and its table. */
async function imported(path: string): Promise<EventLog> {
  const limits = { scratchDir: folder, threads: 1, memoryLimitMB: 256, signal: new AbortController().signal };
  const tablePath = join(folder, "events.parquet");
  const result = await importEventLog({
    sourcePath: path,
    fileName: "log.csv",
    tablePath,
    ...limits,
    onProgress: () => undefined,
  });
  if (!result.ok) throw new Error(result.message);
  return readEventLog({ tablePath, ...limits });
}

function comparable({ activity, caseOffsets, resource, startMs, endMs, ...log }: EventLog) {
  const arrays = [activity, caseOffsets, resource ?? [], startMs ?? [], endMs].map((values) => Array.from(values));
  const { caseIds, activities, resources } = log;
  return { caseIds, activities, resources, arrays };
}

describe("readCsvEventLog", () => {
  it.each([
    ["running-example.csv", { resource: "org:resource" }],
    ["receipt.csv", { resource: "org:resource" }],
    ["Production.csv", { resource: "org:resource", startTimestamp: "start_timestamp" }],
  ])("reads %s as import and table do", async (name, further) => {
    const path = fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
    const names = { caseId: "case:concept:name", activity: "concept:name", timestamp: "time:timestamp", ...further };
    const straight = await readCsvEventLog({ path, columns: names, threads: 3, leastRangeBytes: 1000 });
    expect(comparable(straight)).toEqual(comparable(await imported(path)));
  });

  it("gives the same log wherever the file is cut", async () => {
    const random = seededRandom(8);
    const rows = Array.from({ length: 60 }, (_, row) => {
      const resource = random() < 0.3 ? "" : `"r${"x".repeat(Math.floor(random() * 9))}"`;
      const seconds = String(row).padStart(2, "0");
      return `c${Math.floor(random() * 9)},Prüfung ${Math.floor(random() * 4)},2024-02-29T10:00:${seconds}Z,${resource}`;
    });
    const text = `\uFEFFcase_id,activity,timestamp,resource\r\n${rows.join("\r\n")}`;
    const whole = comparable(await read(text, { threads: 1 }));
    expect(whole.arrays[0]).toHaveLength(60);
    for (const threads of [2, 5]) expect(comparable(await read(text, { threads, leastRangeBytes: 1 }))).toEqual(whole);
    expect(whole).toEqual(comparable(await imported(await written(text))));
  });

  it("reads times of ISO 8601, in UTC unless they name an offset", async () => {
    const times = [
      "2024-03-01",
      "2024-03-01 08:30",
      "2024-03-01T08:30:15.25",
      "2024-03-01T08:30:15.123456789Z",
      "2024-03-01T08:30:15+02:00",
      "2024-03-01T08:30:15-0330",
      "1969-12-31T23:59:59.999Z",
    ];
    const rows = times.map((time, row) => `c${row},a,${time},`);
    const { endMs } = await read(`case_id,activity,timestamp,resource\n${rows.join("\n")}\n`);
    expect([...endMs]).toEqual([
      Date.UTC(2024, 2, 1),
      Date.UTC(2024, 2, 1, 8, 30),
      Date.UTC(2024, 2, 1, 8, 30, 15, 250),
      Date.UTC(2024, 2, 1, 8, 30, 15) + 123.456,
      Date.UTC(2024, 2, 1, 6, 30, 15),
      Date.UTC(2024, 2, 1, 12, 0, 15),
      -1,
    ]);
  });

  it.each([
    ["a time that is none", "c,a,2023-02-29T10:00:00Z,x", "has no ISO 8601 time"],
    ["another way to write times", "c,a,01.02.2024 10:00,x", "has no ISO 8601 time"],
    ["an empty case", ",a,2024-02-01,x", "names no case or no activity"],
    ["a missing field", "c,a,2024-02-01", "has 3 fields, the header 4"],
    ["a line break in a field", 'c,"a\nb",2024-02-01,x', "quote that isn't closed on its line"],
    ["a quote in a field", 'c,"a""b",2024-02-01,x', "quote in a quoted field"],
  ])("refuses %s, and says where", async (_, row, reason) => {
    const good = "c,a,2024-01-01,x\n";
    const error: unknown = await read(`case_id,activity,timestamp,resource\n${good}${row}\n`).catch((err) => err);
    expect(error).toMatchObject({ code: "unprocessable" });
    expect(String(error)).toMatch(/The line at byte 53 has|The line at byte 53 names/);
    expect(String(error)).toContain(reason);
  });

  it("refuses a column that the header doesn't name, and texts that aren't UTF-8", async () => {
    await expect(read("case,activity,timestamp,resource\nc,a,2024-01-01,x\n")).rejects.toThrow('no column "case_id"');
    const latin = Buffer.from("case_id,activity,timestamp,resource\nc,Pr\xfcfung,2024-01-01,x\n", "latin1");
    await expect(read(latin)).rejects.toThrow("isn't UTF-8");
  });

  it("tells how far it is and stops when aborted", async () => {
    const told: number[] = [];
    const text = `case_id,activity,timestamp,resource\n${"c,a,2024-01-01,x\n".repeat(1000)}`;
    await read(text, { onProgress: (fraction) => told.push(fraction) });
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    const controller = new AbortController();
    const stopped = read(text, { signal: controller.signal, onProgress: () => controller.abort(new Error("stop")) });
    await expect(stopped).rejects.toThrow("stop");
  });
});
