import { useMemo, useState } from "preact/hooks";
import { layoutGraph } from "../../graph/layout-graph.ts";
import { reduceGraph } from "../../graph/reduce-graph.ts";
import { formatDuration, formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { mapGraphOf, MEASURES, type MapGraph, type Measure } from "./map-graph.ts";
import { MapDrawing, nodeSize } from "./map-drawing.tsx";
import type { Choice } from "./choices.ts";
import { ChooseButtons } from "./choose-buttons.tsx";
import type { Discovery } from "./report.ts";

/** The process as a map: how often or how slowly cases go from step to step, reduced by two sliders. */
export function ProcessMap({
  discovery,
  onChoose,
}: {
  readonly discovery: Discovery;
  readonly onChoose: (choice: Choice) => void;
}) {
  const texts = t.value.analysis.map;
  const graph = useMemo(() => mapGraphOf(discovery, texts.start, texts.end), [discovery, texts]);
  const [nodeShare, setNodeShare] = useState(graph.names.length > 16 ? 0.6 : 1);
  const [edgeShare, setEdgeShare] = useState(graph.edges.length > 30 ? 0.15 : 1);
  const [measure, setMeasure] = useState<Measure>("count");
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = useMemo(() => {
    const { nodes, edges } = reduceGraph(graph, nodeShare, edgeShare);
    const place = new Map(nodes.map((node, idx) => [node, idx]));
    const placed = edges.map((idx) => {
      const { from, to } = graph.edges[idx] ?? { from: 0, to: 0 };
      return { from: place.get(from) ?? 0, to: place.get(to) ?? 0 };
    });
    const sizes = nodes.map((node) => nodeSize(graph, node));
    return { nodes, edges, layout: layoutGraph(sizes, placed, [place.get(graph.source) ?? 0]) };
  }, [graph, nodeShare, edgeShare]);
  const hasTimes = graph.times.some((times) => times !== undefined);
  return (
    <section class="card">
      <header class="card-head">
        <h2>{texts.title}</h2>
        <span class="soft">
          {texts.shown(shown.nodes.length - 2, graph.names.length - 2, shown.edges.length, graph.edges.length)}
        </span>
      </header>
      <div class="map-tools">
        <Slider name={texts.activities} value={nodeShare} onChange={setNodeShare} />
        <Slider name={texts.paths} value={edgeShare} onChange={setEdgeShare} />
        {hasTimes && (
          <label>
            <span>{texts.measure}</span>
            <select
              value={measure}
              onChange={({ currentTarget }) =>
                setMeasure(MEASURES.find((name) => name === currentTarget.value) ?? "count")
              }
            >
              {MEASURES.map((name) => (
                <option key={name} value={name}>
                  {texts.measures[name]}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          <span>{texts.search}</span>
          <input type="search" value={search} onInput={({ currentTarget }) => setSearch(currentTarget.value)} />
        </label>
      </div>
      <MapDrawing graph={graph} shown={shown} measure={measure} search={search} chosen={chosen} onChoose={setChosen} />
      {chosen !== null && <StepFacts graph={graph} discovery={discovery} node={chosen} onChoose={onChoose} />}
    </section>
  );
}

function Slider({
  name,
  value,
  onChange,
}: {
  readonly name: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  return (
    <label class="slider">
      <span>
        {name} {formatNumber(Math.round(100 * value), 0)} %
      </span>
      <input
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
      />
    </label>
  );
}

/** What is known of one step. */
function StepFacts({
  graph,
  discovery,
  node,
  onChoose,
}: {
  readonly graph: MapGraph;
  readonly discovery: Discovery;
  readonly node: number;
  readonly onChoose: (choice: Choice) => void;
}) {
  const texts = t.value.analysis.map;
  const step = discovery.graph.nodes[node];
  if (step === undefined) return null;
  const waiting = graph.waiting[node];
  const time = (seconds: number | null | undefined): string =>
    seconds === null || seconds === undefined ? "–" : formatDuration(seconds);
  return (
    <div class="step-facts">
      <div role="status">
        <strong>{step.activity}</strong>
        <span>{texts.events(step.count, step.caseCount)}</span>
        <span>{texts.ends(step.startCount, step.endCount)}</span>
        {waiting !== undefined && <span>{texts.waits(time(waiting.medianSec), time(waiting.meanSec))}</span>}
      </div>
      <ChooseButtons
        choices={(["with", "without", "startsWith", "endsWith"] as const).map((kind) => ({
          kind,
          activity: step.activity,
        }))}
        onChoose={onChoose}
      />
    </div>
  );
}
