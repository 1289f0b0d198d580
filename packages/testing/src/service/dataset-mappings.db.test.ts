import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { useService, type ServiceAnswer } from "./use-service.ts";

describeEachBackend("mappings of datasets", (backend) => {
  const service = useService(backend);

  const phase = (results: ServiceAnswer["body"], name: RegExp): ServiceAnswer["body"] =>
    results["phaseResults"].find(({ phaseName }: { phaseName: string }) => name.test(phaseName)).results;

  it("leave placeholders for unknown times out by choice, which the dataset and its analysis say", async () => {
    const rows = Array.from({ length: 120 }, (_, at) => {
      const time = at % 60 === 30 ? "1970-01-01 00:00" : `2024-01-${10 + (at % 12)} 1${Math.floor(at / 24)}:00`;
      return `c${at % 24},Step ${Math.floor(at / 24)},${time}`;
    });
    const uploaded = await service.upload(`case,activity,timestamp\n${rows.join("\n")}\n`);
    expect(uploaded.body["counts"]).toMatchObject({ events: 120, errorRecords: 0 });
    const { body } = await service.remap(String(uploaded.body["datasetId"]), { mapping: { placeholderTimes: "omit" } });
    expect(body["counts"]).toMatchObject({ events: 118, errorRecords: 2 });
    expect(body["quality"].errors).toMatchObject([{ type: "Placeholder Time", count: 2, resolved: false }]);
    expect(body["detected"].doubts).toEqual([]);
    expect(body["timeRange"].start).toMatch(/^2024-01-10/);
    const { results } = await service.run("ProcessMiningAnalysis", { datasetId: body["datasetId"] });
    expect(phase(results, /Loading/).dataQuality).toMatchObject({ recordsLeftOut: 2, doubts: [] });
  });
});
