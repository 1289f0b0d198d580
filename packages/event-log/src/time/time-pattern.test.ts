import { describe, expect, it } from "vitest";
import { ImportRefusal } from "../terms/import-refusal.ts";
import { momentOf } from "./read-time.ts";
import { parseTimePattern } from "./time-pattern.ts";

function read(pattern: string, text: string): string | null {
  const { given, rule } = parseTimePattern(pattern);
  const scanned = given?.read(text) ?? null;
  const moment = scanned === null ? null : momentOf(scanned, rule);
  return moment === null ? null : new Date(moment.seconds * 1000 + moment.nanos / 1e6).toISOString();
}

function refusalOf(pattern: string): string {
  try {
    parseTimePattern(pattern);
  } catch (err) {
    if (err instanceof ImportRefusal) return err.message;
    throw err;
  }
  return "";
}

describe("parseTimePattern", () => {
  it.each([
    ["strptime", "%d/%m/%Y %H:%M:%S", "18/12/2023 08:05:00"],
    ["strptime with groups", "%F %T", "2023-12-18 08:05:00"],
    ["strptime with a half day", "%m/%d/%Y %I:%M %p", "12/18/2023 8:05 AM"],
    ["strptime without zeros", "%-d.%-m.%y %H:%M", "18.12.23 08:05"],
    ["strptime with a day of the year", "%Y-%j %H:%M", "2023-352 08:05"],
    ["Java", "yyyy-MM-dd'T'HH:mmX", "2023-12-18T08:05Z"],
    ["Java with an offset", "yyyy-MM-dd HH:mm:ss.SSSXXX", "2023-12-18 09:05:00.000+01:00"],
    ["Java with a zone", "EEE MMM dd HH:mm:ss zzz yyyy", "Mon Dec 18 08:05:00 UTC 2023"],
    ["Java with a region", "yyyy-MM-dd HH:mm VV", "2023-12-18 09:05 Europe/Paris"],
    ["moment.js", "DD.MM.YYYY HH:mm:ss", "18.12.2023 08:05:00"],
    ["moment.js with text", "[on] dddd, D MMMM YYYY [at] h:mm A", "on Monday, 18 December 2023 at 8:05 AM"],
    [".NET", "dd/MM/yyyy hh:mm:ss tt", "18/12/2023 08:05:00 AM"],
    [".NET with an offset", "yyyy-MM-ddTHH:mm:ss.fffzzz", "2023-12-18T09:05:00.000+01:00"],
    [".NET's round trip", "yyyy-MM-ddTHH:mm:ss.fffffffK", "2023-12-18T08:05:00.0000000Z"],
    ["Oracle", "DD-MON-RR HH.MI.SS.FF6 AM", "18-DEC-23 08.05.00.000000 AM"],
    ["Oracle with 24 hours", "DD/MM/YYYY HH24:MI:SS", "18/12/2023 08:05:00"],
    ["Oracle in small letters", "yyyy-mm-dd HH24:mi:ss", "2023-12-18 08:05:00"],
    ["figures", "yyyyMMddHHmm", "202312180805"],
    ["a localised month", "dd MMM yyyy HH:mm", "18 déc. 2023 08:05"],
    ["seconds", "epoch seconds", "1702886700"],
    ["milliseconds", "epoch ms", "1702886700000"],
    ["moment.js' seconds", "X", "1702886700"],
    ["Excel", "excel", "45278.3368055556"],
  ])("reads what %s means", (_dialect, pattern, text) => {
    expect(read(pattern, text)).toBe("2023-12-18T08:05:00.000Z");
  });

  it.each([
    ["%d/%m/%Y %i", '"%i"'],
    ["%d/%m/%Y %Q", '"%Q"'],
    ["dd/MM/yyyy HH:mm q", '"q"'],
    ["dd/MM/yyyy RRR jj", '"'],
    ["yyyy-MM-dd HH:mm:ss wat", '"w"'],
    ["HH:mm", "names no date"],
    ["%H:%M", "names no date"],
    ["dd/MM/yyyy MM", "the same part of a time twice (month)"],
    [`yyyy-MM-dd ${"z ".repeat(20)}`, "the same part of a time twice (zone)"],
    [`yyyy-dd ${"MMMM-".repeat(5)}EEEE`, "twice (monthName)"],
    ["dd/MM HH:mm", "names no year"],
    ["yyyy HH:mm", "names no day"],
    ["nonsense", '"o"'],
  ])("refuses %s and says why", (pattern, why) => {
    expect(refusalOf(pattern)).toContain(why);
  });

  it("reads nothing that isn't written so", () => {
    expect(read("dd/MM/yyyy", "2023-12-18")).toBeNull();
    expect(read("dd/MM/yyyy", "18/12/2023 08:05")).toBeNull();
    expect(read("dd/MM/yyyy", "31/02/2023")).toBeNull();
  });
});
