import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf } from "../import/test-imports.fixture.ts";

const events = smallLog();
type Columns = Parameters<typeof csvOf>[1];
const Case = ({ caseId }: SmallEvent): string => caseId;
const Activity = ({ activity }: SmallEvent): string => activity;
const Time = ({ end }: SmallEvent): string => isoOf(end);
const whole = csvOf(events, { Case, Activity, Time });
const quoted = csvOf(events, { Case: (event) => `"${Case(event)}"`, Activity: (event) => `"${Activity(event)}"`, Time: (event) => `"${Time(event)}"` }); // prettier-ignore
const cutOff = async (text: string) =>
  (await accepted(await fileOf(text))).detected.doubts.filter(({ kind }) => kind === "CutOff");

/** Bytes of the last line of the log, without its line end. */
const lineBytes = (text: string): number => text.length - 1 - text.lastIndexOf("\n", text.length - 2) - 1;

describe("a file that breaks off", () => {
  it("is told wherever in its last record it does", async () => {
    const silent: number[] = [];
    for (let missing = 2; missing <= lineBytes(whole); missing++)
      if ((await cutOff(whole.slice(0, -missing))).length !== 1) silent.push(missing);
    // A case alone may be an id that is shorter, or the begin of a line whose rest is anything.
    expect(silent.filter((missing) => missing < lineBytes(whole) - 1)).toEqual([]);
  });

  it.each([3, 8, 20, 22, 30])("is told within quotes: %i bytes before the end", async (missing) => {
    expect(await cutOff(quoted.slice(0, -missing))).toHaveLength(1);
  });

  it.each<[string, Columns, string]>([
    ["a word of several", { Case, Time, Activity }, "Ch"],
    ["an empty value of a column that is always filled", { Case, Activity, Time }, ""],
  ])("is told by %s", async (_, columns, last) => {
    const lines = csvOf(events, columns).trimEnd().split("\n");
    const row = (lines.at(-1) ?? "").split(",");
    const text = [...lines.slice(0, -1), [...row.slice(0, -1), last].join(",")].join("\n");
    expect(await cutOff(text)).toHaveLength(1);
  });

  const at = ({ at: place }: SmallEvent): number => place;
  it.each<[string, string]>([
    ["is whole", whole],
    ["lacks the end of its last line alone", whole.slice(0, -1)],
    ["is whole, in quotes, without a line end", quoted.slice(0, -1)],
    ["has a total below the table", `${whole}Total: ${events.length}`],
    ["has a total in two fields below the table", `${whole}Total,${events.length}`],
    ["has a short line with its line end", whole.slice(0, -10) + "\n"],
    ["ends in a shorter amount", csvOf(events, { Case, Activity, Time, Cost: (event) => (at(event) === 63 ? 7 : 1000 + 37 * at(event)) }).trimEnd()], // prettier-ignore
    ["ends in a shorter name of its own", csvOf(events, { Case, Activity, Time, User: (event) => (at(event) === 63 ? "Jo" : `Joe${at(event)}`) }).trimEnd()], // prettier-ignore
    ["ends in a column that is often empty", csvOf(events, { Case, Activity, Time, Note: (event) => (at(event) % 3 === 0 ? "" : "checked") }).trimEnd()], // prettier-ignore
    ["has short lines throughout", csvOf(events, { Case, Activity, Time, Note: () => "x" }).replaceAll(/,x\n/g, (rest, place: number) => (place % 2 === 0 ? "\n" : rest)).trimEnd()], // prettier-ignore
  ])("isn't one that %s", async (_, text) => {
    expect(await cutOff(text)).toEqual([]);
  });

  const records = events.map((event) =>
    JSON.stringify({ case: Case(event), activity: Activity(event), time: Time(event) }),
  );
  const lines = records.join("\n");
  const list = `[${records.join(",\n")}]`;

  it.each([3, 9, 25, 40, 60])("is told of JSON, %i bytes before its end", async (missing) => {
    expect(await cutOff(lines.slice(0, -missing))).toHaveLength(1);
    expect(await cutOff(list.slice(0, -missing))).toHaveLength(1);
  });

  it.each([
    ["is whole", lines],
    ["is a whole list", `${list}\n`],
    ["has a broken record within", lines.replace('"Check"', '"Check')],
    ["has a broken record within its list", list.replace('"Check"', '"Check')],
  ])("isn't JSON that %s", async (_, text) => {
    expect(await cutOff(text)).toEqual([]);
  });
});
