import type { Block, Section } from "@longhaul/rendering";
import { ownValue } from "@longhaul/domain";
import type { DataQuality } from "../basics/data-quality.ts";
import type { Texts } from "../texts/texts.ts";
import { readValue } from "../wording/read-figure.ts";
import type { ReportSource } from "./report-source.ts";

/** Doubts that the first page tells of. */
const MOST_ON_FIRST_PAGE = 2;

/** What the data of an analysis is worth; null for one that was made before this was kept. */
function qualityOf({ operation }: ReportSource): DataQuality | null {
  const found = operation.phases.map(({ output }) => readValue(output.results, "dataQuality")).find(Boolean);
  return (found ?? null) as DataQuality | null;
}

/**
 * What readers should know of the data before they trust a figure.
 * @param isOrderTold - whether the order of events was spoken of before
 */
export function qualityText(source: ReportSource, texts: Texts, isOrderTold: boolean): string {
  const quality = qualityOf(source);
  if (quality === null) return "";
  const { quality: says } = texts;
  const { score, recordsLeftOut, doubts } = quality;
  const rated = `${says.rated(score)}${lossText(quality, texts, isOrderTold)}${recordsLeftOut === 0 ? "" : says.leftOut(recordsLeftOut)}`;
  if (doubts.length === 0) return `${rated}${score === 100 ? says.noDoubt : ""}.`;
  const told = doubts
    .slice(0, MOST_ON_FIRST_PAGE)
    .map(({ kind, column, count }) => says.inColumn(says.kinds[kind], column, count));
  return `${rated}. ${says.inDoubt(told, doubts.length - told.length)}`;
}

/** Where the data loses most. */
function lossText({ dimensions = [] }: DataQuality, { quality: says }: Texts, isOrderTold: boolean): string {
  const [worst] = dimensions.toSorted((a, b) => b.pointsLost - a.pointsLost);
  if (worst === undefined || worst.pointsLost === 0) return "";
  const { name, affected } = says.dimensions[worst.dimension];
  const isTold = worst.affected === 0 || (isOrderTold && worst.dimension === "orderKnown");
  return says.leastFor(name, isTold ? "" : says.affected(worst.affected, worst.of, affected));
}

/** Every doubt, and what each column is worth. */
export function qualitySection(sources: readonly ReportSource[], texts: Texts, isShort: boolean): Section[] {
  // Analyses of one dataset share their tables.
  const named = new Map<string, { readonly quality: DataQuality; readonly names: string[] }>();
  for (const source of sources) {
    const quality = qualityOf(source);
    if (quality === null) continue;
    const { operationName, datasetId } = source.operation;
    const key = JSON.stringify([datasetId, quality]);
    const { names } = named.get(key) ?? { names: [] };
    named.set(key, { quality, names: [...names, operationName] });
  }
  const blocks = [...named.values()].flatMap(({ quality, names }) =>
    qualityTables(quality, [...new Set(names)].join(", "), texts, isShort),
  );
  return blocks.length === 0 ? [] : [{ heading: texts.headings.quality, blocks }];
}

function qualityTables(quality: DataQuality, operationName: string, texts: Texts, isShort: boolean): Block[] {
  const { quality: says, count } = texts;
  const { columns: labels } = says;
  const { score, dimensions = [] } = quality;
  const tables = [
    {
      caption: says.dimensionsTable(score, operationName),
      columns: [
        { label: labels.dimension },
        { label: labels.pointsLost },
        { label: labels.counted },
        { label: labels.inDoubt },
      ],
      rows:
        score === 100
          ? []
          : dimensions.map(({ dimension, pointsLost, affected, of, doubts }) => [
              says.dimensions[dimension].name,
              count(Number(pointsLost.toFixed(1))),
              says.dimensions[dimension].affected === ""
                ? null
                : says.affected(affected, of, says.dimensions[dimension].affected),
              doubts.length === 0 ? null : doubts.map((kind) => says.kinds[kind]).join(", "),
            ]),
    },
    {
      caption: says.doubtsTable(operationName),
      columns: [{ label: labels.doubt }, { label: labels.column }, { label: labels.values }, { label: labels.detail }],
      rows: quality.doubts.map((doubt) => [
        says.kinds[doubt.kind],
        doubt.column ?? null,
        doubt.count === undefined ? null : count(doubt.count),
        says.doubt(doubt),
      ]),
    },
    {
      caption: says.columnsTable(operationName),
      columns: [
        { label: labels.column },
        { label: labels.missing },
        { label: labels.distinct },
        { label: labels.type },
        { label: labels.leftOut },
        { label: labels.repaired },
        { label: labels.inDoubt },
      ],
      rows: isShort
        ? []
        : quality.columns.map(({ column, missing, distinct, valueType, rejected, repaired, doubtful }) => [
            column,
            count(missing),
            count(distinct),
            ownValue<string>(says.valueTypes, valueType) ?? valueType,
            count(rejected),
            count(repaired),
            count(doubtful),
          ]),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0).map((table) => ({ kind: "table", ...table }));
}
