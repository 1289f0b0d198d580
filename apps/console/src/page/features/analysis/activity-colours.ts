/** Steps have one of so many colours, the same in every picture of an analysis. */
export const COLOURS = 10;

/** The colour of each activity, by its place in the graph. */
export function coloursOf(nodes: readonly { readonly activity: string }[]): ReadonlyMap<string, number> {
  return new Map(nodes.map(({ activity }, idx) => [activity, idx % COLOURS]));
}
