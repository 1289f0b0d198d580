import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describeEachBackend } from "@longhaul/testing";
import { expect, it } from "vitest";
import { realWork } from "../test/real-work.ts";
import { useTrialBench } from "../test/use-worker.ts";

const MIB = 2 ** 20;
const SMALL = "case,activity,timestamp\n1,a,2024-01-01\n1,b,2024-01-02\n";

/** Files made to exhaust whoever reads them; the error names the setting or the line that it is about. */
const hostile: readonly (readonly [what: string, content: () => string | Uint8Array, message: RegExp])[] = [
  ["a million columns", () => `${"c,".repeat(1_000_000)}c\n`, /IMPORT_MAX_COLUMNS/],
  ["one unclosed quote", () => `case,activity,timestamp\n1,"a,2024-01-01\n${"x".repeat(30 * MIB)}`, /line 2/],
  ["one endless line", () => `case,activity,timestamp\n1,a,${"x".repeat(30 * MIB)}`, /line 2.*IMPORT_MAX_LINE_BYTES/],
  ["a bomb", () => gzipSync(Buffer.alloc(150 * MIB, "1,a,2024-01-01\n")), /IMPORT_MAX_RATIO/],
];

describeEachBackend("imports of hostile files", (backend) => {
  const bench = useTrialBench(backend);
  const work = realWork(bench);

  it("fail for good with a clear error and without harm to their worker, and hold up nobody else's", async () => {
    await bench.startWorker();
    const ids = await Promise.all(hostile.map(([, content]) => work.upload(content())));
    const neighbour = { tenantId: randomUUID(), projectId: randomUUID() };
    const small = await work.upload(SMALL, { scope: neighbour });
    expect(await work.imported(small, neighbour)).toMatchObject({ status: "Ready", crashCount: 0, events: 2 });
    for (const [at, [what, , message]] of hostile.entries()) {
      const { status, crashCount, error } = await work.imported(ids[at] ?? "");
      expect([what, status, crashCount]).toEqual([what, "Failed", 0]);
      expect(error?.message).toMatch(message);
    }
  });

  it("take hundreds of columns within the memory of a small import", async () => {
    await bench.startWorker();
    const header = ["case", "activity", "timestamp", ...Array.from({ length: 500 }, (_, at) => `note ${at}`)];
    const rows = Array.from({ length: 40 }, (_, row) =>
      [
        `c${row % 8}`,
        `step ${row % 5}`,
        `2024-01-${10 + (row % 20)}`,
        ...header.slice(3).map((name) => `${name} ${row % 3}`),
      ].join(","),
    );
    const wide = await work.imported(await work.upload(`${header.join(",")}\n${rows.join("\n")}\n`));
    expect(wide).toMatchObject({ status: "Ready", crashCount: 0, events: 40 });
  });
});
