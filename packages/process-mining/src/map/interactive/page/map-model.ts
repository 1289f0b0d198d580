/** An activity as the page gets it: times are written already. */
export interface PageActivity {
  readonly name: string;
  readonly events: number;
  readonly cases: number;
  readonly starts: number;
  readonly ends: number;
  /** Whether an arrow from the start, or to the end, is what connects it. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Mean time at work, and mean time before it; absent where the log doesn't know them. */
  readonly work?: string;
  readonly before?: string;
  /** Seconds that passed before it, over all cases. */
  readonly totalSec: number;
  /** It is shown from this step of the slider on. */
  readonly step: number;
  /** Cases that did it where the reference model doesn't allow it, and that skipped it. */
  readonly notAllowed?: number;
  readonly skipped?: number;
}

export interface PageTransition {
  /** Places of activities. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly cases: number;
  readonly mean?: string;
  readonly median?: string;
  readonly total?: string;
  readonly totalSec: number;
  /** From this step on it is what connects an activity, and always shown; absent where it is shown by the slider of paths. */
  readonly step?: number;
}

/** All that the page shows. */
export interface PageData {
  readonly language: string;
  readonly title: string;
  readonly cases: number;
  readonly activities: readonly PageActivity[];
  readonly transitions: readonly PageTransition[];
  /** Number of activities of the log; the lists leave out rare ones if there are very many. */
  readonly allActivities: number;
  readonly allTransitions: number;
  readonly allSteps: number;
  readonly steps: number;
  readonly isTimed: boolean;
  readonly texts: PageTexts;
}

/** What the page says. */
export interface PageTexts {
  readonly noName: string;
  readonly start: string;
  readonly end: string;
  readonly activitiesShown: string;
  readonly pathsShown: string;
  readonly flowShown: string;
  readonly events: string;
  readonly times: string;
  readonly cases: string;
  readonly work: string;
  readonly before: string;
  readonly mean: string;
  readonly median: string;
  readonly total: string;
  readonly notAllowed: string;
  readonly skipped: string;
  readonly cameFrom: string;
  readonly wentTo: string;
  readonly found: string;
  readonly foundHidden: string;
}

/** By what paths are chosen, coloured and labelled. */
export type Measure = "frequency" | "time";

/** Places of what is shown. */
export interface Shown {
  readonly activities: readonly number[];
  readonly transitions: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** A start or an end that begins or ends one case in so many is drawn, whatever else connects it. */
const ONE_CASE_IN = 50;

/**
 * What is shown with so many steps of activities, and of the paths that connect nothing that share, the most frequent
 * or the costliest first. Each step brings activities with the paths that lead to them from the start and on to the
 * end, so that all that is shown is connected.
 */
export function selectShown(data: PageData, steps: number, pathShare: number, measure: Measure): Shown {
  const isShown = data.activities.map(({ step }) => step < steps);
  const all = data.transitions.map((transition, place) => ({ ...transition, place }));
  const between = all.filter(({ from, to }) => isShown[from] === true && isShown[to] === true);
  const needed = between.filter(({ step }) => step !== undefined && step < steps);
  const size = ({ count, totalSec }: PageTransition): number => (measure === "time" ? totalSec : count);
  const further = between
    .filter(({ step }) => step === undefined || step >= steps)
    .toSorted((a, b) => size(b) - size(a) || a.place - b.place);
  const chosen = [...needed, ...further.slice(0, Math.round(pathShare * further.length))];
  const places = [...data.activities.keys()].filter((place) => isShown[place]);
  const least = data.cases / ONE_CASE_IN;
  const atEdge = (isNeeded: (one: PageActivity) => boolean, count: (one: PageActivity) => number) =>
    places.filter((place) => {
      const one = data.activities[place];
      return one !== undefined && count(one) > 0 && (isNeeded(one) || count(one) >= least);
    });
  return {
    activities: places,
    transitions: chosen.map(({ place }) => place).toSorted((a, b) => a - b),
    starts: atEdge(
      ({ isFirst }) => isFirst,
      ({ starts }) => starts,
    ),
    ends: atEdge(
      ({ isLast }) => isLast,
      ({ ends }) => ends,
    ),
  };
}

/** Places of the activities whose names hold the text, whatever its case and accents. */
export function findActivities({ activities }: PageData, text: string): number[] {
  const folded = (name: string): string => name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const wanted = folded(text.trim());
  if (wanted === "") return [];
  return [...activities.keys()].filter((place) => folded(activities[place]?.name ?? "").includes(wanted));
}
