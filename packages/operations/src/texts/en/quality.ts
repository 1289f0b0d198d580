import { formatsIn } from "@longhaul/domain";
import type { ToldDoubt } from "../../basics/data-quality.ts";
import { counted, quoted } from "./counted.ts";

const { number } = formatsIn("en");

/** What the data is worth. */
export const quality = {
  rated: (score: number): string => `The data is rated ${number(score)} of 100`,
  leastFor: (dimension: string, affected: string): string =>
    `; the most is lost for ${dimension}${affected === "" ? "" : ` (${affected})`}`,
  leftOut: (records: number): string => `; ${counted(records, "record")} could not be used`,
  noDoubt: "; nothing in it is in doubt",
  inDoubt: (doubts: readonly string[], more: number): string =>
    `In doubt: ${doubts.join("; ")}${more === 0 ? "" : `; and ${number(more)} more`}. The appendix says what was seen and taken.`,
  inColumn: (doubt: string, column: string | undefined, values: number | undefined): string => {
    const where = [
      ...(column === undefined ? [] : [quoted(column)]),
      ...(values === undefined ? [] : [counted(values, "value")]),
    ];
    return where.length === 0 ? doubt : `${doubt} (${where.join(", ")})`;
  },
  affected: (affected: number, of: number, what: string): string => `${number(affected)} of ${number(of)} ${what}`,
  dimensions: {
    completeness: { name: "completeness", affected: "values missing where one is expected" },
    uniqueness: { name: "uniqueness", affected: "events that repeat another in every column" },
    orderKnown: { name: "order of events", affected: "steps to another activity at the same time, as recorded" },
    plausibleTimes: { name: "plausible times", affected: "events that start after they end" },
    consistentNames: { name: "consistent names", affected: "events with a name written otherwise than usual" },
    certainRoles: { name: "certainty of the columns’ roles", affected: "" },
  },
  dimensionsTable: (score: number, operation: string): string =>
    `What the rating of ${number(score)} of 100 consists of: ${operation}`,
  doubtsTable: (operation: string): string => `What is in doubt: ${operation}`,
  columnsTable: (operation: string): string => `What the columns are worth: ${operation}`,
  columns: {
    dimension: "Dimension",
    pointsLost: "Points lost",
    counted: "Counted",
    inDoubt: "In doubt",
    doubt: "Doubt",
    column: "Column",
    values: "Values",
    detail: "What was seen and taken",
    missing: "Missing",
    distinct: "Different values",
    type: "Type",
    leftOut: "Left out",
    repaired: "Repaired",
  },
  valueTypes: {
    BIGINT: "whole number",
    DOUBLE: "number",
    DECIMAL_COMMA: "number",
    GROUPED: "number",
    BOOLEAN: "yes or no",
    TIMESTAMP: "time",
    VARCHAR: "text",
  },
  kinds: {
    DateOrder: "order of day and month",
    MixedTimeUnits: "mixed units of time",
    PlaceholderTime: "placeholder for a time",
    OutlyingTime: "time far from all others",
    StartAfterEnd: "start after end",
    SharedTime: "one time of many events",
    ZoneWord: "name of several time zones",
    CutOff: "file that breaks off",
    DatedTexts: "names turned into dates",
    RoleUncertain: "uncertain role of a column",
    ScientificIds: "rounded ids",
    FoldedText: "one name written in several ways",
    SpreadsheetText: "marks of a spreadsheet",
    MissingWords: "words for no value",
    RunawayQuote: "unclosed quote",
    ReplacedCharacters: "replaced characters",
    Encoding: "encoding",
    DoubleEncoding: "encoded twice",
    SameTraceName: "cases of one name",
    NewestFirst: "newest first",
    UnreadOrder: "order that was not read",
    LostClock: "hours that an export lost",
    NoTimes: "no times",
    RepeatedHour: "hour that clocks show twice",
    MixedZones: "times with and without a zone",
    ZoneColumn: "zone in a column of its own",
    UnusualYears: "unlikely years",
    RepeatedKey: "key written twice",
    HiddenRows: "hidden rows",
    JoinedSheets: "several sheets",
    UnreadRecords: "records that were not read",
    RepeatedFile: "file or sheet that is there twice",
    FilledCases: "cases named once",
    Preamble: "lines above the table",
    LifecycleWords: "words of the life cycle",
    LifecycleStates: "states instead of a life cycle",
  },
  /** The doubt as its import tells it, with the signs of English. */
  doubt: ({ detail }: ToldDoubt): string =>
    detail.replaceAll(/"([^"]*)"/g, "“$1”").replaceAll(/(?<=\p{L})'(?=\p{L})/gu, "’"),
};
