import { formatsIn, type Language } from "@longhaul/domain";
import { connectInOrder, type MustShow } from "../connect-in-order.ts";
import type { ProcessMapInput } from "../render-process-map.ts";
import { mapPageTextsIn } from "./map-page-texts.ts";
import type { PageActivity, PageData, PageTransition } from "./page/map-model.ts";

/** More transitions than these, the most frequent and those that connect activities, no page gets. */
const MOST_TRANSITIONS = 1500;

/** All that the page of an interactive map shows, with times written for people. */
export function pageData(input: ProcessMapInput, required: MustShow): PageData {
  const { graph, language = "en", title } = input;
  const steps = [...connectInOrder(graph, required)];
  const order = steps.flatMap(({ activities }, step) => activities.map((node) => ({ node, step })));
  const placeOf = new Map(order.map(({ node }, place) => [node, place]));
  const stepOfEdge = new Map(
    steps.flatMap(({ edges }, step) => edges.map((edge) => [edge, step] as const)).toReversed(),
  );
  const firsts = new Set(steps.flatMap(({ starts }) => starts));
  const lasts = new Set(steps.flatMap(({ ends }) => ends));
  const hasWork = input.performance.some(({ service }) => service !== null && service.count > 0);
  const drawn = [...graph.edges.keys()]
    .filter((edge) => placeOf.has(graph.edges[edge]?.from ?? -1) && placeOf.has(graph.edges[edge]?.to ?? -1))
    .toSorted((a, b) => (graph.edges[b]?.count ?? 0) - (graph.edges[a]?.count ?? 0) || a - b);
  const kept = drawn.filter((edge, idx) => idx < MOST_TRANSITIONS || stepOfEdge.has(edge));
  return {
    language,
    title,
    cases: graph.caseCount,
    activities: order.map(({ node, step }) =>
      activityOf(input, language, node, step, firsts.has(node), lasts.has(node)),
    ),
    transitions: kept.map((edge) => transitionOf(input, language, edge, placeOf, stepOfEdge.get(edge))),
    allActivities: graph.nodes.length,
    allTransitions: graph.edges.length,
    allSteps: graph.edges.reduce((sum, { count }) => sum + count, 0),
    steps: steps.length,
    isTimed: input.performance.length > 0,
    texts: mapPageTextsIn(language).page(hasWork),
  };
}

function activityOf(
  { graph, performance, deviations = [] }: ProcessMapInput,
  language: Language,
  node: number,
  step: number,
  isFirst: boolean,
  isLast: boolean,
): PageActivity {
  const { shortSpan } = formatsIn(language);
  const { activity = "", count = 0, caseCount = 0, startCount = 0, endCount = 0 } = graph.nodes[node] ?? {};
  const { service, waiting } = performance[node] ?? {};
  const casesOf = (kind: "notAllowed" | "skipped"): number | undefined =>
    deviations.find((one) => one.kind === kind && one.activity === activity)?.cases;
  const [notAllowed, skipped] = [casesOf("notAllowed"), casesOf("skipped")];
  return {
    name: activity,
    events: count,
    cases: caseCount,
    starts: startCount,
    ends: endCount,
    isFirst,
    isLast,
    ...(service && service.count > 0 ? { work: shortSpan(service.meanSec) } : {}),
    ...(waiting && waiting.count > 0 ? { before: shortSpan(waiting.meanSec) } : {}),
    totalSec: Math.max(0, Math.round(waiting?.totalSec ?? 0)),
    step,
    ...(notAllowed === undefined ? {} : { notAllowed }),
    ...(skipped === undefined ? {} : { skipped }),
  };
}

function transitionOf(
  { graph, transitionTimes }: ProcessMapInput,
  language: Language,
  edge: number,
  placeOf: ReadonlyMap<number, number>,
  step: number | undefined,
): PageTransition {
  const { shortSpan } = formatsIn(language);
  const { from = -1, to = -1, count = 0, caseCount = 0 } = graph.edges[edge] ?? {};
  const times = transitionTimes[edge]?.waiting;
  return {
    from: placeOf.get(from) ?? 0,
    to: placeOf.get(to) ?? 0,
    count,
    cases: caseCount,
    ...(times === undefined
      ? {}
      : { mean: shortSpan(times.meanSec), median: shortSpan(times.medianSec), total: shortSpan(times.totalSec) }),
    totalSec: Math.max(0, Math.round(times?.totalSec ?? 0)),
    ...(step === undefined ? {} : { step }),
  };
}
