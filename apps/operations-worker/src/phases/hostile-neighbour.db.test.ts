import { randomUUID } from "node:crypto";
import { describeEachBackend } from "@longhaul/testing";
import { expect, it } from "vitest";
import { realWork } from "../test/real-work.ts";
import { useTrialBench } from "../test/use-worker.ts";

/** Words that mean something to JavaScript's objects. */
const NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "then", "toJSON"];

/** A log of forty cases in which each of the names is an activity, a resource, and a column. */
function hostileLog(): string {
  const lines = [`case,activity,time,resource,${NAMES.join(",")}`];
  for (let c = 0; c < 40; c++) {
    const name = NAMES[c % NAMES.length] ?? "";
    const day = String(1 + (c % 27)).padStart(2, "0");
    for (const [step, activity] of ["Start", name, c % 3 === 0 ? "Wait" : "Check", "End"].entries())
      lines.push(`${c},${activity},2024-01-${day}T0${step * 2}:00:00Z,${name},${NAMES.join(",")}`);
  }
  return `${lines.join("\n")}\n`;
}

const GOOD_LOG = hostileLog()
  .replaceAll(new RegExp(NAMES.join("|"), "g"), "plain")
  .replace(/(,plain)+\n/, ",a,b,c,d,e,f,g\n");

describeEachBackend("work of one tenant beside a hostile one's", (backend) => {
  const bench = useTrialBench(backend);
  const work = realWork(bench);

  // The queue has no part in it.
  it.skipIf(backend.name === "redis")(
    "goes on in the same worker, whatever words the other's log is made of, and the other's own goes well too",
    async () => {
      await bench.startWorker({ cpuUnits: 1 });
      const hostile = { tenantId: randomUUID(), projectId: randomUUID() };
      const check = async (): Promise<string[]> => {
        const dataset = await work.imported(await work.upload(GOOD_LOG));
        const parameters = { datasetId: dataset.id, analysisType: "discovery" };
        const { operation } = await work.ended(await work.start("ProcessMiningAnalysis", parameters));
        return [dataset.status, operation.status, operation.error?.message ?? ""];
      };
      expect(await check()).toEqual(["Ready", "Completed", ""]);
      const odd = await work.imported(await work.upload(hostileLog(), { scope: hostile }), hostile);
      const analysis = await work.start("ProcessMiningAnalysis", { datasetId: odd.id }, hostile);
      const { operation } = await work.ended(analysis, hostile);
      expect([odd.error?.message, operation.error?.message, operation.status]).toEqual([
        undefined,
        undefined,
        "Completed",
      ]);
      expect(await check()).toEqual(["Ready", "Completed", ""]);
    },
  );
});
