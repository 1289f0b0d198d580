import { formatsIn } from "@longhaul/domain";
import type { ToldDoubt } from "../../data-quality.ts";
import { counted } from "./counted.ts";

const { number } = formatsIn("en");

/** What the data is worth. */
export const quality = {
  rated: (score: number): string => `The data is rated ${number(score)} of 100`,
  leastFor: (dimension: string, affected: string): string =>
    `, least for its ${dimension}${affected === "" ? "" : ` (${affected})`}`,
  leftOut: (records: number): string => `; ${counted(records, "record")} could not be used`,
  noDoubt: "; nothing in it is in doubt",
  inDoubt: (doubts: readonly string[]): string => `In doubt: ${doubts.join(" ")}`,
  moreDoubts: (more: number): string => ` ${counted(more, "more doubt")} in the appendix.`,
  ofColumn: (column: string, detail: string): string => `(${column}) ${detail}`,
  affected: (affected: number, of: number, what: string): string => `${number(affected)} of ${number(of)} ${what}`,
  dimensions: {
    completeness: { name: "completeness", affected: "values missing" },
    uniqueness: { name: "uniqueness", affected: "events repeated" },
    orderKnown: { name: "order of events", affected: "steps at the time of the step before" },
    plausibleTimes: { name: "plausible times", affected: "events that start after they end" },
    consistentNames: { name: "consistent names", affected: "events with a name written otherwise than usual" },
    certainRoles: { name: "certainty of the columns' roles", affected: "" },
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
    RoleUncertain: "uncertain role of a column",
    ScientificIds: "rounded ids",
    FoldedText: "names that differ in blanks or accents",
    MissingWords: "words for no value",
    RunawayQuote: "unclosed quote",
    ReplacedCharacters: "replaced characters",
    Encoding: "encoding",
    DoubleEncoding: "encoded twice",
    SameTraceName: "cases of one name",
    NewestFirst: "newest first",
    NoTimes: "no times",
    RepeatedHour: "hour that clocks show twice",
    MixedZones: "times with and without a zone",
    ZoneColumn: "zone in a column of its own",
    UnusualYears: "years of another calendar",
    RepeatedKey: "key written twice",
    HiddenRows: "hidden rows",
    Preamble: "lines above the table",
    LifecycleWords: "words of the life cycle",
  },
  /** The doubt as its import tells it. */
  doubt: ({ detail }: ToldDoubt): string => detail,
};
