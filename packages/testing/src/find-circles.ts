/**
 * Groups of nodes that reach each other along arrows, each sorted; a node that only reaches itself is none.
 * Source: R. E. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1(2), 1972.
 */
export function findCircles(arrows: ReadonlyMap<string, readonly string[]>): string[][] {
  const met = new Map<string, { readonly order: number; low: number; isOpen: boolean }>();
  const open: string[] = [];
  const circles: string[][] = [];
  const walk = (node: string): number => {
    const own = { order: met.size, low: met.size, isOpen: true };
    met.set(node, own);
    open.push(node);
    for (const next of arrows.get(node) ?? []) {
      const known = met.get(next);
      if (known === undefined) own.low = Math.min(own.low, walk(next));
      else if (known.isOpen) own.low = Math.min(own.low, known.order);
    }
    if (own.low === own.order) {
      const circle = open.splice(open.indexOf(node));
      for (const member of circle) Object.assign(met.get(member) ?? {}, { isOpen: false });
      if (circle.length > 1) circles.push(circle.toSorted());
    }
    return own.low;
  };
  for (const node of arrows.keys()) if (!met.has(node)) walk(node);
  return circles;
}
