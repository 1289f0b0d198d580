import { knowsWork, type Discovery } from "../findings/discovery.ts";
import type { Texts } from "../texts/texts.ts";
import { fixedTerms } from "../findings/fixed-terms.ts";
import { reworkFacts } from "../findings/rework-facts.ts";
import { toldInsights } from "../wording/told-insights.ts";
import { wordInsight } from "../wording/word-insight.ts";
import { filterReportOf } from "./filter-report-of.ts";
import { readFigure } from "../wording/read-figure.ts";
import type { ReportSource } from "./report-source.ts";

/** From this share on, cases under way change what is said of all. */
const LEAST_UNDER_WAY = 0.01;

/** What was analysed: how much, of which time, what filters left of it, and how much of that isn't over. */
export function analysedSentences({ discovery, operation }: ReportSource, { summary }: Texts): string[] {
  const { cases, events, firstEvent, lastEvent, casesUnderWay = 0 } = discovery;
  const sentences = [
    firstEvent === undefined || lastEvent === undefined
      ? summary.analysed(cases, events)
      : summary.analysedFrom(cases, events, firstEvent, lastEvent),
  ];
  const filtered = filterReportOf(operation);
  const [recorded, other] = ["recordsInTimeWindow", "lifecycle.otherEvents"].map((path) =>
    operation.phases.map(({ output }) => readFigure(output.results, ...path.split("."))).find(Number.isFinite),
  );
  // Of filtered cases it isn't known how many recorded events they had.
  if (filtered === null && typeof recorded === "number" && typeof other === "number" && recorded > events)
    sentences.push(summary.standFor(recorded, other));
  if (filtered !== null) {
    const names = [...new Set(filtered.steps.map(({ filter }) => filter))];
    sentences.push(summary.filtered(names, filtered.casesBefore, filtered.eventsBefore));
  }
  const shareUnderWay = casesUnderWay / Math.max(1, cases);
  if (shareUnderWay >= LEAST_UNDER_WAY) sentences.push(summary.underWay(casesUnderWay, shareUnderWay));
  return sentences;
}

/** The analysis in a few sentences, each with its figures. */
export function summarySentences(source: ReportSource, texts: Texts): string[] {
  const { discovery, operation } = source;
  const { summary } = texts;
  const { cases, caseDurations, variants, variantCount, bottlenecks } = discovery;
  const sentences = analysedSentences(source, texts);
  if (caseDurations !== undefined && Number.isFinite(caseDurations.median))
    sentences.push(
      caseDurations.min === caseDurations.max
        ? texts.readings.alike(caseDurations.median)
        : summary.durations(caseDurations.median, caseDurations.p95, caseDurations.mean),
    );
  const [variant] = variants ?? [];
  if (variant !== undefined)
    sentences.push(
      variantCount === 1
        ? summary.oneWay
        : variantCount === cases
          ? summary.ownWays
          : summary.ways(variantCount, variant.share),
    );
  const [worst, second] = (bottlenecks?.activities ?? []).map(({ activity, shareOfCycleTime }) => ({
    activity,
    share: shareOfCycleTime,
  }));
  if (worst !== undefined)
    sentences.push(knowsWork(discovery) ? summary.waits(worst, second) : summary.passes(worst, second));
  const ended = endedBefore(discovery);
  if (ended !== null)
    sentences.push(summary.mayBeOver(worst?.activity ?? "", ended.activity, ended.share, ended.isItself));
  sentences.push(...fixedTerms(discovery).map((facts) => `${wordInsight(facts, texts)}.`));
  const repeated = reworkFacts(discovery);
  if (repeated !== null && cases > 0) sentences.push(summary.rework(repeated));
  const odd = toldInsights(operation.phases).find(({ facts }) => facts?.code === "oddCases")?.facts ?? null;
  const anomalies = operation.phases
    .map(({ output }) => readFigure(output.results, "anomalies", "detected"))
    .find((found) => typeof found === "number");
  if (odd !== null) sentences.push(`${wordInsight(odd, texts)}.`);
  else if (typeof anomalies === "number") sentences.push(summary.anomalies(anomalies));
  return sentences;
}

/** From this share of its cases on an activity looks like an end. */
const LOOKS_LIKE_END = 0.5;
const MOSTLY = 0.5;

/**
 * The activity after which the most time passes before the worst one, where most of its cases end with it: they may have
 * been over, and opened again. Null where that isn't so.
 */
export function endedBefore({ bottlenecks, graph }: Pick<Discovery, "bottlenecks" | "graph">): {
  readonly activity: string;
  readonly share: number;
  readonly isItself: boolean;
} | null {
  const [worst] = bottlenecks?.activities ?? [];
  const [transition] = bottlenecks?.transitions ?? [];
  if (worst === undefined || transition === undefined || transition.to !== worst.activity) return null;
  if (transition.lostSec < MOSTLY * worst.lostSec) return null;
  const before = graph.nodes.find(({ activity }) => activity === transition.from);
  const share = before === undefined || before.caseCount === 0 ? 0 : before.endCount / before.caseCount;
  return share >= LOOKS_LIKE_END
    ? { activity: transition.from, share, isItself: transition.from === transition.to }
    : null;
}
