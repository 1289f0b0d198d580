import { describe, expect, it } from "vitest";
import { detectColumns } from "./detect-columns.ts";
import { detectTimeFormat } from "../time/detect-time-format.ts";
import type { ColumnMapping } from "./import-result.ts";

const TIME = detectTimeFormat(["2020-01-01 10:00"]);

/** Names by role; a name ending in @ is one of a column that holds times. */
function rolesOf(names: readonly string[], given: ColumnMapping = {}): Record<string, string> {
  const columns = names.map((name) => ({ name: name.replace(/@$/, ""), time: name.endsWith("@") ? TIME : null }));
  const { roles } = detectColumns(columns, given);
  return Object.fromEntries(Object.entries(roles).map(([role, index]) => [role, columns[index]?.name ?? ""]));
}

describe("detectColumns", () => {
  it("prefers the names of XES", () => {
    expect(rolesOf(["Case ID", "Activity", "concept:name", "case:concept:name", "date@", "time:timestamp@"])).toEqual({
      caseId: "case:concept:name",
      activity: "concept:name",
      timestamp: "time:timestamp",
    });
  });

  it.each([
    ["case id, activity, start date@, completion time@", "case id, activity, completion time, start date"],
    [
      "Numéro de dossier, Activité, Date de début@, Date de fin@",
      "Numéro de dossier, Activité, Date de fin, Date de début",
    ],
    ["Fall-ID, Aktivität, Startzeit@, Endzeit@", "Fall-ID, Aktivität, Endzeit, Startzeit"],
    ["caso, actividad, fecha inicio@, fecha fin@", "caso, actividad, fecha fin, fecha inicio"],
    ["TicketID, TaskName, StartTime@, EndTime@", "TicketID, TaskName, EndTime, StartTime"],
  ])("reads %s", (names, expected) => {
    const { caseId, activity, timestamp, startTimestamp } = rolesOf(names.split(", "));
    expect([caseId, activity, timestamp, startTimestamp].join(", ")).toBe(expected);
  });

  it("takes the only time column as the timestamp whatever it is called", () => {
    expect(rolesOf(["case", "activity", "start_time@"])).toEqual({
      caseId: "case",
      activity: "activity",
      timestamp: "start_time",
    });
  });

  it("takes no attribute of the trace and no copy with a sign before it for an event's", () => {
    const names = ["case:concept:name", "concept:name", "case:startdate@", "time:timestamp@", "@@start_org:resource"];
    expect(rolesOf(names)).toEqual({
      caseId: "case:concept:name",
      activity: "concept:name",
      timestamp: "time:timestamp",
    });
  });

  it("takes no column for a time that holds none", () => {
    expect(rolesOf(["case", "activity", "timestamp", "created@"])).toMatchObject({ timestamp: "created" });
  });

  it("follows what is given, exactly spelt before otherwise spelt", () => {
    expect(rolesOf(["Case", "case", "activity", "time@"], { caseId: "case" })).toMatchObject({ caseId: "case" });
    expect(rolesOf(["id", " Step ", "time@"], { caseId: "ID", activity: "step" })).toMatchObject({
      caseId: "id",
      activity: " Step ",
    });
    expect(() => rolesOf(["id", "time@"], { activity: "step" })).toThrow('names "step" as activity');
  });
});
