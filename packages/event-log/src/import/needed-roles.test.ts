import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, type SmallEvent } from "./small-logs.fixture.ts";
import { fileOf, refused } from "./test-imports.fixture.ts";

const EVENTS = smallLog();
const Case = { "Case ID": ({ caseId }: SmallEvent) => caseId };
const Activity = { Activity: ({ activity }: SmallEvent) => activity };
const Time = { Timestamp: ({ end }: SmallEvent) => isoOf(end) };
const unread = ({ end }: SmallEvent): string => `R06.${isoOf(end).slice(5, 10)}`;
const Note = { Ort: ({ at }: SmallEvent) => `x${at % 2}` };

describe("a refusal for lack of columns", () => {
  it.each([
    [
      "times that can't be read",
      { ...Case, ...Activity, Timestamp: unread },
      /^No column could be identified as timestamp\. "Case ID" can be the caseId, "Activity" can be the activity\. The column "Timestamp" has the name of a timestamp, .*\(for example "R06\.03-04"\)\. Name it in the mapping, for example \{"timestamp": "Timestamp", "timestampFormat": "%d/,
      /two digits of a year/,
    ],
    [
      "no times",
      { ...Case, ...Activity, ...Note },
      /identified as timestamp\. "Case ID" can be .* Name it in the mapping, for example \{"timestamp": "<column>"\}\. If the file has no times/,
      /timestampFormat/,
    ],
    [
      "no case",
      { ...Activity, ...Time },
      /^No column could be identified as caseId\. "Activity" can be the activity, "Timestamp" can be the timestamp\. The file has no further column: .* \{"caseId": "<column>"\}/,
      /fewer than half|timestampFormat|no times|2024/,
    ],
    [
      "no activity",
      { ...Case, ...Time },
      /^No column could be identified as activity\. "Case ID" can be the caseId, "Timestamp" can be the timestamp\. .*\{"activity": "<column>"\}/,
      /fewer than half|timestampFormat|no times/,
    ],
    [
      "neither case nor times",
      { ...Activity, ...Note, Timestamp: unread },
      /^No column could be identified as caseId, timestamp\. "Activity" can be the activity\. .*Name them .*\{"caseId": "<column>", "timestamp": "Timestamp", "timestampFormat"/,
      /two digits of a year/,
    ],
  ])("names what is missing and what is there: %s", async (_what, columns, told, untold) => {
    const { code, message } = await refused(await fileOf(csvOf(EVENTS, columns)));
    expect(code).toBe("ColumnNotIdentified");
    expect(message).toMatch(told);
    expect(message).not.toMatch(untold);
  });

  it.each([
    ["Jan 2024|Feb 2024|Mar 2024"],
    ["2024-01|2024-02|2024-03"],
    ["Januar|Februar|März"],
    ["janv. 24|févr. 24|mars 24"],
  ])("names columns of months, of which a report has one each: %s", async (months) => {
    const columns = Object.fromEntries(months.split("|").map((name, at) => [name, () => 3 * at + 1]));
    const { message } = await refused(await fileOf(csvOf(EVENTS, { ...Case, ...Activity, ...columns })));
    expect(message).toMatch(/a column for each month/);
  });
});
