import type { Section } from "./report.ts";

/** Sections of texts before the contents, at most. */
const MOST_SPOKEN = 1;

/** How many sections stand before the contents: what is said in words alone comes first. */
export function spokenSections(sections: readonly Section[]): number {
  const first = sections.findIndex(({ blocks }) => blocks.some(({ kind }) => kind !== "text"));
  return first === -1 ? sections.length : Math.min(first, MOST_SPOKEN);
}
