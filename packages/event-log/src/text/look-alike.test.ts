import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf } from "../import/test-imports.fixture.ts";

const events = smallLog();
const Case = ({ caseId }: SmallEvent): string => caseId;
const Activity = ({ activity }: SmallEvent): string => activity;
const Time = ({ end }: SmallEvent): string => isoOf(end);

const doubtsOf = async (columns: Parameters<typeof csvOf>[1]): Promise<unknown[]> => {
  const { detected, quality } = await accepted(await fileOf(csvOf(events, columns, "\t")));
  const told = detected.doubts.filter(({ kind }) => kind === "FoldedText" || kind === "ScientificIds");
  expect(quality.score < 100).toBe(told.length > 0);
  return told.map(({ kind, column }) => [kind, column]);
};

describe("names that only differ in how they are written", () => {
  it.each([
    ["case", "Do it", "DO IT"],
    ["blanks", "Do it", "Do  it"],
    ["dashes", "Do - it", "Do – it"],
    ["underlines", "Do it", "Do_it"],
    ["apostrophes", "client's", "client’s"],
    ["double width", "AB", "ＡＢ"],
    ["a stray quote", "Do it", 'Do it"'],
    ["marks of direction", "Do it", "Do \u202ait"],
    ["words written as one", "Do it now", "DoIt now"],
    ["accents that are left out", "Vérifier", "Verifier"],
    ["umlauts that are written as two letters", "Prüfen", "Pruefen"],
    ["letters that are written as one", "Confirm", "Conﬁrm"],
    ["letters of another alphabet", "Check", "Сheck"],
  ])("in %s are told as a doubt about the activity", async (_title, one, other) => {
    const name = ({ at, activity }: SmallEvent): string => `${at % 3 === 0 ? other : one} ${activity}`;
    expect(await doubtsOf({ Case, Activity: name, Time })).toEqual([["FoldedText", "Activity"]]);
  });

  it.each([
    ["case", "ab-1", "AB-1"],
    ["leading zeros", "000400", "400"],
    ["a fraction of nothing", "400.0", "400"],
    ["a spreadsheet's apostrophe", "'0400", "0400"],
    ["a comma between thousands", "4,000", "4000"],
    ["a sign before them", "#400", "400"],
    ["braces", "{A0F2540-E04F-8911-D39A-0C0305E82C33}", "a0f2540-e04f-8911-d39a-0c0305e82c33"],
    ["the dashes of UUIDs", "a0f2540-e04f-8911-d39a-0c0305e82c33", "a0f2540e04f8911d39a0c0305e82c33"],
  ])("in %s are told as a doubt about the case", async (_title, one, other) => {
    const ids = ({ at, caseNumber }: SmallEvent): string => {
      const text = at % 2 === 0 ? one : other;
      return text.replace(/4|1/, String(caseNumber + 41));
    };
    expect(await doubtsOf({ Case: ids, Activity, Time })).toEqual([["FoldedText", "Case"]]);
  });

  it.each(["\u2009", "\u2003", "\u205f", "\u00a0"])("in a kind of blank are one", async (blank) => {
    const name = ({ at, activity }: SmallEvent): string => `Do${at % 3 === 0 ? blank : " "}${activity}`;
    expect(await doubtsOf({ Case, Activity: name, Time })).toEqual([]);
  });

  it.each([
    ["1.2e15", true],
    ["1.23456E+11", true],
    ["1,23456E+11", true],
    ["12e15", false],
    ["E12", false],
  ])("ids such as %s are told as rounded: %s", async (id, isTold) => {
    const ids = ({ caseNumber }: SmallEvent): string => id.replace("1", String(1 + (caseNumber % 9)));
    expect((await doubtsOf({ Case: ids, Activity, Time })).flat().includes("ScientificIds")).toBe(isTold);
  });

  it.each([
    ["a stop behind", "Check", "Check.", true],
    ["quotes around", "Check", "'Check'", true],
    ["blanks between figures", "Step 1 1", "Step 11", false],
    ["a question mark", "Approved", "Approved?", false],
    ["voicing marks", "かき", "がき", false],
    ["a letter", "Check", "Checks", false],
  ])("that differ in %s, %j and %j, are told: %s", async (_title, one, other, isTold) => {
    const name = ({ at, step, activity }: SmallEvent): string => (step > 1 ? activity : at % 3 === 0 ? one : other);
    expect(await doubtsOf({ Case, Activity: name, Time })).toEqual(isTold ? [["FoldedText", "Activity"]] : []);
  });

  it.each([
    ["15 figures", 17, 100, true],
    ["17 figures, as scripts do", 19, 100, true],
    ["none, though long", 17, 7, false],
    ["none, though they are tens", 12, 10, false],
    ["none, though they end in items", 16, 1_000_010, false],
  ])("as ids of many figures that were rounded to %s are told as a doubt", async (_title, figures, unit, isTold) => {
    const ids = ({ caseNumber }: SmallEvent): string =>
      `${10n ** BigInt(figures - 1) + BigInt((40 + caseNumber) * unit)}`;
    expect(await doubtsOf({ Case: ids, Activity, Time })).toEqual(isTold ? [["ScientificIds", "Case"]] : []);
  });

  it("aren't told of persons whose names differ in an accent", async () => {
    const User = ({ at }: SmallEvent): string => ["Andre", "André", "Björn"][at % 3] ?? "";
    expect(await doubtsOf({ Case, Activity, Time, User })).toEqual([]);
  });

  it("aren't told of single letters, which are signs", async () => {
    const sign = ({ step }: SmallEvent): string => "SabcsE"[step] ?? "";
    expect(await doubtsOf({ Case, Activity: sign, Time })).toEqual([]);
  });
});
