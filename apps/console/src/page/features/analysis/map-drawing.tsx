import type { Layout, NodeSize, Point } from "../../graph/layout-graph.ts";
import type { ReducedGraph } from "../../graph/reduce-graph.ts";
import { formatDuration, formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { usePanZoom } from "../../graph/use-pan-zoom.ts";
import type { MapGraph, Measure } from "./map-graph.ts";

const HEIGHT = 42;
const MOST_LETTERS = 34;
const LETTER = 6.7;

const shorten = (text: string): string => (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text);

const isEnd = (graph: MapGraph, node: number): boolean => node === graph.source || node === graph.sink;

/** How large a step is drawn. */
export function nodeSize(graph: MapGraph, node: number): NodeSize {
  if (isEnd(graph, node)) return { width: 30, height: 30 };
  return { width: Math.max(96, shorten(graph.names[node] ?? "").length * LETTER + 26), height: HEIGHT };
}

type Annotate = (place: number) => { readonly label: string; readonly change: string } | null;

/** The map as an image that can be moved, enlarged, and gone through step by step with the keyboard. */
export function MapDrawing({
  graph,
  shown,
  measure,
  search,
  chosen,
  onChoose,
  annotate,
}: {
  readonly graph: MapGraph;
  readonly shown: ReducedGraph & { readonly layout: Layout };
  readonly measure: Measure;
  readonly search: string;
  readonly chosen: number | null;
  readonly onChoose: (node: number) => void;
  /** Other words than the counts, and what became of the step or arrow. */
  readonly annotate?: { readonly node: Annotate; readonly edge: Annotate };
}) {
  const texts = t.value.analysis.map;
  const { layout } = shown;
  const view = usePanZoom(layout, layout.nodes[shown.nodes.indexOf(graph.source)]?.x ?? layout.width / 2);
  const heaviest = Math.max(
    1,
    ...shown.nodes.filter((node) => !isEnd(graph, node)).map((node) => graph.nodes[node]?.weight ?? 0),
  );
  const values = shown.edges.map((idx) => valueOf(graph, idx, measure));
  const most = Math.max(1e-9, ...values.map((value) => value ?? 0));
  const found = search.trim().toLowerCase();
  return (
    <div class="map">
      <svg
        {...view.handlers}
        ref={view.svg}
        viewBox={view.viewBox}
        class={`map-svg is-${measure}`}
        role="group"
        aria-label={texts.title}
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0 8 4 0 8z" class="map-arrow" />
          </marker>
        </defs>
        {shown.edges.map((idx, place) => {
          const value = values[place] ?? 0;
          const points = layout.edges[place] ?? [];
          const edge = graph.edges[idx];
          if (edge === undefined || points.length === 0) return null;
          return (
            <path
              key={idx}
              class={`map-edge${chosen !== null && edge.from !== chosen && edge.to !== chosen ? " is-dim" : ""} is-${annotate === undefined ? "plain" : (annotate.edge(idx)?.change ?? "same")}`}
              d={pathOf(points, nodeSize(graph, edge.from), nodeSize(graph, edge.to))}
              style={{ strokeWidth: `${1 + (5 * value) / most}px`, opacity: 0.35 + (0.65 * value) / most }}
              marker-end="url(#arrow)"
            />
          );
        })}
        {shown.edges.map((idx, place) => {
          const value = values[place];
          const points = layout.edges[place] ?? [];
          if (value === null || value === undefined || points.length === 0) return null;
          const { x, y } = labelPlace(points);
          return (
            <text key={idx} class="map-label" x={x} y={y}>
              {annotate?.edge(idx)?.label ?? (measure === "count" ? formatNumber(value) : formatDuration(value))}
            </text>
          );
        })}
        {shown.nodes.map((node, place) => {
          const { x, y } = layout.nodes[place] ?? { x: 0, y: 0 };
          const { width, height } = nodeSize(graph, node);
          const name = graph.names[node] ?? "";
          if (isEnd(graph, node))
            return (
              <g key={node}>
                <title>{name}</title>
                <circle class={node === graph.source ? "map-start" : "map-end"} cx={x} cy={y} r={13} />
              </g>
            );
          const isFound = found !== "" && name.toLowerCase().includes(found);
          const weight = graph.nodes[node]?.weight ?? 0;
          return (
            <g
              key={node}
              class={`map-node${isFound ? " is-found" : ""}${chosen === node ? " is-chosen" : ""}${found !== "" && !isFound ? " is-dim" : ""} is-${annotate?.node(node)?.change ?? "plain"}`}
              role="button"
              tabindex={0}
              aria-pressed={chosen === node}
              onClick={() => onChoose(node)}
              onKeyDown={(event) => {
                if (event.key === "Enter" || event.key === " ") {
                  event.preventDefault();
                  onChoose(node);
                }
              }}
            >
              <title>{name}</title>
              <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx={8} />
              <rect
                class="map-heat"
                x={x - width / 2}
                y={y + height / 2 - 4}
                width={Math.max(6, (width * weight) / heaviest)}
                height={4}
                rx={2}
              />
              <text x={x} y={y - 2}>
                {shorten(name)}
              </text>
              <text class="map-count" x={x} y={y + 12}>
                {annotate?.node(node)?.label ?? formatNumber(weight)}
              </text>
            </g>
          );
        })}
      </svg>
      <div class="map-zoom">
        <button type="button" class="button" aria-label={texts.larger} onClick={() => view.zoom(0.8)}>
          +
        </button>
        <button type="button" class="button" aria-label={texts.smaller} onClick={() => view.zoom(1.25)}>
          −
        </button>
        <button type="button" class="button" onClick={view.reset}>
          {texts.whole}
        </button>
      </div>
    </div>
  );
}

function valueOf(graph: MapGraph, edge: number, measure: Measure): number | null {
  return measure === "count" ? (graph.edges[edge]?.weight ?? 0) : (graph.times[edge]?.[measure] ?? null);
}

/** A curve through the points, from the rim of the first node to that of the last. */
function pathOf(points: readonly Point[], first: NodeSize, last: NodeSize): string {
  const [start, end] = [points[0], points.at(-1)];
  if (start === undefined || end === undefined) return "";
  if (points.length === 1 || (start.x === end.x && start.y === end.y)) {
    const right = start.x + first.width / 2;
    return `M${right} ${start.y - 8}C${right + 34} ${start.y - 22} ${right + 34} ${start.y + 22} ${right} ${start.y + 8}`;
  }
  const isDown = end.y >= start.y;
  const inner = points.slice(1, -1);
  const way = [
    { x: start.x, y: start.y + (isDown ? 1 : -1) * (first.height / 2) },
    ...inner,
    { x: end.x, y: end.y + (isDown ? -1 : 1) * (last.height / 2 + 1) },
  ];
  let path = `M${way[0]?.x ?? 0} ${way[0]?.y ?? 0}`;
  for (let idx = 1; idx < way.length; idx++) {
    const [a, b] = [way[idx - 1] ?? start, way[idx] ?? end];
    const middle = (a.y + b.y) / 2;
    path += `C${a.x} ${middle} ${b.x} ${middle} ${b.x} ${b.y}`;
  }
  return path;
}

function labelPlace(points: readonly Point[]): Point {
  if (points.length === 1) return { x: (points[0]?.x ?? 0) + 70, y: points[0]?.y ?? 0 };
  const half = Math.floor((points.length - 1) / 2);
  const [a, b] = [points[half], points[half + 1]];
  return { x: ((a?.x ?? 0) + (b?.x ?? 0)) / 2, y: ((a?.y ?? 0) + (b?.y ?? 0)) / 2 };
}
