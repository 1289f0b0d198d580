import { END_OF_CASE } from "@longhaul/process-mining";
import type { Block, Cell, Column, Section } from "@longhaul/rendering";
import type { ToldRunningCase } from "../findings/running-cases.ts";
import type { Texts } from "../texts/texts.ts";
import { cut } from "./cut-caption.ts";
import { readFigure, readValue } from "../wording/read-figure.ts";
import type { ReportSource } from "./report-source.ts";

const SECONDS = { unit: "s" };

/** What is predicted of the cases that were under way at the end of the log: those at risk first, where risks were asked for. */
export function runningCasesSection({ operation }: ReportSource, texts: Texts): Section[] {
  const results = operation.phases.map(({ output }) => output.results);
  const told = results.map((one) => readValue(one, "predictions", "runningCases")).find(Boolean);
  const atRisk = readValue(told, "atRisk");
  const listed = atRisk ?? readValue(told, "latest");
  const total = readFigure(told, "count");
  if (!Array.isArray(listed) || typeof total !== "number" || total === 0) return [];
  const { running: says, headings } = texts;
  return [
    {
      heading: headings.runningCases,
      message: says.count(total),
      blocks: [
        { kind: "text", text: [says.count(total), ...intervalText(told, texts), says.next].join(" ") },
        casesTable(
          listed as readonly ToldRunningCase[],
          atRisk === undefined ? says.latest : says.atRisk,
          total,
          texts,
        ),
      ],
    },
  ];
}

function intervalText(told: unknown, { running }: Texts): string[] {
  const figures = ["intervalLevel", "intervalCoverage", "intervalCheckedOn"].map((key) => readFigure(told, key));
  const [level, coverage, checkedOn] = figures;
  const isTold = typeof level === "number" && typeof coverage === "number" && typeof checkedOn === "number";
  return isTold ? [running.interval(level, coverage, checkedOn)] : [];
}

/** A column of the table, and its cell of a case. */
type CaseColumn = readonly [column: Column, cell: (one: ToldRunningCase) => Cell];

function casesTable(cases: readonly ToldRunningCase[], caption: string, total: number, texts: Texts): Block {
  const { percent, durationCell, running } = texts;
  const says = running.columns;
  const has = (key: keyof ToldRunningCase): boolean => cases.some((one) => one[key] !== undefined);
  const share = (value: number | undefined): Cell => (value === undefined ? null : percent(value));
  const columns: CaseColumn[] = [
    [{ label: says.caseId }, ({ caseId }) => caseId],
    [{ label: says.last }, ({ lastActivity }) => lastActivity],
    [{ label: says.next }, ({ nextActivity }) => (nextActivity === END_OF_CASE ? running.endOfCase : nextActivity)],
    [{ label: says.probability, unit: "%" }, ({ probability }) => percent(probability)],
  ];
  if (has("remainingTimeSec"))
    columns.push([{ label: says.remaining, ...SECONDS }, (one) => durationCell(one.remainingTimeSec)]);
  if (has("atLeastSec"))
    columns.push(
      [{ label: says.atLeast, ...SECONDS }, (one) => durationCell(one.atLeastSec)],
      [{ label: says.atMost, ...SECONDS }, (one) => durationCell(one.atMostSec)],
    );
  if (has("overdueRisk")) columns.push([{ label: says.overdue, unit: "%" }, (one) => share(one.overdueRisk)]);
  if (has("outcomeRisk")) columns.push([{ label: says.outcome, unit: "%" }, (one) => share(one.outcomeRisk)]);
  return {
    kind: "table",
    caption: cut(caption, cases.length, total, texts),
    columns: columns.map(([column]) => column),
    rows: cases.map((one) => columns.map(([, cell]) => cell(one))),
  };
}
