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
