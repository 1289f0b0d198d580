import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAnalysisBench, type AnalysisBench } from "./analysis.fixture.ts";

let production: AnalysisBench;
let repair: AnalysisBench;

beforeAll(async () => {
  [production, repair] = await Promise.all([
    openAnalysisBench("Production.csv"),
    openAnalysisBench("repairExample.xes.gz"),
  ]);
});
afterAll(() => Promise.all([production.close(), repair.close()]));

async function metrics(bench: AnalysisBench, parameters: Record<string, unknown> = {}) {
  const { outputs, artifacts } = await bench.run({ analysisType: "performance", ...parameters }, [
    "discover",
    "report",
  ]);
  const report = JSON.parse(artifacts.get("analysis-report.json")?.content ?? "{}");
  return { told: Object(outputs.discover?.results["performanceMetrics"]), discovery: Object(report.discovery) };
}

/*
 * The figures were computed a second time from the files, by plain loops over their rows in another language.
 */
describe("performance of ProcessMiningAnalysis", () => {
  it("tells arrivals, resources and handovers", async () => {
    const { told } = await metrics(production);
    expect(told.arrivals).toEqual({
      casesPerDay: 2.5375,
      casesPerDayByHalf: [2.8547, 2.243],
      averageInterArrival: "9.5 hours",
      medianInterArrival: "5.6 hours",
      interArrival95Percent: "36.1 hours",
      averageOpenCases: 51.9892,
    });
    expect(told.resources).toMatchObject({ count: 48, handovers: 3486 });
    expect(told.resources.busiest[0]).toEqual({
      resource: "ID4618",
      events: 431,
      share: 0.087,
      utilisation: 0.2555,
      workAtOnce: 1.2457,
      mostWorkAtOnce: 4,
    });
    expect(told.resources.mostFrequentHandovers[1]).toEqual({ from: "ID0998", to: "ID4882", count: 63 });
  });

  it("takes times from starts and completions that are events of their own", async () => {
    const { told, discovery } = await metrics(repair);
    expect(discovery.lifecycle).toEqual({
      pairs: 4121,
      unpairedStarts: 1,
      unpairedCompletions: 3612,
      otherEvents: 0,
    });
    expect(told.efficiency).toBe(60.8);
    expect(discovery.bottlenecks.activities[0]).toMatchObject({ activity: "Repair (Complex)", lostSec: 455_160 });
    const { nodes, edges } = discovery.graph;
    const edge = edges.findIndex(
      ({ from, to }: { from: number; to: number }) =>
        nodes[from].activity === "Analyze Defect" && nodes[to].activity === "Repair (Complex)",
    );
    const { waiting, service } = discovery.transitionTimes[edge];
    expect(waiting).toMatchObject({ count: 526, totalSec: 428_940, medianSec: 780 });
    expect(service).toMatchObject({ count: 525, totalSec: 725_040, medianSec: 1020 });
  });

  it("measures in working time where there is a calendar, and leaves dates and frequencies alone", async () => {
    const all = await metrics(repair);
    const office = await metrics(repair, { workingCalendar: {} });
    expect(office.discovery.workingTime.calendar).toMatchObject({
      timezone: "UTC",
      hours: [{ from: "09:00", to: "17:00" }],
    });
    expect(office.discovery.bottlenecks.activities[0]).toMatchObject({
      activity: "Repair (Complex)",
      lostSec: 100_440,
    });
    expect(office.told.bottlenecks[0]).toMatchObject({ timeLost: "27.9 working hours", shareOfCycleTime: 0.0956 });
    expect(office.told.workingTime).toEqual({
      averageCycleTime: "0.3 working hours",
      medianCycleTime: "0.0 working hours",
    });
    expect(office.told.averageCycleTime).toBe(all.told.averageCycleTime);
    expect(office.told.arrivals).toEqual(all.told.arrivals);
    expect(office.discovery.graph).toEqual(all.discovery.graph);
  });
});
