import type { Block, Section } from "@longhaul/rendering";
import type { DataQuality } from "../data-quality.ts";
import { count } from "./quantities.ts";
import { readValue } from "./read-figure.ts";
import type { ReportSource } from "./report-source.ts";

/** Doubts that the first page tells of. */
const MOST_ON_FIRST_PAGE = 2;

/** What the data of an analysis is worth; null for one that was made before this was kept. */
function qualityOf({ operation }: ReportSource): DataQuality | null {
  const found = operation.phases.map(({ output }) => readValue(output.results, "dataQuality")).find(Boolean);
  return (found ?? null) as DataQuality | null;
}

/** What readers should know of the data before they trust a figure. */
export function qualityText(source: ReportSource): string {
  const quality = qualityOf(source);
  if (quality === null) return "";
  const { score, recordsLeftOut, doubts } = quality;
  const rated = `The data is rated ${score} of 100`;
  const left =
    recordsLeftOut === 0 ? "" : `; ${count(recordsLeftOut).text} ${plural("record", recordsLeftOut)} could not be used`;
  if (doubts.length === 0) return `${rated}${left}${left === "" ? "; nothing in it is in doubt" : ""}.`;
  const told = doubts
    .slice(0, MOST_ON_FIRST_PAGE)
    .map(({ column, detail }) => `${column === undefined ? "" : `(${column}) `}${detail}`);
  const more = doubts.length - told.length;
  const rest = more === 0 ? "" : ` ${more} more ${plural("doubt", more)} in the appendix.`;
  return `${rated}${left}. In doubt: ${told.join(" ")}${rest}`;
}

/** Every doubt, and what each column is worth. */
export function qualitySection(sources: readonly ReportSource[], isShort: boolean): Section[] {
  const blocks = sources.flatMap((source) => qualityTables(source, isShort));
  return blocks.length === 0 ? [] : [{ heading: "Appendix: data quality", blocks }];
}

function qualityTables(source: ReportSource, isShort: boolean): Block[] {
  const quality = qualityOf(source);
  if (quality === null) return [];
  const { operationName } = source.operation;
  const tables = [
    {
      caption: `What is in doubt: ${operationName}`,
      columns: [{ label: "Doubt" }, { label: "Column" }, { label: "Values" }, { label: "What was seen and taken" }],
      rows: quality.doubts.map(({ kind, column = "", count: values, detail }) => [
        kind,
        column,
        values === undefined ? "" : count(values),
        detail,
      ]),
    },
    {
      caption: `What the columns are worth: ${operationName}`,
      columns: [
        { label: "Column" },
        { label: "Missing" },
        { label: "Different values" },
        { label: "Type" },
        { label: "Left out" },
        { label: "Repaired" },
        { label: "In doubt" },
      ],
      rows: isShort
        ? []
        : quality.columns.map(({ column, missing, distinct, valueType, rejected, repaired, doubtful }) => [
            column,
            count(missing),
            count(distinct),
            valueType,
            count(rejected),
            count(repaired),
            count(doubtful),
          ]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0).map((table) => ({ kind: "table", ...table }));
}

const plural = (word: string, many: number): string => (many === 1 ? word : `${word}s`);
