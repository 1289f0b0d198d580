import { FEWEST_ANSWERS, type CauseQuestion, type Conditions } from "@longhaul/process-mining";
import type { Block, Cell, Column, Section } from "@longhaul/rendering";
import { ruleName } from "../wording/rule-text.ts";
import type { EarlierPhase } from "../basics/phase-context.ts";
import type { Texts } from "../texts/texts.ts";
import { segmentText } from "../wording/advice-text.ts";
import { cut } from "./cut-caption.ts";
import { readValue } from "../wording/read-figure.ts";
import type { ReportSource } from "./report-source.ts";

interface ToldSegment {
  readonly conditions: Conditions;
  readonly cases: number;
  readonly coverage: number;
}

/** As results tell it. */
interface ToldCause extends ToldSegment {
  readonly meanSec: number;
  readonly otherMeanSec: number;
  readonly differenceLowSec: number;
  readonly differenceHighSec: number;
  readonly laterDifferenceSec: number;
}

interface ToldShare extends ToldSegment {
  readonly share: number;
  readonly otherShare: number;
  readonly differenceLow: number;
  readonly differenceHigh: number;
  readonly laterDifference: number;
}

interface Told<Cause> {
  readonly segmentsCompared: number;
  readonly causes: readonly Cause[];
  readonly lists: { readonly causes: { readonly total: number } };
}

interface ToldAnswer extends Told<ToldShare> {
  readonly question: CauseQuestion["name"];
  readonly about?: string;
  readonly cases: number;
  readonly casesWith: number;
}

const SECONDS = { unit: "s" };
/** Of the activities that long cases have. */
const MOST_ACTIVITIES = 5;

/** What phases found of root causes, as they tell it; undefined where none looked for them. */
export const rootCausesOf = (phases: readonly EarlierPhase[]): unknown =>
  phases.map(({ output }) => readValue(output.results, "rootCauses")).find(Boolean);

/**
 * Which attributes, people and days go with long cases and, apart, which activities; then the same of rework, deviations
 * and outcomes. Of each question it is said when nothing was found, and when nothing could be compared.
 */
export function causesSection(source: ReportSource, texts: Texts, most: number): Section[] {
  const told = rootCausesOf(source.operation.phases) as
    | (Told<ToldCause> & { readonly questions?: readonly ToldAnswer[] })
    | undefined;
  if (told === undefined) return [];
  const { causes: says, headings } = texts;
  const { segmentsCompared, causes, lists, questions = [] } = told;
  const isActivity = ({ conditions }: ToldCause): boolean => conditions.every(({ kind }) => kind === "activity");
  const [activities, others] = [causes.filter(isActivity), causes.filter((one) => !isActivity(one))];
  const { total } = lists.causes;
  const found = total === 0 ? says.none(segmentsCompared) : says.found(total, segmentsCompared);
  const { terms = [] } = source.discovery;
  const timedOut = terms.reduce((sum, { casesEnded }) => sum + casesEnded, 0);
  const hasPairs = [...causes, ...questions.flatMap((one) => one.causes)].some((one) => one.conditions.length > 1);
  return [
    {
      heading: headings.causes,
      ...(segmentsCompared === 0 ? {} : { message: found }),
      blocks: [
        { kind: "text", text: says.method(hasPairs) },
        {
          kind: "text",
          lead: says.questions.duration,
          text: [
            segmentsCompared === 0 ? says.tooFew(FEWEST_ANSWERS) : found,
            ...(timedOut === 0 ? [] : [says.timedOut(timedOut)]),
          ].join(" "),
        },
        ...durations(says.table, others, most, texts),
        ...durations(says.activitiesTable, activities, MOST_ACTIVITIES, texts),
        ...questions.flatMap((one) => answerBlocks(one, source, most, texts)),
      ],
    },
  ];
}

function answerBlocks(answer: ToldAnswer, source: ReportSource, most: number, texts: Texts): Block[] {
  const { causes: says, percent, points } = texts;
  const { cases, casesWith, segmentsCompared, causes, lists } = answer;
  const question = questionText(answer, source, texts);
  const { total } = lists.causes;
  const found = total === 0 ? says.noneOften(segmentsCompared) : says.foundOften(total, segmentsCompared);
  const { columns } = says;
  const text =
    casesWith === 0
      ? says.happensToNone(cases)
      : `${says.happens(casesWith, cases)} ${segmentsCompared === 0 ? says.tooFew(FEWEST_ANSWERS) : found}`;
  return [
    { kind: "text", lead: question, text },
    ...table(
      { caption: says.oftenTable(question), segments: causes, most },
      [
        { label: columns.share, unit: "%" },
        { label: columns.otherShare, unit: "%" },
        { label: columns.moreAtLeast },
        { label: columns.moreAtMost },
        { label: columns.moreLater },
      ],
      (one) => [
        percent(one.share),
        percent(one.otherShare),
        points(one.differenceLow),
        points(one.differenceHigh),
        points(one.laterDifference),
      ],
      texts,
    ),
  ];
}

function questionText({ question, about = "" }: ToldAnswer, { discovery }: ReportSource, texts: Texts): string {
  const { questions } = texts.causes;
  if (question === "rework" || question === "overdue") return questions[question];
  if (question !== "rule") return questions[question](about);
  const rule = discovery.compliance?.rules?.find((one) => one.rule === about);
  return questions.rule(rule === undefined ? about : ruleName(rule, texts));
}

function durations(caption: string, causes: readonly ToldCause[], most: number, texts: Texts): Block[] {
  const { columns } = texts.causes;
  const { duration } = texts;
  return table(
    { caption, segments: causes, most },
    [
      { label: columns.mean, ...SECONDS },
      { label: columns.otherMean, ...SECONDS },
      { label: columns.longerAtLeast, ...SECONDS },
      { label: columns.longerAtMost, ...SECONDS },
      { label: columns.longerLater, ...SECONDS },
    ],
    (one) => [
      duration(one.meanSec),
      duration(one.otherMeanSec),
      duration(one.differenceLowSec),
      duration(one.differenceHighSec),
      duration(one.laterDifferenceSec),
    ],
    texts,
  );
}

/** Segments with how many cases they have and which share of all, and what `cells` says of each. */
function table<S extends ToldSegment>(
  { caption, segments, most }: { readonly caption: string; readonly segments: readonly S[]; readonly most: number },
  more: readonly Column[],
  cells: (segment: S) => readonly Cell[],
  texts: Texts,
): Block[] {
  const { count, percent } = texts;
  const { columns } = texts.causes;
  const shown = segments.slice(0, most);
  if (shown.length === 0) return [];
  return [
    {
      kind: "table",
      caption: cut(caption, shown.length, segments.length, texts),
      columns: [{ label: columns.segment }, { label: columns.cases }, { label: columns.coverage, unit: "%" }, ...more],
      rows: shown.map((one) => [
        segmentText(one.conditions, texts),
        count(one.cases),
        percent(one.coverage),
        ...cells(one),
      ]),
    },
  ];
}
