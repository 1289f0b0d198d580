import { formatsIn } from "@longhaul/domain";
import { counted } from "./counted.ts";
import { filterName } from "./filters.ts";

const { moment, number } = formatsIn("en");

/** What the report is made from. */
export const lineage = {
  sourcesTable: (operation: string): string => `Where the figures come from: ${operation}`,
  parametersTable: (operation: string): string => `Parameters: ${operation}`,
  operation: "Operation",
  dataset: "Dataset",
  events: "Events",
  analysed: "Analysed",
  parameters: "Parameters",
  parameter: "Parameter",
  records: (records: number): string => counted(records, "record"),
  characters: (count: number): string => counted(count, "character"),
  yes: "yes",
  no: "no",
  span: (first: string, last: string): string =>
    moment(first) === moment(last) ? moment(first) : `${moment(first)} to ${moment(last)}`,
  moment,
  comparedWith: "Compared with the model",
  filters: "Filters",
  filtered: (before: number, steps: readonly { readonly filter: string; readonly casesLeft: number }[]): string =>
    `of ${counted(before, "case")} ${steps.map(({ filter, casesLeft }) => `${filterName(filter)} left ${number(casesLeft)}`).join(", ")}`,
  /** A phase, which results name in English. */
  phase: (name: string): string => name,
};
