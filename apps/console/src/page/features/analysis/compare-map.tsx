import { useMemo, useState } from "preact/hooks";
import { layoutGraph } from "../../graph/layout-graph.ts";
import { reduceGraph } from "../../graph/reduce-graph.ts";
import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { changeOf, type ComparedMap, type ComparedRate } from "./compare.ts";
import { MapDrawing, nodeSize } from "./map-drawing.tsx";
import { mapGraphOf } from "./map-graph.ts";

const NODES = 0.8;
const PATHS = 0.25;

/** Both maps as one: what is new, gone, more or less frequent. */
export function CompareMap({ map }: { readonly map: ComparedMap }) {
  const texts = t.value.analysis;
  const [chosen, setChosen] = useState<number | null>(null);
  const { graph, shown } = useMemo(() => {
    const whole = mapGraphOf(map.union, texts.map.start, texts.map.end);
    const isLarge = whole.names.length > 16;
    const { nodes, edges } = reduceGraph(whole, isLarge ? NODES : 1, whole.edges.length > 30 ? PATHS : 1);
    const place = new Map(nodes.map((node, idx) => [node, idx]));
    const placed = edges.map((idx) => {
      const { from, to } = whole.edges[idx] ?? { from: 0, to: 0 };
      return { from: place.get(from) ?? 0, to: place.get(to) ?? 0 };
    });
    const sizes = nodes.map((node) => nodeSize(whole, node));
    const layout = layoutGraph(sizes, placed, [place.get(whole.source) ?? 0]);
    return { graph: whole, shown: { nodes, edges, layout } };
  }, [map, texts]);
  const labelOf = (rate: ComparedRate | undefined) =>
    rate === undefined ? null : { label: `${rounded(rate.a)} → ${rounded(rate.b)}`, change: changeOf(rate) };
  return (
    <section class="card">
      <header class="card-head">
        <h2>{texts.compare.map}</h2>
        <span class="soft">{texts.compare.perHundred}</span>
      </header>
      <ul class="legend">
        {(["new", "gone", "more", "less", "same"] as const).map((change) => (
          <li key={change}>
            <span class={`change-line is-${change}`} aria-hidden="true" />
            {texts.compare.changes[change]}
          </li>
        ))}
      </ul>
      <MapDrawing
        graph={graph}
        shown={shown}
        measure="count"
        search=""
        chosen={chosen}
        onChoose={setChosen}
        annotate={{ node: (node) => labelOf(map.activities[node]), edge: (edge) => labelOf(map.paths[edge]) }}
      />
    </section>
  );
}

const rounded = (rate: number): string => formatNumber(rate, rate < 10 ? 1 : 0);
