import type { Block, Section } from "@longhaul/rendering";
import type { QualityDimension } from "@longhaul/process-mining";
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
  const rated = `The data is rated ${score} of 100${lossText(quality)}`;
  const left =
    recordsLeftOut === 0 ? "" : `; ${count(recordsLeftOut).text} ${plural("record", recordsLeftOut)} could not be used`;
  if (doubts.length === 0) return `${rated}${left}${score === 100 ? "; nothing in it is in doubt" : ""}.`;
  const told = doubts
    .slice(0, MOST_ON_FIRST_PAGE)
    .map(({ column, detail }) => `${column === undefined ? "" : `(${column}) `}${detail}`);
  const more = doubts.length - told.length;
  const rest = more === 0 ? "" : ` ${more} more ${plural("doubt", more)} in the appendix.`;
  return `${rated}${left}. In doubt: ${told.join(" ")}${rest}`;
}

/** What the dimensions of quality are called, and what each counts. */
const DIMENSIONS: Readonly<Record<QualityDimension, { readonly name: string; readonly affected: string }>> = {
  completeness: { name: "completeness", affected: "values missing" },
  uniqueness: { name: "uniqueness", affected: "events repeated" },
  orderKnown: { name: "order of events", affected: "steps at the time of the step before" },
  plausibleTimes: { name: "plausible times", affected: "events that start after they end" },
  consistentNames: { name: "consistent names", affected: "events with a name written otherwise than usual" },
  certainRoles: { name: "certainty of the columns' roles", affected: "" },
};

/** Where the data loses most. */
function lossText({ dimensions = [] }: DataQuality): string {
  const [worst] = dimensions.toSorted((a, b) => b.pointsLost - a.pointsLost);
  if (worst === undefined || worst.pointsLost === 0) return "";
  const { name, affected } = DIMENSIONS[worst.dimension];
  const counted = worst.affected === 0 ? "" : ` (${count(worst.affected).text} of ${count(worst.of).text} ${affected})`;
  return `, least for its ${name}${counted}`;
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
  const { score, dimensions = [] } = quality;
  const tables = [
    {
      caption: `What the rating of ${score} of 100 consists of: ${operationName}`,
      columns: [{ label: "Dimension" }, { label: "Points lost" }, { label: "Counted" }, { label: "In doubt" }],
      rows:
        score === 100
          ? []
          : dimensions.map(({ dimension, pointsLost, affected, of, doubts }) => [
              DIMENSIONS[dimension].name,
              { value: pointsLost, text: String(Number(pointsLost.toFixed(1))) },
              DIMENSIONS[dimension].affected === ""
                ? ""
                : `${count(affected).text} of ${count(of).text} ${DIMENSIONS[dimension].affected}`,
              doubts.join(", "),
            ]),
    },
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
