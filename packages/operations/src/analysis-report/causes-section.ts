import type { Conditions } from "@longhaul/process-mining";
import type { Block, Section } from "@longhaul/rendering";
import type { EarlierPhase } from "../phase-context.ts";
import type { Texts } from "../texts/texts.ts";
import { segmentText } from "./advice-text.ts";
import { cut } from "./cut-caption.ts";
import { readValue } from "./read-figure.ts";
import type { ReportSource } from "./report-source.ts";

/** As results tell it. */
interface ToldCause {
  readonly conditions: Conditions;
  readonly cases: number;
  readonly meanSec: number;
  readonly otherMeanSec: number;
  readonly differenceLowSec: number;
  readonly differenceHighSec: number;
}

interface ToldCauses {
  readonly segmentsCompared: number;
  readonly causes: readonly ToldCause[];
  readonly lists: { readonly causes: { readonly total: number } };
}

const SECONDS = { unit: "s" };
/** Of the activities that long cases have. */
const MOST_ACTIVITIES = 5;

/** What phases found of root causes, as they tell it; undefined where none looked for them. */
export const rootCausesOf = (phases: readonly EarlierPhase[]): unknown =>
  phases.map(({ output }) => readValue(output.results, "rootCauses")).find(Boolean);

/** Which attributes, people and days go with long cases; and, apart, which activities. */
export function causesSection({ operation }: ReportSource, texts: Texts, most: number): Section[] {
  const told = rootCausesOf(operation.phases);
  if (told === undefined) return [];
  const { segmentsCompared, causes: all, lists } = told as ToldCauses;
  if (segmentsCompared === 0) return [];
  const { causes: says, headings } = texts;
  const isActivity = ({ conditions }: ToldCause): boolean => conditions.every(({ kind }) => kind === "activity");
  const [activities, others] = [all.filter(isActivity), all.filter((one) => !isActivity(one))];
  const { total } = lists.causes;
  const text = total === 0 ? says.none(segmentsCompared) : says.found(total, segmentsCompared);
  return [
    {
      heading: headings.causes,
      blocks: [
        { kind: "text", text },
        ...table(says.table, others, most, texts),
        ...table(says.activitiesTable, activities, MOST_ACTIVITIES, texts),
      ],
    },
  ];
}

function table(caption: string, causes: readonly ToldCause[], most: number, texts: Texts): Block[] {
  const { columns } = texts.causes;
  const { count, duration } = texts;
  const shown = causes.slice(0, most);
  if (shown.length === 0) return [];
  return [
    {
      kind: "table",
      caption: cut(caption, shown.length, causes.length, texts),
      columns: [
        { label: columns.segment },
        { label: columns.cases },
        { label: columns.mean, ...SECONDS },
        { label: columns.otherMean, ...SECONDS },
        { label: columns.longerAtLeast, ...SECONDS },
        { label: columns.longerAtMost, ...SECONDS },
      ],
      rows: shown.map((one) => [
        segmentText(one.conditions, texts),
        count(one.cases),
        duration(one.meanSec),
        duration(one.otherMeanSec),
        duration(one.differenceLowSec),
        duration(one.differenceHighSec),
      ]),
    },
  ];
}
