import { assignLayers, type Arrow } from "./assign-layers.ts";
import { orderLayers } from "./order-layers.ts";
import { placeLayers } from "./place-layers.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where boxes stand, by their middles, and along which points arrows go, from where they begin to where they end. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Point[];
  readonly arrows: readonly (readonly Point[])[];
}

const GAP_BESIDE = 26;
const GAP_BELOW = 64;
/** Room for an arrow between boxes. */
const LANE = 22;
/** With more bends than this, arrows go straight through levels: the drawing could not be followed anyway. */
const MOST_BENDS = 6000;
const LOOP = 30;
const ASIDE = 34;

/** Draw boxes on levels from top to bottom, with arrows that go round the boxes between them. */
export function layOut(sizes: readonly Size[], arrows: readonly Arrow[]): Layout {
  const { layerOf, isUpward } = assignLayers(sizes.length, arrows);
  const graph = new Bends(sizes, arrows, layerOf, isUpward);
  const order = orderLayers(graph.layers, graph);
  const middles = placeLayers(order, graph, graph.widths);
  const tops: number[] = [];
  const heights = order.map((layer) => Math.max(0, ...layer.map((thing) => sizes[thing]?.height ?? 0)));
  let height = 0;
  for (const level of heights) {
    tops.push(height);
    height += level + GAP_BELOW;
  }
  const at = (thing: number): Point => {
    const level = graph.levelOf[thing] ?? 0;
    return { x: middles[thing] ?? 0, y: (tops[level] ?? 0) + (heights[level] ?? 0) / 2 };
  };
  const boxes = sizes.map((_, box) => at(box));
  const paths = arrows.map((arrow, idx) => graph.pathOf(arrow, idx, at, isUpward[idx] === true));
  const right = Math.max(0, ...middles.map((middle, thing) => middle + (graph.widths[thing] ?? 0) / 2));
  return { width: right + LOOP, height: Math.max(0, height - GAP_BELOW), boxes, arrows: paths };
}

/** The boxes, and a bend on each level that an arrow passes. */
class Bends {
  readonly widths: number[];
  readonly levelOf: number[];
  readonly above: number[][];
  readonly below: number[][];
  readonly layers: number[][];
  readonly #sizes: readonly Size[];
  readonly #bendsOf: number[][] = [];

  constructor(
    sizes: readonly Size[],
    arrows: readonly Arrow[],
    layerOf: readonly number[],
    isUpward: readonly boolean[],
  ) {
    this.#sizes = sizes;
    this.widths = sizes.map(({ width }) => width + GAP_BESIDE);
    this.levelOf = [...layerOf];
    this.above = sizes.map(() => []);
    this.below = sizes.map(() => []);
    const length = ({ from, to }: Arrow): number => Math.abs((layerOf[to] ?? 0) - (layerOf[from] ?? 0));
    const hasBends = arrows.reduce((sum, arrow) => sum + Math.max(0, length(arrow) - 1), 0) <= MOST_BENDS;
    arrows.forEach((arrow, idx) => {
      const [upper, lower] = isUpward[idx] === true ? [arrow.to, arrow.from] : [arrow.from, arrow.to];
      const bends: number[] = [];
      this.#bendsOf.push(bends);
      if (upper === lower || (!hasBends && length(arrow) > 1)) return;
      let last = upper;
      for (let level = (layerOf[upper] ?? 0) + 1; level < (layerOf[lower] ?? 0); level++) {
        const bend = this.widths.push(LANE) - 1;
        this.levelOf.push(level);
        this.above.push([]);
        this.below.push([]);
        bends.push(bend);
        this.#join(last, bend);
        last = bend;
      }
      this.#join(last, lower);
    });
    const levels = this.levelOf.reduce((most, level) => Math.max(most, level + 1), 0);
    this.layers = Array.from({ length: levels }, () => []);
    this.levelOf.forEach((level, thing) => this.layers[level]?.push(thing));
  }

  /** The points of an arrow: below its upper box, at its bends, above its lower box, in the direction in which it leads. */
  pathOf({ from, to }: Arrow, idx: number, at: (thing: number) => Point, isUpward: boolean): Point[] {
    if (from === to) return this.#loop(from, at);
    const [upper, lower] = isUpward ? [to, from] : [from, to];
    const bends = (this.#bendsOf[idx] ?? []).map(at);
    const [over, under] = [at(upper), at(lower)];
    // Two arrows between the same boxes, one up and one down, don't cover each other.
    const aside = isUpward ? ASIDE : 0;
    const leave = this.#port(upper, over, bends[0] ?? under, 1, aside);
    const enter = this.#port(lower, under, bends.at(-1) ?? over, -1, aside);
    const path = [leave, ...bends, enter];
    return isUpward ? path.toReversed() : path;
  }

  #join(upper: number, lower: number): void {
    this.below[upper]?.push(lower);
    this.above[lower]?.push(upper);
  }

  /** Where an arrow touches a box: the nearer its other end lies to a side, the nearer to that side. */
  #port(box: number, { x, y }: Point, towards: Point, side: 1 | -1, aside: number): Point {
    const { width = 0, height = 0 } = this.#sizes[box] ?? {};
    const most = 0.38 * width;
    return { x: x + Math.max(-most, Math.min(most, 0.35 * (towards.x - x) + aside)), y: y + (side * height) / 2 };
  }

  #loop(box: number, at: (thing: number) => Point): Point[] {
    const { x, y } = at(box);
    const { width = 0, height = 0 } = this.#sizes[box] ?? {};
    const [right, by] = [x + width / 2, height / 4];
    return [
      { x: right, y: y - by },
      { x: right + LOOP, y },
      { x: right, y: y + by },
    ];
  }
}
