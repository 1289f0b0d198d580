import type { Block } from "@longhaul/rendering";
import type { Recommendation } from "../basics/phase-context.ts";
import type { ToldCleaning } from "../basics/cleaning-summary.ts";
import type { Texts } from "../texts/texts.ts";
import { adviceOf } from "./advice-section.ts";
import { qualityText } from "./data-quality-section.ts";
import { readFigure, readValue } from "../wording/read-figure.ts";
import type { ReportSource } from "./report-source.ts";
import { analysedSentences, summarySentences } from "./summary-text.ts";

/** Recommendations and merged names that the first page has room for. */
const MOST_ADVICE = 2;
const MOST_MERGED = 4;

/**
 * What the first page answers: what is going on, what should be done, how sure that is. One source speaks for itself,
 * others by name, and what is the same of all of them is said once; of two that are compared, `differences` says what sets
 * them apart, in place of how each one is.
 */
export function firstPage(
  sources: readonly { readonly name: string; readonly source: ReportSource }[],
  texts: Texts,
  differences: string | null = null,
): Block[] {
  const { whatIsGoingOn, whatToDo, howSure } = texts.summary;
  const answers: readonly (readonly [
    string,
    (source: ReportSource, texts: Texts, first?: ReportSource) => readonly string[],
    string,
  ])[] = [
    [whatIsGoingOn, differences === null ? summarySentences : analysedSentences, " "],
    [whatToDo, adviceSentences, "\n"],
    [howSure, sureSentences, " "],
  ];
  return answers.map(([lead, answer, between], idx) => {
    const told = sources.map(({ name, source }, at) => ({
      name,
      sentences: differences !== null && at > 0 ? answer(source, texts, sources[0]?.source) : answer(source, texts),
    }));
    const own = sources.length === 1 ? (told[0]?.sentences ?? []).join(between) : ofEach(told, between, texts);
    const all = idx === 0 && differences !== null && differences !== "" ? [own, differences] : [own];
    const points =
      sources.length === 1 && differences === null ? { points: told.flatMap(({ sentences }) => sentences) } : {};
    return { kind: "text", lead, text: all.join("\n"), ...points };
  });
}

/** What is said of each source by its name, then what is said of all of them. */
function ofEach(
  told: readonly { readonly name: string; readonly sentences: readonly string[] }[],
  between: string,
  { summary }: Texts,
): string {
  const [first, ...others] = told.map(({ sentences }) => sentences);
  const shared = (first ?? []).filter((sentence) => others.every((sentences) => sentences.includes(sentence)));
  const own = told.flatMap(({ name, sentences }) => {
    const left = sentences.filter((sentence) => !shared.includes(sentence));
    return left.length === 0 ? [] : [`${name}. ${left.join(between)}`];
  });
  return [...own, ...(shared.length === 0 ? [] : [`${summary.ofAll(told.length)} ${shared.join(between)}`])].join("\n");
}

/** @param first - the analysis that this one is compared with: what it recommends, too, isn't spelt out again */
function adviceSentences(source: ReportSource, texts: Texts, first?: ReportSource): string[] {
  const { summary } = texts;
  const advice = adviceOf(source, texts);
  if (advice === null) return [summary.adviceNotAsked];
  if (advice.length === 0) return [summary.noAdvice];
  const toldBefore = (first === undefined ? [] : (adviceOf(first, texts) ?? [])).slice(0, MOST_ADVICE).map(subjectOf);
  const told = advice.slice(0, MOST_ADVICE).map((one) => {
    const { recommendation, expectedImprovement = "" } = one;
    const place = toldBefore.indexOf(subjectOf(one));
    return place < 0 || expectedImprovement === ""
      ? summary.advice(recommendation, expectedImprovement)
      : summary.adviceAgain(place, toldBefore.length, expectedImprovement);
  });
  const more = advice.length - told.length;
  return [...told, ...(more === 0 ? [] : [summary.moreAdvice(more)])];
}

/** What a recommendation is about, without its figures. */
function subjectOf({ code, evidence = {} }: Recommendation): string {
  const { segment: _, ...told } = evidence;
  return JSON.stringify([
    code,
    Object.entries(told)
      .filter(([, value]) => typeof value !== "number")
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}

function sureSentences(source: ReportSource, texts: Texts): string[] {
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
  ].filter((text) => text !== "");
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
