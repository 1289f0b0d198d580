import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { waitFor } from "../wait-for.ts";
import { useSharedService } from "../service/use-shared-service.ts";
import { describeInBrowser } from "./describe-in-browser.ts";
import { findBarriers } from "./find-barriers.ts";
import { plantedLog } from "./planted-log.ts";

const MODEL = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"><bpmn:process id="p">
<bpmn:startEvent id="s"/><bpmn:task id="r" name="Register"/><bpmn:task id="c" name="Check"/>
<bpmn:task id="d" name="Decide"/><bpmn:task id="y" name="Pay"/><bpmn:endEvent id="e"/>
${["sr", "rc", "cd", "dy", "ye"].map(([from, to]) => `<bpmn:sequenceFlow id="${from}${to}" sourceRef="${from}" targetRef="${to}"/>`).join("")}
</bpmn:process></bpmn:definitions>`;

const PARAMETERS = {
  algorithmSettings: { performanceOptimization: "high_throughput" },
  predictionTargets: { due: { withinHours: 60 } },
  referenceModel: { name: "As agreed", text: MODEL },
  rules: [{ name: "Check before you decide", type: "precedence", activity: "Check", other: "Decide" }],
};

const number = (value: number, digits = 1): string =>
  new Intl.NumberFormat("en", { maximumFractionDigits: digits }).format(value);
const share = (value: number): string =>
  new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 }).format(value);

describeInBrowser(
  "an analysis in the console",
  () => useSharedService({ name: "postgres" }),
  (console) => {
    const { service } = console;
    let datasetId = "";
    let operationId = "";
    // oxlint-disable-next-line typescript/no-explicit-any -- what phases tell, looked into in many ways
    let told: Record<string, any> = {};

    beforeAll(async () => {
      const { body } = await service.upload(plantedLog(), { fileName: "planted.csv" });
      datasetId = String(body["datasetId"]);
      const run = await service.run("ProcessMiningAnalysis", { datasetId, ...PARAMETERS });
      operationId = run.operationId;
      const phases = run.results["phaseResults"] as readonly { readonly results?: object }[];
      told = Object.assign({}, ...phases.map(({ results }) => results)) as typeof told;
    });

    const openAnalysis = async (id = operationId): Promise<Page> => {
      const page = await console.open(`/operations/${id}?tab=analysis`);
      await page.locator(".case").first().waitFor();
      return page;
    };
    const section = (page: Page, title: string): Locator =>
      page.locator("section.card", { has: page.getByRole("heading", { level: 2, name: title, exact: true }) });
    const texts = async (part: Locator, selector: string): Promise<string> =>
      (await part.locator(selector).allTextContents()).join(" ");
    const cells = async (part: Locator): Promise<string[][]> =>
      Promise.all((await part.locator("tbody tr").all()).map((row) => row.locator("td").allTextContents()));

    it("shows causes, attributes, anomalies, predictions, running cases and deviations as the API tells them", async () => {
      const page = await openAnalysis();

      const parts = page.getByRole("navigation", { name: "Parts of the analysis" });
      expect(await parts.getByRole("button").allTextContents()).toEqual(
        expect.arrayContaining(["Causes", "Conformance", "Anomalies", "Predictions", "Under way"]),
      );

      const { causes } = told["rootCauses"] as { readonly causes: { cases: number; shareExplained: number }[] };
      const causeRows = await cells(section(page, "What goes with long cases"));
      expect(causeRows.map(([, cases]) => cases)).toEqual(causes.map(({ cases }) => number(cases)));
      expect(causeRows.map((row) => row.at(-1))).toEqual(causes.map((one) => share(one.shareExplained)));
      expect(causeRows[0]?.[0]).toContain("zone = Zulu");
      const rework = told["rootCauses"].questions.find((one: { question: string }) => one.question === "rework");
      const reworkRows = await cells(section(page, "What goes with rework"));
      expect(reworkRows.map(([, cases, ofGroup]) => [cases, ofGroup])).toEqual(
        rework.causes.map((one: { cases: number; share: number }) => [number(one.cases), share(one.share)]),
      );
      expect(await section(page, "What goes with rework").textContent()).toContain(
        `${number(rework.casesWith)} of ${number(rework.cases)} cases`,
      );

      const anomalies = section(page, "Cases that stand out");
      const { detected, highSeverity, mediumSeverity, lowSeverity, falsePositiveRate } = told["anomalies"];
      expect(detected).toBeGreaterThan(1);
      expect(await anomalies.locator("dd").allTextContents()).toEqual(
        expect.arrayContaining([
          number(highSeverity),
          number(mediumSeverity),
          number(lowSeverity),
          share(falsePositiveRate),
        ]),
      );
      expect(await texts(anomalies, ".card-head .soft")).toMatch(new RegExp(` of ${number(detected)}$`));
      await anomalies.getByLabel("Reason").selectOption("Missing step");
      expect(await texts(anomalies, ".reasons")).toContain("Lacks “Check”, as only");

      const predictions = section(page, "Predictions");
      const { pathPrediction, evaluation, runningCases, risks } = told["predictions"];
      const ways = await texts(predictions, ".bar-head strong");
      for (const { accuracy } of [pathPrediction, ...pathPrediction.baselines])
        expect(ways).toContain(`${share(accuracy)} right`);
      expect(ways).toContain(`Brier score ${number(risks.overdue.baselineBrierScore, 3)}`);
      expect(ways.match(/off by/g)?.length).toBeGreaterThan(1);
      expect(await predictions.textContent()).toContain(`${number(evaluation.testCases)} later cases`);

      const running = section(page, "Cases under way");
      const atRisk = runningCases.atRisk as readonly { caseId: string; overdueRisk: number; probability: number }[];
      const rows = await cells(running);
      expect(rows.map(([caseId]) => caseId)).toEqual(atRisk.map(({ caseId }) => caseId));
      expect(rows.map((row) => row.at(-1))).toEqual(atRisk.map(({ overdueRisk }) => share(overdueRisk)));
      for (const [at, { probability }] of atRisk.entries())
        expect(rows[at]?.[2]).toContain(`${share(probability)} sure`);
      expect(await texts(running, ".interval")).toMatch(/ to /);
      expect(await texts(running, ".card-head .soft")).toBe(`${atRisk.length} of ${number(runningCases.count)}`);

      expect(runningCases.count).toBeGreaterThan(rows.length);
      await running.getByRole("button", { name: "Show more" }).click();
      const every = (await cells(running)).map(([caseId]) => caseId);
      expect([every.length, new Set(every).size]).toEqual([runningCases.count, runningCases.count]);
      await running.getByLabel("Order").selectOption("latest event first");
      const latest = runningCases.latest as readonly { caseId: string }[];
      expect((await cells(running)).slice(0, latest.length).map(([caseId]) => caseId)).toEqual(
        latest.map(({ caseId }) => caseId),
      );

      const conformance = section(page, "Conformance");
      const [rules, deviations] = [conformance.locator("table").first(), conformance.locator("table").nth(1)];
      expect((await cells(rules))[0]?.slice(0, 3)).toEqual([
        "Check before you decide",
        ...[told["rules"][0].activeCases, told["rules"][0].violatingCases].map((one) => number(one)),
      ]);
      const { deviations: found, fittingCases } = told["referenceModel"];
      expect((await cells(deviations)).map((row) => row.slice(2, 4))).toEqual(
        found.map((one: { times: number; cases: number }) => [number(one.times), number(one.cases)]),
      );
      expect(await texts(conformance, "dd")).toContain(`${number(fittingCases)} of 500 (`);

      await rules.locator("tbody button").first().click();
      const caseId = String(told["rules"][0].examples[0].case);
      await page.locator(".case summary strong").getByText(caseId, { exact: true }).waitFor();
      const shown = async (): Promise<boolean> =>
        ((await page.locator("#analysis-cases").boundingBox())?.y ?? Infinity) < 700;
      await waitFor(shown, { what: "the cases in view" });
      expect(await page.getByPlaceholder("Find a case by its id").inputValue()).toBe(caseId);
    });

    it("analyses the cases of an attribute's value that is clicked on", async () => {
      const page = await openAnalysis();
      const value = section(page, "Attributes").locator("li", { hasText: "Zulu" });
      await section(page, "What goes with long cases").getByRole("button", { name: "Only these: zone = Zulu" }).click();
      await section(page, "Attributes").getByLabel("Attribute").selectOption("resource (any step)");
      await section(page, "Attributes").getByRole("button", { name: "Only these: resource = Bo" }).click();
      await section(page, "Attributes").getByLabel("Attribute").selectOption("zone");
      const zulus = Number(/([\d,]+) cases/.exec((await value.textContent()) ?? "")?.[1]);
      await value.getByRole("button").click();
      expect(await page.locator(".chip").allTextContents()).toEqual(["resource = Bo", "zone = Zulu"]);
      await page.getByRole("button", { name: "Take away: resource = Bo" }).click();
      await page.getByRole("button", { name: "Analyse this part" }).click();
      await page.getByRole("heading", { level: 1, name: /· zone = Zulu$/ }).waitFor();
      const filtered = new URL(page.url()).pathname.split("/").at(-1) ?? "";
      await page.locator(".operation-state .badge.is-completed").waitFor();
      const { body: results } = await service.call(`/async/operation/${filtered}/results`);
      const file = results["artifacts"].find(({ format }: { format: string }) => format === "JSON");
      expect(await service.download(String(file.downloadUrl))).toMatchObject({
        parameters: {
          datasetId,
          predictionTargets: PARAMETERS.predictionTargets,
          filters: { attributes: [{ column: "zone", of: "firstEvent", values: ["Zulu"] }] },
        },
      });
      expect(results["summary"].casesAnalyzed).toBe(zulus);
      const cause = told["rootCauses"].causes.find(
        ({ conditions }: { conditions: readonly { value: string }[] }) =>
          conditions.length === 1 && conditions[0]?.value === "Zulu",
      );
      expect(cause.cases).toBe(zulus);
    });

    it("leaves out what an analysis hasn't looked for", async () => {
      const { operationId: plain } = await service.run("ProcessMiningAnalysis", {
        datasetId,
        analysisType: "prediction",
        enableML: false,
      });
      const page = await openAnalysis(plain);
      const titles = await page.getByRole("heading", { level: 2 }).allTextContents();
      expect(titles).toContain("Cases that stand out");
      for (const title of ["What goes with long cases", "Predictions", "Cases under way", "Conformance"])
        expect(titles).not.toContain(title);
    });

    it("keeps nobody out, light and dark, in both languages, wide and narrow", async () => {
      for (const [colorScheme, locale, width] of [
        ["light", "en", 1440],
        ["dark", "fr", 390],
      ] as const) {
        const look = { colorScheme, locale, viewport: { width, height: 900 } };
        const page = await console.open(`/operations/${operationId}?tab=analysis`, look);
        await page.locator(".case").first().waitFor();
        for (const meanings of await page.locator(".meanings summary").all()) await meanings.click();
        expect(await findBarriers(page)).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      }
    });
  },
);
