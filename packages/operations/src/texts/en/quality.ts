import { doubtDetail } from "@longhaul/contracts/doubt-details";
import { DOUBT_KINDS } from "@longhaul/contracts/doubt-kinds";
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
  kinds: DOUBT_KINDS.en,
  /** The doubt as its import tells it, with the signs of English. */
  doubt: (doubt: ToldDoubt): string => doubtDetail("en", doubt),
};
