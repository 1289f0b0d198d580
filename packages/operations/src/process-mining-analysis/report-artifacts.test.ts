import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantedCsv } from "../report-generation/planted-csv.fixture.ts";
import { openAnalysisBench, type AnalysisBench } from "./analysis.fixture.ts";

let bench: AnalysisBench;

interface Told {
  readonly anomalies: { readonly cases: readonly { readonly caseId: string; readonly findings: readonly unknown[] }[] };
  readonly attributes: readonly {
    readonly column: string;
    readonly values: readonly { readonly value: string; readonly cases: number; readonly meanSec: number }[];
  }[];
}

beforeAll(async () => {
  bench = await openAnalysisBench("running-example.xes");
});
afterAll(() => bench.close());

interface Causes {
  readonly causes: readonly { readonly cases: number }[];
}

describe("exportFormats of ProcessMiningAnalysis", () => {
  it("gives the formats that are asked for: PDF for people, charts as SVG", async () => {
    const parameters = { outputOptions: { exportFormats: ["PDF", "SVG"] } };
    const { outputs, artifacts } = await bench.run(parameters, ["discover", "report"]);
    expect(outputs.report?.results).toEqual({ reportsCreated: 1, formats: ["SVG", "PDF"] });
    expect(artifacts.get("analysis-report.pdf")?.meta).toMatchObject({ format: "PDF", mediaType: "application/pdf" });
    expect(artifacts.get("analysis-report.pdf")?.content).toMatch(/^%PDF-/);
    for (const name of ["case-durations", "case-timeline", "variants", "bottlenecks", "process-map"]) {
      expect(artifacts.get(`${name}.svg`)?.content).toContain("<svg");
    }
    expect([...artifacts.keys()]).not.toContain("activities.csv");
  });

  it("gives what goes with long cases as a table, as results tell it, and the cases and attributes behind it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "planted-"));
    const path = join(folder, "planted.csv");
    await writeFile(path, plantedCsv());
    const planted = await openAnalysisBench("planted.csv", path);
    try {
      const parameters = { outputOptions: { exportFormats: ["CSV", "JSON"] } };
      const { outputs, artifacts } = await planted.run(parameters, ["discover", "learn", "report"]);
      const { causes, questions } = (outputs.learn?.results ?? {})["rootCauses"] as Causes & {
        questions: (Causes & { question: string })[];
      };
      const [head, ...rows] = (artifacts.get("root-causes.csv")?.content ?? "").trim().split("\r\n");
      expect(head).toMatch(
        /^question,about,segment,cases,other_cases,coverage,mean_sec,other_mean_sec,longer_at_least_sec/,
      );
      expect(questions.length).toBeGreaterThan(0);
      expect(rows.map((row) => row.split(",")[0])).toEqual([
        ...causes.map(() => "duration"),
        ...questions.flatMap((one) => one.causes.map(() => one.question)),
      ]);
      expect(rows[0]).toContain(`,${causes[0]?.cases},`);
      expect(rows[0]).toMatch(/Zulu/);
      const report = JSON.parse(artifacts.get("analysis-report.json")?.content ?? "{}") as Told;
      const anomalies = (artifacts.get("anomalies.csv")?.content ?? "").trim().split("\r\n").slice(1);
      expect(report.anomalies.cases.map(({ caseId }) => caseId)).toEqual(anomalies.map((row) => row.split(",")[0]));
      for (const { findings } of report.anomalies.cases) expect(findings.length).toBeGreaterThan(0);
      const zones = report.attributes.find(({ column }) => column === "zone")?.values ?? [];
      expect(zones.map(({ cases }) => cases).reduce((sum, one) => sum + one, 0)).toBe(500);
      const slowest = zones.toSorted((a, b) => b.meanSec - a.meanSec)[0];
      expect(slowest?.value).toBe("Zulu");
      expect(causes.map(({ cases }) => cases)).toContain(slowest?.cases);
    } finally {
      await Promise.all([planted.close(), rm(folder, { recursive: true })]);
    }
  });
});
