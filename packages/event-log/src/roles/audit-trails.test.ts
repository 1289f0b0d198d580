import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, STEPS, tracesIn, tracesOf, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf } from "../import/test-imports.fixture.ts";

type Columns = Parameters<typeof csvOf>[1];

const EVENTS = smallLog({ hoursBetweenCases: 40 });
const old = ({ step }: SmallEvent): string => STEPS[step - 1] ?? "";
const time = ({ end }: SmallEvent): string => isoOf(end);
const imported = async (columns: Columns) => accepted(await fileOf(csvOf(EVENTS, columns)));

describe("trails of changed fields", () => {
  const trails: Readonly<Record<string, (fieldOf: (at: number) => string) => Columns>> = {
    ServiceNow: (fieldOf) => ({
      documentkey: ({ caseId }) => caseId,
      fieldname: ({ at }) => fieldOf(at),
      oldvalue: old,
      newvalue: ({ activity }) => activity,
      sys_created_on: time,
      user: ({ resource }) => resource,
    }),
    Jira: (fieldOf) => ({
      "Issue key": ({ caseId }) => caseId,
      Field: ({ at }) => fieldOf(at),
      "From String": old,
      "To String": ({ activity }) => activity,
      Created: time,
    }),
    Salesforce: (fieldOf) => ({
      "Case Number": ({ caseId }) => caseId,
      "Field / Event": ({ at }) => fieldOf(at),
      "Old Value": old,
      "New Value": ({ activity }) => activity,
      "Edit Date": time,
    }),
  };

  it.each(Object.entries(trails))("of %s are read without a doubt where one field is in them", async (_, trail) => {
    const { tablePath, detected } = await imported(trail(() => "state"));
    expect(await tracesOf(tablePath)).toEqual(tracesIn(EVENTS));
    expect(detected.doubts).toEqual([]);
  });

  it.each(Object.entries(trails))("of %s are doubted where several are, by their names", async (_, trail) => {
    const { detected } = await imported(trail((at) => ["state", "assigned_to", "priority"][at % 3] ?? ""));
    expect(detected.doubts).toMatchObject([{ kind: "RoleUncertain", points: 10 }]);
    expect(detected.doubts[0]?.detail).toContain('"assigned_to"');
  });

  it("aren't taken for one where the fields are those of events", async () => {
    const { detected } = await imported({
      Case: ({ caseId }) => caseId,
      Activity: ({ activity }) => activity,
      Field: ({ at }) => ["north", "south"][at % 2] ?? "",
      Time: time,
    });
    expect(detected.doubts).toEqual([]);
  });
});

describe("activities whose names are missing", () => {
  const engine = (nameOf: (event: SmallEvent) => string): Columns => ({
    PROC_INST_ID_: ({ caseId }) => caseId,
    ACT_ID_: ({ step }) => `Task_${step}`,
    ACT_NAME_: nameOf,
    END_TIME_: time,
  });

  it.each<[string, (event: SmallEvent) => string]>([
    ["mostly", ({ activity, at }) => (at % 8 === 0 ? activity : "")],
    ["for some steps", ({ activity, step }) => (step === 0 || step === 5 ? "" : activity)],
    ["and called so", ({ activity, step }) => (step === 0 ? "NULL" : activity)],
  ])("%s are those of the column that names all of them", async (_, nameOf) => {
    const { tablePath, detected, events } = await imported(engine(nameOf));
    expect([events, detected.mapping.activity]).toEqual([EVENTS.length, "ACT_ID_"]);
    expect(new Set(Object.values(await tracesOf(tablePath)).flat()).size).toBe(STEPS.length);
  });

  it.each<[string, Columns]>([
    ["none is missing", engine(({ activity }) => activity)],
    ["the other column names no steps", { ...engine(({ activity, at }) => (at % 9 === 0 ? "" : activity)), ACT_ID_: ({ at }) => `run-${at}` }], // prettier-ignore
  ])("stay those of their column where %s", async (_, columns) => {
    expect((await imported(columns)).detected.mapping.activity).toBe("ACT_NAME_");
  });
});
