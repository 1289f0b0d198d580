import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { waitFor } from "../wait-for.ts";
import type { ServiceAnswer } from "./use-client.ts";
import { useSharedService } from "./use-shared-service.ts";

const flow = (from: string, to: string): string =>
  `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`;
/** Register, check, pay. */
const MODEL = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"><bpmn:process id="p"><bpmn:startEvent id="s"/>
<bpmn:task id="r" name="Register"/><bpmn:task id="c" name="Check"/><bpmn:task id="p" name="Pay"/><bpmn:endEvent id="e"/>
${flow("s", "r")}${flow("r", "c")}${flow("c", "p")}${flow("p", "e")}</bpmn:process></bpmn:definitions>`;

describeEachBackend("compliance", (backend) => {
  const service = useSharedService(backend);

  /** 20 orders: 4 are paid before they are checked, 2 aren't checked at all, and 1 is reminded. */
  function orders(): string {
    const rows = Array.from({ length: 20 }, (_, at) => {
      const steps =
        at < 4
          ? ["Register", "Pay", "Check"]
          : at < 6
            ? ["Register", "Pay"]
            : at === 6
              ? ["Register", "Check", "Remind", "Pay"]
              : ["Register", "Check", "Pay"];
      return steps.map(
        (activity, step) => `o${at},${activity},${new Date(Date.UTC(2024, 0, 1 + at, step)).toISOString()}`,
      );
    });
    return `case,activity,timestamp\n${rows.flat().join("\n")}\n`;
  }

  const discovered = (results: ServiceAnswer["body"]) =>
    results["phaseResults"].find(({ phaseName }: { phaseName: string }) => phaseName.includes("Discovery")).results;
  const upload = async (): Promise<string> => String((await service.upload(orders())).body["datasetId"]);
  const artifactText = async (results: ServiceAnswer["body"], name: string): Promise<string> => {
    const found = results["artifacts"].find((artifact: { name: string }) => artifact.name === name);
    return service.downloadText(found.downloadUrl);
  };

  it("with rules and a reference model is told in results, recommendations, tables and reports", async () => {
    const datasetId = await upload();
    const rules = [
      { type: "precedence", activity: "Check", other: "Pay", name: "Check before you pay" },
      { type: "within", activity: "Register", other: "Pay", withinSec: 3600 },
      { type: "absence", activity: "Remind" },
      { type: "neverTogether", activity: "Remind", other: "Check" },
      { type: "existence", activity: "Register" },
    ];
    const referenceModel = { name: "Ideal", text: MODEL };
    const { operationId, results } = await service.run("ProcessMiningAnalysis", { datasetId, rules, referenceModel });
    const found = discovered(results);
    const told = found.rules.map((rule: ServiceAnswer["body"]) => [
      rule["rule"],
      rule["activeCases"],
      rule["violatingCases"],
    ]);
    expect(told).toEqual([
      ["Check before you pay", 20, 6],
      ["after “Register” comes “Pay”, within 1 hour", 20, 14],
      ["“Remind” never happens", 20, 1],
      ["“Remind” and “Check” never happen in one case", 18, 1],
      ["“Register” happens at least once", 20, 0],
    ]);
    expect(found.rules[0]).toMatchObject({
      cases: 20,
      share: 0.3,
      violations: 6,
      lists: { examples: { total: 6, shown: 6 } },
    });
    expect(found.referenceModel).toMatchObject({
      name: "Ideal",
      format: "BPMN",
      cases: 20,
      fittingCases: 13,
      optimalCases: 20,
      activitiesNotInModel: ["Remind"],
      activitiesNotInLog: [],
    });
    expect(found.referenceModel.deviations[0]).toMatchObject({ cases: 6, share: 0.3 });
    const advice = results["recommendations"].filter(({ category }: { category: string }) => category === "Compliance");
    expect(advice.map(({ recommendation }: { recommendation: string }) => recommendation)).toEqual(
      expect.arrayContaining([
        "6 of 20 cases break the rule “Check before you pay”",
        expect.stringContaining("14 of 20"),
      ]),
    );
    expect(advice).toHaveLength(4);
    expect((await artifactText(results, "Rule Violations")).split("\r\n")).toHaveLength(1 + 6 + 14 + 1 + 1 + 1);
    expect(await artifactText(results, "Deviations from the Reference Model")).toContain("o6,1,yes,Remind,");

    const report = await service.run("ReportGeneration", {
      sourceOperationIds: [operationId],
      exportFormats: ["JSON"],
      reportType: "detailed",
    });
    const text = JSON.stringify(await service.download(report.results["artifacts"][0].downloadUrl));
    expect(text).toContain("Deviations from the reference model");
    expect(text).toContain("13 of 20 cases follow the reference model “Ideal”");
    expect(text).toContain("Check before you pay");

    // Another analysis is compared with the model that this one discovered.
    const against = await service.run("ProcessMiningAnalysis", {
      datasetId,
      analysisType: "discovery",
      referenceModel: { operationId },
      filters: { endActivities: ["Pay"] },
    });
    expect(discovered(against.results).referenceModel).toMatchObject({
      cases: 16,
      optimalCases: 16,
      format: "Petri net",
    });
    const again = await service.run("ReportGeneration", {
      sourceOperationIds: [against.operationId],
      exportFormats: ["JSON"],
      filters: { caseLength: { max: 3 } },
    });
    expect(again.results["success"]).toBe(true);
  });

  it("that can't be judged is refused by POST with pointers", async () => {
    const datasetId = await upload();
    const rules = [
      { type: "response", activity: "Register" },
      { type: "init", activity: "register" },
      { type: "absence", activity: "Pay", times: 2 },
      { type: "unheard", activity: "Pay" },
    ];
    const post = async (parameters: Record<string, unknown>): Promise<readonly string[]> => {
      const json = {
        operationType: "ProcessMiningAnalysis",
        operationName: "o",
        parameters: { datasetId, ...parameters },
      };
      const { status, body } = await service.call("/async/operation", { json });
      return [
        String(status),
        ...new Set<string>(
          body["errors"].map(({ pointer }: { pointer: string }) => pointer.replace("/parameters/", "")),
        ),
      ];
    };
    expect(await post({ rules })).toEqual(["400", "rules/0/other", "rules/2/times", "rules/3/type"]);
    expect(await post({ rules: [rules[1]] })).toEqual(["400", "rules/0/activity"]);
    expect(await post({ rules: [{ type: "fourEyes", activity: "Pay", other: "Check" }] })).toEqual([
      "400",
      "rules/0/type",
    ]);
    expect(await post({ referenceModel: { text: "hello" } })).toEqual(["400", "referenceModel/text"]);
    expect(await post({ referenceModel: { text: `<!DOCTYPE a [<!ENTITY b "c">]>${MODEL}` } })).toEqual([
      "400",
      "referenceModel/text",
    ]);
    expect(await post({ referenceModel: { text: "<a/>".padEnd(262_145) } })).toEqual(["400", "referenceModel/text"]);
    expect(await post({ referenceModel: { operationId: "op-nothing" } })).toEqual([
      "400",
      "referenceModel/operationId",
    ]);
  });

  it.each([
    ["a model that can't be read", MODEL.replace('bpmn:task id="c"', 'bpmn:task id="d"'), /can't be read: line \d+/],
    ["a model of another process", MODEL.replaceAll(/name="\w+"/g, 'name="x"'), /no activity in common.*"x"/],
  ])("with %s is refused before it is accepted, alone and in a batch", async (_what, text, detail) => {
    const datasetId = await upload();
    const operation = {
      operationType: "ProcessMiningAnalysis",
      operationName: "o",
      parameters: { datasetId, referenceModel: { text } },
    };
    const refused = await service.call("/async/operation", { json: operation });
    expect([refused.status, refused.body["errors"]]).toMatchObject([
      400,
      [{ pointer: "/parameters/referenceModel/text", detail: expect.stringMatching(detail) }],
    ]);
    const batch = await service.call("/async/batch", { json: { batchName: "b", operations: [operation] } });
    expect([batch.status, batch.body["errors"]]).toMatchObject([
      400,
      [{ pointer: "/operations/0/parameters/referenceModel/text" }],
    ]);
  });

  it("with a model of another process than the dataset that a dependency makes fails with the reason", async () => {
    const datasetId = await upload();
    const text = MODEL.replaceAll(/name="\w+"/g, 'name="x"');
    const { body } = await service.call("/async/batch", {
      json: {
        batchName: "b",
        operations: [
          { operationType: "DataEnrichment", operationName: "e", operationKey: "e", parameters: { datasetId } },
          {
            operationType: "ProcessMiningAnalysis",
            operationName: "o",
            dependencies: ["e"],
            parameters: { analysisType: "discovery", referenceModel: { text } },
          },
        ],
      },
    });
    const operationId = String(body["operations"][1].operationId);
    await waitFor(async () => (await service.call(`/async/operation/${operationId}`)).body["status"] === "Failed", {
      what: "the analysis to fail",
    });
    expect((await service.call(`/async/operation/${operationId}`)).body["error"]).toMatchObject({
      code: "reference_model_unrelated",
      message: expect.stringContaining("no activity in common"),
    });
  });
});
