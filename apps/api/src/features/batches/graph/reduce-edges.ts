import { topologicalOrder, type Dependencies } from "@longhaul/domain";

/**
 * What each node depends on without what follows from the rest: the transitive reduction of a graph without cycles
 * (Aho, Garey & Ullman, 1972), by sets of ancestors as bits. Costs a word of bits per 32 nodes for each edge.
 */
export function reduceEdges(dependsOn: Dependencies): number[][] {
  const words = Math.ceil(dependsOn.length / 32);
  const ancestors = dependsOn.map(() => new Uint32Array(words));
  const order = topologicalOrder(dependsOn) ?? [];
  const place = new Int32Array(dependsOn.length);
  for (const [at, node] of order.entries()) place[node] = at;
  const reduced = dependsOn.map((): number[] => []);
  for (const node of order) {
    const own = ancestors[node] ?? new Uint32Array(words);
    // What comes latest can't follow from what comes earlier.
    const latestFirst = (dependsOn[node] ?? []).toSorted((a, b) => (place[b] ?? 0) - (place[a] ?? 0));
    for (const dependency of latestFirst) {
      const [word, bit] = [dependency >>> 5, 1 << (dependency & 31)];
      if (((own[word] ?? 0) & bit) !== 0) continue;
      reduced[node]?.push(dependency);
      ancestors[dependency]?.forEach((bits, idx) => (own[idx] = (own[idx] ?? 0) | bits));
      own[word] = (own[word] ?? 0) | bit;
    }
  }
  return reduced;
}
