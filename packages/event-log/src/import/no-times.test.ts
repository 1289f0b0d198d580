import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { accepted, fileOf, refused, rowsOf } from "./test-imports.fixture.ts";

const rows = "case_id, activity, timestamp::VARCHAR";

/** 20 cases of `register`, `check` and `decide`, of which every fourth has no check. */
const cases = Array.from({ length: 20 }, (_, at) => ({
  name: `c${at}`,
  steps: at % 4 === 0 ? ["register", "decide"] : ["register", "check", "decide"],
}));
const flat = cases.flatMap(({ name, steps }) => steps.map((step) => [name, step, null]));

describe("a log without times", () => {
  const xes = (attribute: (step: string) => string): string =>
    `<?xml version="1.0"?><log xes.version="1.0">${cases
      .map(
        ({ name, steps }) =>
          `<trace><string key="concept:name" value="${name}"/>${steps
            .map((step) => `<event><string key="concept:name" value="${step}"/>${attribute(step)}</event>`)
            .join("\n")}</trace>`,
      )
      .join("\n")}</log>`;

  it.each([
    ["XES", () => xes(() => "")],
    ["XES, compressed", () => gzipSync(xes(() => '<string key="org:resource" value="Ann"/>'))],
    [
      "MXML",
      () =>
        `<?xml version="1.0"?><WorkflowLog><Process id="p">${cases
          .map(
            ({ name, steps }) =>
              `<ProcessInstance id="${name}">${steps
                .map(
                  (step) =>
                    `<AuditTrailEntry><WorkflowModelElement>${step}</WorkflowModelElement><EventType>complete</EventType></AuditTrailEntry>`,
                )
                .join("\n")}</ProcessInstance>`,
          )
          .join("\n")}</Process></WorkflowLog>`,
    ],
  ])("is taken in the order of the file, which is said: %s", async (_, content) => {
    const result = await accepted(await fileOf(content()));
    expect(await rowsOf(result.tablePath, rows)).toEqual(flat);
    expect(result).toMatchObject({
      events: 55,
      cases: 20,
      activities: 3,
      errorRecords: 0,
      timeStart: null,
      timeEnd: null,
    });
    expect(result.columns.map(({ role }) => role)).not.toContain("timestamp");
    expect(result.detected).toMatchObject({ mapping: { timestamp: null }, doubts: [{ kind: "NoTimes" }] });
    expect(result.detected.timestampFormat).toBeUndefined();
    expect(result.quality.score).toBeLessThan(100);
    expect(result.quality.completeness).not.toHaveProperty("timestamp");
  });

  it("keeps events without a time out of a log in which others have one", async () => {
    const path = await fileOf(
      xes((step) => (step === "check" ? "" : '<date key="time:timestamp" value="2024-01-01T10:00:00Z"/>')),
    );
    expect(await accepted(path)).toMatchObject({ events: 40, errorRecords: 15 });
  });

  const csv = [
    "case;activity;position;opened",
    ...cases.flatMap(({ name, steps }) =>
      steps.map((step, at) => `${name};${step};${9 - at};2024-01-0${1 + (name.length % 2)}`),
    ),
  ].join("\n");

  it("is a table too, where the mapping says so; the refusal without it names that way", async () => {
    const path = await fileOf(`${csv.replaceAll(/;[^;]*;[^;]*$/gm, "")}\n`);
    expect((await refused(path)).message).toContain('{"timestamp": null}');
    const result = await accepted(path, { timestamp: null });
    expect(await rowsOf(result.tablePath, rows)).toEqual(flat);
    expect(result.detected.mapping).toEqual({ caseId: "case", activity: "activity", timestamp: null });
    expect(result.errorRecords).toBe(0);
  });

  it("may have a column that orders its events, and times that are none of the events'", async () => {
    const path = await fileOf(`${csv}\n`);
    const result = await accepted(path, { timestamp: null, order: "position" });
    expect((await rowsOf(result.tablePath, rows)).slice(0, 5)).toEqual([
      ["c0", "decide", null],
      ["c0", "register", null],
      ["c1", "decide", null],
      ["c1", "check", null],
      ["c1", "register", null],
    ]);
    expect(result.columns.find(({ name }) => name === "opened")?.type).toBe("TIMESTAMP");
    expect(result.timeStart).toBeNull();
  });

  it("leaves out records without case or activity, and says which", async () => {
    const path = await fileOf("case,activity\nc1,a\n,b\nc1,\nc2,a\nc2,b\nc3,a\nc3,b\n");
    const result = await accepted(path, { timestamp: null, caseId: "case", activity: "activity" });
    expect([result.events, result.errorRecords, result.untimedRows]).toEqual([5, 2, 0]);
    expect(result.errors.map(({ type, examples }) => [type, examples[0]?.line])).toEqual([
      ["Missing Case", 3],
      ["Missing Activity", 4],
    ]);
  });
});
