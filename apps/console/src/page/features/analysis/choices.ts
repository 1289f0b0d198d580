import type { Parameters } from "./report.ts";

/** What was clicked on: the part of the log that a further analysis is about. */
export type Choice =
  | { readonly kind: "with" | "without" | "startsWith" | "endsWith"; readonly activity: string }
  | { readonly kind: "withPath" | "withoutPath"; readonly from: string; readonly to: string }
  | { readonly kind: "onlyVariant" | "withoutVariant"; readonly activities: readonly string[] }
  /** An attribute of any event of a case, or of its first one. */
  | { readonly kind: "attribute"; readonly column: string; readonly value: string; readonly of?: "firstEvent" }
  | {
      readonly kind: "range";
      readonly column: string;
      readonly min?: number;
      readonly max?: number;
      readonly of: "firstEvent";
    }
  | { readonly kind: "time"; readonly startDate: string; readonly endDate: string }
  | { readonly kind: "duration"; readonly minSec: number; readonly maxSec: number };

/** Kinds of which only the last choice holds. */
const SINGLE: ReadonlySet<Choice["kind"]> = new Set(["startsWith", "endsWith", "onlyVariant", "time", "duration"]);

/** What a choice is about, the same for those that take something in and those that leave it out. */
function subjectOf(choice: Choice): string {
  if (SINGLE.has(choice.kind)) return choice.kind;
  // The first event of a case has one value in a column.
  if ("of" in choice) return JSON.stringify([choice.of, choice.column]);
  return JSON.stringify({ ...choice, kind: choice.kind.replace(/^with(?:out)?/, "with") });
}

/** Choices with one more. It takes the place of one that can't hold beside it, so that what is shown is what is analysed. */
export function withAnother(choices: readonly Choice[], choice: Choice): readonly Choice[] {
  const subject = subjectOf(choice);
  return [...choices.filter((other) => subjectOf(other) !== subject), choice];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The parameters of an analysis of what is left of another one's cases when all of the choices hold, too. What it was filtered
 * by stays; a period, a variant and a first or last activity lie within what was there, and take its place.
 */
export function filteredParameters(parameters: Parameters, choices: readonly Choice[]): Parameters {
  return choices.reduce<Parameters>((left, choice) => {
    if (choice.kind === "time" && left["timeWindow"] !== undefined) return { ...left, timeWindow: windowOf(choice) };
    return { ...left, filters: withChoice(objectOf(left["filters"]), choice) };
  }, parameters);
}

function withChoice(filters: Fields, choice: Choice): Fields {
  switch (choice.kind) {
    case "with":
      return withItem(filters, "activities", "allOf", choice.activity);
    case "without":
      return withItem(filters, "activities", "noneOf", choice.activity);
    case "startsWith":
      return { ...filters, startActivities: [choice.activity] };
    case "endsWith":
      return { ...filters, endActivities: [choice.activity] };
    case "withPath":
    case "withoutPath": {
      const { from, to } = choice;
      const occurs = choice.kind === "withPath" ? "some" : "none";
      return { ...filters, transitions: [...listOf(filters["transitions"]), { from, to, occurs }] };
    }
    case "onlyVariant":
      return { ...filters, variants: { ...objectOf(filters["variants"]), paths: [choice.activities] } };
    case "withoutVariant":
      return withItem(filters, "variants", "exceptPaths", choice.activities);
    case "attribute": {
      const { kind: _, value, ...which } = choice;
      return { ...filters, attributes: [...listOf(filters["attributes"]), { ...which, values: [value] }] };
    }
    case "range": {
      const { kind: _, ...bounds } = choice;
      return { ...filters, attributes: [...listOf(filters["attributes"]), bounds] };
    }
    case "time":
      return { ...filters, timeWindow: windowOf(choice) };
    case "duration": {
      const { minSec = 0, maxSec = Number.POSITIVE_INFINITY } = objectOf(filters["durations"]) as {
        readonly minSec?: number;
        readonly maxSec?: number;
      };
      return {
        ...filters,
        durations: { minSec: Math.max(minSec, choice.minSec), maxSec: Math.min(maxSec, choice.maxSec) },
      };
    }
  }
}

const windowOf = ({ startDate, endDate }: Extract<Choice, { kind: "time" }>): Fields => ({
  startDate,
  endDate,
  cases: "started",
});

/** The filters with one item more in a list within one of them; an item that is there is not added again. */
function withItem(filters: Fields, part: string, list: string, item: unknown): Fields {
  const inside = objectOf(filters[part]);
  const items = listOf(inside[list]);
  const text = JSON.stringify(item);
  if (items.some((one) => JSON.stringify(one) === text)) return filters;
  return { ...filters, [part]: { ...inside, [list]: [...items, item] } };
}

const objectOf = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
