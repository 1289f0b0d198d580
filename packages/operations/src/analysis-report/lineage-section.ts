import type { Block, Section } from "@longhaul/rendering";
import type { Texts } from "../texts/texts.ts";
import { filterReportOf } from "./filter-report-of.ts";
import type { ReportSource } from "./report-source.ts";

/** Parameters that a row of their own or the section on compliance tells of. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(["datasetId", "filters", "timeWindow", "rules", "referenceModel"]);
/** A longer value of a parameter is cut. */
const MOST_CHARACTERS = 200;

/** What the report is made from: operations, data, parameters, and what each phase read. */
export function lineageSection(sources: readonly ReportSource[], texts: Texts, isShort: boolean): Section {
  return {
    heading: texts.headings.lineage,
    blocks: sources.flatMap((source) => lineage(source, texts, isShort)),
  };
}

function lineage({ operation, discovery }: ReportSource, texts: Texts, isShort: boolean): Block[] {
  const { lineage: says, tables: labels } = texts;
  const { operationName: name } = operation;
  const rows = [
    [says.operation, `${operation.operationName} (${operation.operationId})`],
    [
      says.dataset,
      [operation.datasetName, operation.datasetId && `(${operation.datasetId})`].filter(Boolean).join(" "),
    ],
    [says.events, span(discovery.firstEvent ?? null, discovery.lastEvent ?? null, texts)],
    [says.comparedWith, referenceText(discovery)],
    [says.filters, filterText(operation, texts)],
    [says.analysed, span(operation.startedAt, operation.endedAt, texts)],
    ...(isShort ? [] : operation.phases).flatMap(({ name: phase, output }) =>
      output.recordsProcessed === undefined ? [] : [[says.phase(phase), says.records(output.recordsProcessed)]],
    ),
  ].filter(([, value]) => value !== "");
  const parameters = Object.entries(operation.parameters).flatMap(([key, value]) => flat(key, value, texts));
  // What is switched on goes without saying where there is little room, as does what has a row or a section of its own.
  const told = parameters
    .filter(([key = "", value]) => value !== says.yes && !TOLD_ELSEWHERE.has(key.split(".")[0] ?? ""))
    .map(([key, value]) => `${key}: ${value}`);
  if (isShort && told.length > 0) rows.push([says.parameters, told.join("; ")]);
  const tables = [
    {
      caption: says.sourcesTable(name),
      columns: [{ label: labels.columns.what }, { label: labels.columns.value }],
      rows,
    },
    {
      caption: says.parametersTable(name),
      columns: [{ label: says.parameter }, { label: labels.columns.value }],
      rows: isShort ? [] : parameters,
    },
  ];
  return tables.filter(({ rows: lines }) => lines.length > 0).map((table) => ({ kind: "table", ...table }));
}

/** Which model the cases were compared with. */
function referenceText({ compliance }: ReportSource["discovery"]): string {
  const reference = compliance?.referenceModel;
  if (reference === undefined) return "";
  const { name, format, datasetId, datasetVersion, operationId } = reference;
  const source = datasetId === undefined ? operationId : `${datasetId}/${String(datasetVersion)}`;
  return [...new Set([name, format, source])].filter((part) => part !== undefined).join(" · ");
}

/** What each filter left, in order. */
function filterText(operation: ReportSource["operation"], { lineage: says }: Texts): string {
  const { steps = [], casesBefore = 0 } = filterReportOf(operation) ?? {};
  return steps.length === 0 ? "" : says.filtered(casesBefore, steps);
}

/** `outputOptions.exportFormats` → `PDF, SVG`. */
function flat(key: string, value: unknown, texts: Texts): string[][] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) {
    const isOfObjects = value.some((one) => typeof one === "object");
    return value.length === 0 ? [] : [[key, value.map(inWords).join(isOfObjects ? "; " : ", ")]];
  }
  if (typeof value === "object")
    return Object.entries(value).flatMap(([inner, one]) => flat(`${key}.${inner}`, one, texts));
  if (typeof value === "boolean") return [[key, value ? texts.lineage.yes : texts.lineage.no]];
  return [[key, shortened(typeof value === "string" ? value : JSON.stringify(value), texts)]];
}

/** `{ type: "fourEyes", activity: "Enter" }` → `type fourEyes, activity Enter`; `{ to: "17:00", from: "09:00" }` → `09:00–17:00`. */
function inWords(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (entries.length === 2 && "from" in value && "to" in value && isTime(value.from) && isTime(value.to))
    return `${value.from}–${value.to}`;
  return entries.map(([key, one]) => `${key} ${inWords(one)}`).join(", ");
}

function isTime(value: unknown): value is string {
  return typeof value === "string" && /^\d\d:\d\d$/.test(value);
}

/** Such as the XML of a model. */
function shortened(text: string, { lineage: says }: Texts): string {
  return text.length <= MOST_CHARACTERS
    ? text
    : `${text.slice(0, MOST_CHARACTERS)} … (${says.characters(text.length)})`;
}

function span(first: string | null, last: string | null, { lineage: says }: Texts): string {
  if (first !== null && last !== null) return says.span(first, last);
  const only = first ?? last;
  return only === null ? "" : says.moment(only);
}
