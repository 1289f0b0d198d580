import type { Block } from "@longhaul/rendering";
import type { ToldCleaning } from "../basics/cleaning-summary.ts";
import type { Texts } from "../texts/texts.ts";
import { adviceOf } from "./advice-section.ts";
import { qualityText } from "./data-quality-section.ts";
import { readFigure, readValue } from "../wording/read-figure.ts";
import type { ReportSource } from "./report-source.ts";
import { analysedText, summaryText } from "./summary-text.ts";

/** Recommendations and merged names that the first page has room for. */
const MOST_ADVICE = 2;
const MOST_MERGED = 4;

/**
 * What the first page answers: what is going on, what should be done, how sure that is. One source speaks for itself,
 * others by name; of two that are compared, `differences` says what sets them apart, in place of how each one is.
 */
export function firstPage(
  sources: readonly { readonly name: string; readonly source: ReportSource }[],
  texts: Texts,
  differences: string | null = null,
): Block[] {
  const { whatIsGoingOn, whatToDo, howSure } = texts.summary;
  const answers: readonly (readonly [string, (source: ReportSource, texts: Texts) => string])[] = [
    [whatIsGoingOn, differences === null ? summaryText : analysedText],
    [whatToDo, adviceText],
    [howSure, sureText],
  ];
  return answers.map(([lead, answer], idx) => {
    const own = sources.map(({ name, source }) => (sources.length === 1 ? "" : `${name}. `) + answer(source, texts));
    const all = idx === 0 && differences !== null && differences !== "" ? [...own, differences] : own;
    return { kind: "text", lead, text: all.join("\n") };
  });
}

function adviceText(source: ReportSource, texts: Texts): string {
  const { summary } = texts;
  const advice = adviceOf(source, texts);
  if (advice === null) return summary.adviceNotAsked;
  if (advice.length === 0) return summary.noAdvice;
  const first = advice
    .slice(0, MOST_ADVICE)
    .map(({ recommendation, expectedImprovement = "" }) => summary.advice(recommendation, expectedImprovement));
  const more = advice.length - first.length;
  return [...first, ...(more === 0 ? [] : [summary.moreAdvice(more)])].join("\n");
}

function sureText(source: ReportSource, texts: Texts): string {
  const { summary } = texts;
  const { phases } = source.operation;
  const confidence = phases
    .map(({ output }) => readFigure(output.summary, "overallConfidenceScore"))
    .find(Number.isFinite);
  const advice = adviceOf(source, texts) ?? [];
  const isOrderTold = advice.slice(0, MOST_ADVICE).some(({ code }) => code === "recordExactTimes");
  const hasEffects = advice.some(({ category }) => category !== "Data Quality");
  return [
    cleaningText(source, texts),
    qualityText(source, texts, isOrderTold),
    ...(hasEffects ? [summary.effectsShown] : []),
    typeof confidence === "number" ? summary.confidence(confidence) : summary.notPredicted,
  ]
    .filter((text) => text !== "")
    .join(" ");
}

/** What cleaning did to the data before; a name that was merged away is nowhere else. */
function cleaningText({ operation }: ReportSource, { summary }: Texts): string {
  const found = operation.phases.map(({ output }) => readValue(output.results, "cleaning")).find(Boolean);
  if (found === undefined) return "";
  const { changed, dropped, merged, lists } = found as ToldCleaning;
  const told = merged.slice(0, MOST_MERGED).map(({ from, to, events }) => summary.merged(from, to, events));
  const more = lists.merged.total - told.length;
  return [summary.cleaned(changed, dropped), ...(told.length === 0 ? [] : [summary.mergedNames(told, more)])].join(" ");
}
