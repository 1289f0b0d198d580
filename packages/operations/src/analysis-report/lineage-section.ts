import type { Block, Section } from "@longhaul/rendering";
import { filterReportOf } from "./filter-report-of.ts";
import { count } from "./quantities.ts";
import type { ReportSource } from "./report-source.ts";

/** A longer value of a parameter is cut. */
const MOST_CHARACTERS = 200;

/** What the report is made from: operations, data, parameters, and what each phase read. */
export function lineageSection(sources: readonly ReportSource[], isShort: boolean): Section {
  return {
    heading: "Appendix: parameters and data lineage",
    blocks: sources.flatMap((source) => lineage(source, isShort)),
  };
}

function lineage({ operation, discovery }: ReportSource, isShort: boolean): Block[] {
  const rows = [
    ["Operation", `${operation.operationName} (${operation.operationId})`],
    ["Dataset", [operation.datasetName, operation.datasetId && `(${operation.datasetId})`].filter(Boolean).join(" ")],
    ["Events", span(discovery.firstEvent ?? null, discovery.lastEvent ?? null)],
    ["Filters", filterText(operation)],
    ["Analysed", span(operation.startedAt, operation.endedAt)],
    ...(isShort ? [] : operation.phases).flatMap(({ name, output }) =>
      output.recordsProcessed === undefined ? [] : [[name, `${output.recordsProcessed.toLocaleString("en")} records`]],
    ),
  ].filter(([, value]) => value !== "");
  const parameters = Object.entries(operation.parameters).flatMap(([key, value]) => flat(key, value));
  // What is switched on goes without saying where there is little room.
  const told = parameters.filter(([, value]) => value !== "yes").map(([key, value]) => `${key}: ${value}`);
  if (isShort && told.length > 0) rows.push(["Parameters", told.join("; ")]);
  const tables = [
    {
      caption: `Where the figures come from: ${operation.operationName}`,
      columns: [{ label: "What" }, { label: "Value" }],
      rows,
    },
    {
      caption: `Parameters: ${operation.operationName}`,
      columns: [{ label: "Parameter" }, { label: "Value" }],
      rows: isShort ? [] : parameters,
    },
  ];
  return tables.filter(({ rows: lines }) => lines.length > 0).map((table) => ({ kind: "table", ...table }));
}

/** What each filter left, in order. */
function filterText(operation: ReportSource["operation"]): string {
  const { steps = [], casesBefore = 0 } = filterReportOf(operation) ?? {};
  if (steps.length === 0) return "";
  const left = steps.map(({ filter, casesLeft }) => `${filter} left ${count(casesLeft).text}`);
  return `of ${count(casesBefore).text} cases ${left.join(", ")}`;
}

/** `outputOptions.exportFormats` → `PDF, SVG`. */
function flat(key: string, value: unknown): string[][] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) {
    return [[key, value.map((one: unknown) => (typeof one === "string" ? one : JSON.stringify(one))).join(", ")]];
  }
  if (typeof value === "object") return Object.entries(value).flatMap(([inner, one]) => flat(`${key}.${inner}`, one));
  if (typeof value === "boolean") return [[key, value ? "yes" : "no"]];
  return [[key, shortened(typeof value === "string" ? value : JSON.stringify(value))]];
}

/** Such as the XML of a model. */
function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS
    ? text
    : `${text.slice(0, MOST_CHARACTERS)} … (${count(text.length).text} characters)`;
}

function time(iso: string | null): string {
  return iso === null ? "" : `${new Date(iso).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function span(first: string | null, last: string | null): string {
  return [first, last].map(time).filter(Boolean).join(" to ");
}
