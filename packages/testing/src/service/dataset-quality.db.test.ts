import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import type { ServiceAnswer } from "./use-client.ts";
import { useSharedService } from "./use-shared-service.ts";

interface Doubt {
  readonly kind: string;
  readonly column?: string;
  readonly detail: string;
  readonly inheritedFrom?: string;
}

/** What a report calls a kind of doubt. */
const NAMES = new Map([
  ["DateOrder", "order of day and month"],
  ["PlaceholderTime", "placeholder for a time"],
]);

describeEachBackend("doubts about a dataset", (backend) => {
  const service = useSharedService(backend);

  const phase = (results: ServiceAnswer["body"], name: RegExp): ServiceAnswer["body"] =>
    results["phaseResults"].find(({ phaseName }: { phaseName: string }) => name.test(phaseName)).results;

  /** Days that are months as well, a placeholder, a word for nobody, and a record that can't be used. */
  function doubtfulLog(): string {
    const rows = Array.from({ length: 120 }, (_, at) => {
      const day = `0${1 + (at % 9)}/0${1 + ((at * 5) % 9)}/2024 1${at % 10}:00`;
      const time = at === 70 ? "01/01/1970 00:00" : at === 80 ? "no idea" : day;
      return `c${at % 24},Step ${Math.floor(at / 24)},${time},${at % 30 === 0 ? "N/A" : "Ann"}`;
    });
    return `case,activity,timestamp,resource\n${rows.join("\n")}\n`;
  }

  it("are in the results of its analysis, on the reports made of these, and in the dataset derived from it", async () => {
    const uploaded = await service.upload(doubtfulLog());
    expect(uploaded.body["status"]).toBe("Ready");
    const datasetId = String(uploaded.body["datasetId"]);
    const doubts = uploaded.body["detected"].doubts as Doubt[];
    const kinds = doubts.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["DateOrder", "PlaceholderTime"]));
    const { score } = uploaded.body["quality"];
    expect(score).toBeLessThan(90);

    const analysis = await service.run("ProcessMiningAnalysis", { datasetId });
    const { dataQuality, dataQualityScore } = phase(analysis.results, /Loading/);
    expect([dataQualityScore, dataQuality.score, dataQuality.recordsLeftOut]).toEqual([score, score, 1]);
    expect(dataQuality.doubts.map(({ kind }: Doubt) => kind)).toEqual(kinds);
    expect(dataQuality.dimensions).toEqual(uploaded.body["quality"].dimensions);
    expect(dataQuality.columns).toEqual(uploaded.body["quality"].columns);

    for (const reportType of ["executive_summary", "detailed"]) {
      const report = await service.run("ReportGeneration", {
        sourceOperationIds: [analysis.operationId],
        reportType,
        exportFormats: ["JSON"],
      });
      const [artifact] = report.results["artifacts"] as { downloadUrl: string }[];
      const { sections } = (await service.download(artifact?.downloadUrl ?? "")) as {
        sections: { heading: string; blocks: { text?: string; caption?: string; rows?: unknown[][] }[] }[];
      };
      const first = sections[0]?.blocks.map(({ text = "" }) => text).join(" ");
      expect(first).toContain(`The data is rated ${score} of 100; the most is lost for `);
      expect(first).toContain("; 1 record could not be used. In doubt: ");
      expect(first).toContain(`In doubt: ${NAMES.get(doubts[0]?.kind ?? "")}`);
      const appendix = sections.find(({ heading }) => heading === "Appendix: data quality")?.blocks ?? [];
      expect(appendix[0]?.rows).toHaveLength(dataQuality.dimensions.length);
      expect(appendix[1]?.rows?.map(([name]) => name)).toEqual(kinds.map((kind) => NAMES.get(kind)));
      expect(appendix).toHaveLength(reportType === "detailed" ? 3 : 2);
    }

    const enriched = await service.run("DataEnrichment", { datasetId, derivedColumns: ["hour"] });
    const { body: derived } = await service.call(`/datasets/${enriched.results["summary"].outputDatasetId}`);
    const inherited = derived["detected"].doubts as Doubt[];
    expect(inherited.map(({ kind, inheritedFrom }) => [kind, inheritedFrom])).toEqual(
      expect.arrayContaining([
        ["DateOrder", datasetId],
        ["PlaceholderTime", undefined],
      ]),
    );
    expect(derived["lineage"].inputQuality).toEqual({
      score,
      recordsLeftOut: 1,
      errors: [
        { type: "Invalid Timestamp", count: 1, resolved: false },
        { type: "Word For Nothing", count: 4, resolved: true },
      ],
    });
    expect(derived["quality"].score).toBeLessThan(90);
    const again = await service.run("ProcessMiningAnalysis", { datasetId: derived["datasetId"] });
    const { dataQuality: later } = phase(again.results, /Loading/);
    expect(later.doubts.map(({ kind }: Doubt) => kind)).toEqual(inherited.map(({ kind }) => kind));
  });

  it("are none where all is well, which the report says too", async () => {
    const rows = Array.from(
      { length: 60 },
      (_, at) => `c${at % 12},Step ${Math.floor(at / 12)},2024-01-${10 + (at % 12)}T1${Math.floor(at / 12)}:00:00Z`,
    );
    const { body } = await service.upload(`case,activity,timestamp\n${rows.join("\n")}\n`);
    expect([body["quality"].score, body["detected"].doubts]).toEqual([100, []]);
    const analysis = await service.run("ProcessMiningAnalysis", { datasetId: body["datasetId"] });
    const report = await service.run("ReportGeneration", {
      sourceOperationIds: [analysis.operationId],
      exportFormats: ["JSON"],
    });
    const [artifact] = report.results["artifacts"] as { downloadUrl: string }[];
    const text = JSON.stringify(await service.download(artifact?.downloadUrl ?? ""));
    expect(text).toContain("The data is rated 100 of 100; nothing in it is in doubt.");
    expect(text).not.toContain("Appendix: data quality");
  });
});
