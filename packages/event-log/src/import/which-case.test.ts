import { describe, expect, it } from "vitest";
import { accepted, fileOf } from "./test-imports.fixture.ts";

/** Two stays of each of eight persons, each of four steps. */
function staysOf(person: string, stay: string): string {
  const steps = ["Register", "Triage", "Treat", "Leave"];
  const rows = Array.from({ length: 16 }, (_, number) =>
    steps.map((step, at) => {
      const day = String(1 + number).padStart(2, "0");
      return `P${number % 8},${7000 + number},${step},2024-03-${day} 1${at}:0${at}:00`;
    }),
  );
  return [`${person},${stay},Activity,Timestamp`, ...rows.flat()].join("\n");
}

describe("a person with several stays", () => {
  it.each([
    ["MRN", "VisitNr"],
    ["MRN", "CSN"],
    ["Patient ID", "Visit No"],
    ["Patient", "Encounter"],
    ["Patient", "Aufenthalt"],
    ["PatientID", "AdmissionNo"],
    ["Customer ID", "Call ID"],
    ["MRN", "Account No"],
  ])("%s isn't the case where %s may be, or that is told", async (person, stay) => {
    const { detected, cases } = await accepted(await fileOf(staysOf(person, stay)));
    const isTold = detected.doubts.some(({ detail }) => detail.includes(`"${stay}"`));
    expect(cases === 16 || isTold).toBe(true);
  });

  it("leaves a case alone that nothing divides", async () => {
    const { detected } = await accepted(await fileOf(staysOf("Region", "Case ID")));
    expect(detected.mapping.caseId).toBe("Case ID");
    expect(detected.doubts).toEqual([]);
  });
});

describe("a table of which the first rows are the beginnings of cases", () => {
  const CASES = 6000;
  const steps = ["Register", "Triage", "Treat"];
  /** The first step of all cases, which take six of forty days, and then the next one of all cases. */
  const rowsOf = (count: number): string => {
    const rows = steps.slice(0, count).flatMap((_, at) =>
      Array.from({ length: CASES }, (__, number) => {
        const time = new Date(Date.UTC(2024, 0, 1 + 3 * at) + number * 600_000).toISOString();
        return `C${number},${steps[(at + number) % steps.length] ?? ""},${time}`;
      }),
    );
    return ["case_id,activity,timestamp", ...rows].join("\n");
  };

  it("is not in doubt, for the cases have several events after all", async () => {
    const { detected, cases, quality } = await accepted(await fileOf(rowsOf(3)));
    expect(cases).toBe(CASES);
    expect(detected.doubts).toEqual([]);
    expect(quality.score).toBe(100);
  });

  it("is in doubt where they haven't", async () => {
    const { detected } = await accepted(await fileOf(rowsOf(1)));
    expect(detected.doubts.map(({ kind, column }) => [kind, column])).toContainEqual(["RoleUncertain", "case_id"]);
    expect(detected.doubts.flatMap((doubt) => Object.keys(doubt))).not.toContain("unlessInTable");
  });
});
