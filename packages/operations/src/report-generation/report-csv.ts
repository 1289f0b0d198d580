import { chartTable, type Cell, type Report } from "@longhaul/rendering";
import { csvText, type CsvValue } from "../basics/csv-text.ts";

/** Every figure, chart value and table cell of the report as a row; figures as numbers with their unit. */
export function reportCsv(report: Report): string {
  const cover = report.figures.map(({ label, value }): CsvValue[] => [
    report.title,
    1,
    label,
    value.value,
    unitOf(value),
  ]);
  const rows = report.sections.flatMap(({ heading, blocks }) =>
    blocks.flatMap((block): CsvValue[][] => {
      switch (block.kind) {
        case "figures":
          return block.figures.map(({ label, value }) => [heading, 1, label, value.value, unitOf(value)]);
        case "text":
          return [[heading, 1, block.lead ?? "", block.text, ""]];
        case "advice":
          return [block.title, block.effect, ...block.notes, ...block.evidence].map((text, idx) => [
            heading,
            idx + 1,
            block.priority,
            text,
            "",
          ]);
        case "picture":
          return [];
        case "chart":
        case "table": {
          const { columns, rows: lines } = block.kind === "chart" ? chartTable(block.chart, report.language) : block;
          return lines.flatMap((line, idx) =>
            line.map((cell, column) => [
              heading,
              idx + 1,
              columns[column]?.label,
              csvValue(cell),
              columns[column]?.unit ?? unitOf(cell),
            ]),
          );
        }
      }
    }),
  );
  return csvText(["section", "row", "label", "value", "unit"], [...cover, ...rows]);
}

const unitOf = (cell: Cell): CsvValue => (typeof cell === "string" ? "" : (cell?.unit ?? ""));

function csvValue(cell: Cell): CsvValue {
  return cell === null || typeof cell === "string" ? cell : cell.value;
}
