import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { BatchOperationAnswer } from "@longhaul/contracts";
import { layoutGraph } from "../../graph/layout-graph.ts";
import { navigate } from "../../router/router.ts";
import { t } from "../../texts/language.ts";
import { theme } from "../../ui/theme.ts";
import { dependenciesOf } from "./dependencies-of.ts";
import { BatchPicture } from "./batch-picture.ts";
import { NODE, nodeAt, type View } from "./draw-batch.ts";

const MARGIN = 30;

/** A batch's operations upon their dependencies, on a canvas: thousands of them stay smooth. What it shows the list below says too. */
export function BatchGraph({
  operations,
  path,
}: {
  readonly operations: readonly BatchOperationAnswer[];
  /** Places of the critical path, from its first operation to its last. */
  readonly path: readonly number[];
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const structure = JSON.stringify(operations.map(({ operationKey, dependencies }) => [operationKey, dependencies]));
  const graph = useMemo(() => {
    const edges = dependenciesOf(operations);
    return {
      edges,
      layout: layoutGraph(
        operations.map(() => NODE),
        edges,
      ),
    };
    // Statuses change all the time, places with the structure alone.
  }, [structure]);
  const [view, setView] = useState<View | null>(null);
  const drag = useRef<{ readonly x: number; readonly y: number; readonly view: View; moved: boolean } | null>(null);

  const whole = (): View => {
    const { clientWidth = 800, clientHeight = 400 } = canvas.current ?? {};
    const { width, height } = graph.layout;
    const scale = Math.min(
      1.2,
      (clientWidth - 2 * MARGIN) / Math.max(1, width),
      (clientHeight - 2 * MARGIN) / Math.max(1, height),
    );
    return { scale, x: (clientWidth - scale * width) / 2, y: (clientHeight - scale * height) / 2 };
  };
  useEffect(() => setView(whole()), [graph]);
  const batch = useMemo(() => ({ operations, path, ...graph }), [operations, path, graph]);
  const picture = useMemo(() => new BatchPicture(), []);
  useEffect(() => () => picture.close(), [picture]);
  useEffect(() => {
    if (canvas.current === null || view === null) return undefined;
    const target = canvas.current;
    const frame = requestAnimationFrame(() => picture.show(target, batch, view, theme.value));
    return () => cancelAnimationFrame(frame);
  }, [batch, view, theme.value]);

  const zoom = (factor: number, atX: number, atY: number): void =>
    setView((before) => {
      if (before === null) return before;
      const scale = Math.min(3, Math.max(0.02, before.scale * factor));
      const change = scale / before.scale;
      return { scale, x: atX - (atX - before.x) * change, y: atY - (atY - before.y) * change };
    });
  const middle = (): readonly [number, number] => [
    (canvas.current?.clientWidth ?? 0) / 2,
    (canvas.current?.clientHeight ?? 0) / 2,
  ];
  return (
    <div class="map">
      <canvas
        ref={canvas}
        class="batch-graph"
        role="img"
        aria-label={t.value.batches.graph(operations.length, graph.edges.length)}
        onPointerDown={(event) => {
          if (view !== null) drag.current = { x: event.clientX, y: event.clientY, view, moved: false };
        }}
        onPointerMove={(event) => {
          const from = drag.current;
          if (from === null) return;
          const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
          if (Math.abs(dx) + Math.abs(dy) > 4) from.moved = true;
          setView({ ...from.view, x: from.view.x + dx, y: from.view.y + dy });
        }}
        onPointerUp={(event) => {
          const from = drag.current;
          drag.current = null;
          if (from === null || from.moved || view === null) return;
          const node = nodeAt(graph.layout, view, event.offsetX, event.offsetY);
          const operation = node === null ? undefined : operations[node];
          if (operation !== undefined) navigate(`/operations/${encodeURIComponent(operation.operationId)}`);
        }}
        onPointerLeave={() => (drag.current = null)}
        onWheel={(event) => {
          if (!event.ctrlKey && !event.metaKey) return;
          event.preventDefault();
          zoom(event.deltaY > 0 ? 0.87 : 1.15, event.offsetX, event.offsetY);
        }}
      />
      <div class="map-zoom">
        <button
          type="button"
          class="button"
          aria-label={t.value.analysis.map.larger}
          onClick={() => zoom(1.25, ...middle())}
        >
          +
        </button>
        <button
          type="button"
          class="button"
          aria-label={t.value.analysis.map.smaller}
          onClick={() => zoom(0.8, ...middle())}
        >
          −
        </button>
        <button type="button" class="button" onClick={() => setView(whole())}>
          {t.value.analysis.map.whole}
        </button>
      </div>
    </div>
  );
}
