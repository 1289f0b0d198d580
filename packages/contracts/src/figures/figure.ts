/** What a figure is measured in; the range that goes with it. */
export const UNITS = {
  number: { text: "a number", range: [0, Number.POSITIVE_INFINITY] },
  seconds: { text: "seconds", range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] },
  perDay: { text: "cases a day", range: [0, Number.POSITIVE_INFINITY] },
  share: { text: "0 to 1", range: [0, 1] },
  percent: { text: "percent, 0 to 100", range: [0, 100] },
  score: { text: "0 to 100", range: [0, 100] },
  factor: { text: "a ratio", range: [0, Number.POSITIVE_INFINITY] },
  points: { text: "points", range: [0, Number.POSITIVE_INFINITY] },
  effect: { text: "-1 to 1", range: [-1, 1] },
} as const;

/** A number in the results of an operation: the one place that says what it is. */
export interface Figure {
  /** Keys from the results of its phase on; `[]` is any element of a list, `*` any key. */
  readonly path: string;
  readonly unit: keyof typeof UNITS;
  /** What it is and how it is computed, in a sentence or two. */
  readonly definition: string;
  /** When it isn't there; it always is where its object is when this is absent. */
  readonly absent?: string;
  /** Whether readers of a short report need the definition. */
  readonly isHeadline?: true;
}

/** The length of a list, and how many of its items are listed. */
export const LIST_FIGURES: readonly Figure[] = [
  { path: "lists.*.total", unit: "number", definition: "how many the list beside `lists` has in all" },
  { path: "lists.*.shown", unit: "number", definition: "how many of them are told, in the order of `orderedBy`" },
];

/** The figure that a path of keys (`[]` for an element) is, of those given. */
export function findFigure(figures: readonly Figure[], path: string): Figure | undefined {
  const inList = /(?:^|\.)lists\.[^.]+\.(total|shown)$/.exec(path)?.[1];
  if (inList !== undefined) return LIST_FIGURES.find((figure) => figure.path === `lists.*.${inList}`);
  return figures.find((figure) => isPath(figure.path, path));
}

function isPath(pattern: string, path: string): boolean {
  const [wanted, found] = [pattern.split("."), path.split(".")];
  return wanted.length === found.length && wanted.every((key, at) => key === "*" || key === found[at]);
}

/** A definition as a line of text. */
export function figureText({ unit, definition, absent }: Figure): string {
  return `${definition} (${UNITS[unit].text}${absent === undefined ? "" : `; absent ${absent}`})`;
}
