import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { theme } from "../../ui/theme.ts";
import { formatNumber } from "../../texts/formats.ts";
import { language, t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { COLOURS } from "./activity-colours.ts";
import type { Choice } from "./choices.ts";
import { dotsOf, drawDots, timeAt } from "./dots.ts";
import { PeriodForm } from "./period-form.tsx";
import { useManyCases } from "./use-many-cases.ts";

const AT_FIRST = 20_000;
const MORE = 4;

/** Every event as a dot: across by time, down by case; a period that is dragged over is chosen. */
export function DottedChart({
  operationId,
  colours,
  onChoose,
}: {
  readonly operationId: string;
  readonly colours: ReadonlyMap<string, number>;
  readonly onChoose: (choice: Choice) => void;
}) {
  const texts = t.value.analysis.dots;
  const [most, setMost] = useState(AT_FIRST);
  const { cases, total, isAll, error } = useManyCases(operationId, most);
  const dots = useMemo(() => dotsOf(cases, colours), [cases, colours]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = useRef<HTMLSpanElement>(null);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const hasTimes = dots.times.length > 0;
  useEffect(() => {
    const [target, samples] = [canvas.current, palette.current];
    if (target === null || samples === null || !hasTimes) return undefined;
    const draw = (): void => {
      const style = getComputedStyle(target);
      const look = {
        palette: Array.from(samples.children, (sample) => getComputedStyle(sample).backgroundColor),
        text: style.color,
        font: `11px ${style.fontFamily}`,
      };
      const date = new Intl.DateTimeFormat(language.value, { dateStyle: "medium" });
      drawDots(target, dots, look, (ms) => date.format(ms));
    };
    const watch = new ResizeObserver(draw);
    watch.observe(target);
    return () => watch.disconnect();
  }, [dots, hasTimes, theme.value, language.value]);
  if (cases.length > 0 && !hasTimes) return null;
  const choose = (one: number, other: number): void => {
    const [startDate, endDate] = [Math.min(one, other), Math.max(one, other)].map((ms) =>
      new Date(ms).toISOString().replace(/\.\d+Z$/, "Z"),
    );
    if (startDate !== undefined && endDate !== undefined) onChoose({ kind: "time", startDate, endDate });
  };
  return (
    <section class="card">
      <header class="card-head">
        <h2>{texts.title}</h2>
        <span class="soft">{texts.shown(formatNumber(cases.length), formatNumber(total))}</span>
      </header>
      <FaultLine error={error} />
      <div class="dots">
        <canvas
          ref={canvas}
          class="dots-canvas"
          role="img"
          aria-label={texts.label(formatNumber(dots.times.length), formatNumber(cases.length))}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setDrag({ from: event.offsetX, to: event.offsetX });
          }}
          onPointerMove={(event) => setDrag((before) => before && { ...before, to: event.offsetX })}
          onPointerCancel={() => setDrag(null)}
          onPointerUp={(event) => {
            const width = event.currentTarget.clientWidth;
            if (drag !== null && Math.abs(drag.to - drag.from) > 6)
              choose(timeAt(dots, width, drag.from), timeAt(dots, width, drag.to));
            setDrag(null);
          }}
        />
        {drag !== null && (
          <span
            class="dots-drag"
            style={{ left: `${Math.min(drag.from, drag.to)}px`, width: `${Math.abs(drag.to - drag.from)}px` }}
          />
        )}
        <span ref={palette} class="palette" aria-hidden="true">
          {Array.from({ length: COLOURS }, (_, colour) => (
            <span key={colour} class={`case-dot is-colour-${colour}`} />
          ))}
        </span>
      </div>
      <Legend colours={colours} />
      {hasTimes && <PeriodForm from={dots.from} to={dots.to} onChoose={onChoose} />}
      {!isAll && cases.length > 0 && cases.length < total && (
        <button type="button" class="button" onClick={() => setMost(most * MORE)}>
          {texts.more}
        </button>
      )}
    </section>
  );
}

function Legend({ colours }: { readonly colours: ReadonlyMap<string, number> }) {
  return (
    <ul class="legend">
      {[...colours].slice(0, COLOURS).map(([activity, colour]) => (
        <li key={activity}>
          <span class={`case-dot is-colour-${colour}`} aria-hidden="true" />
          {activity}
        </li>
      ))}
      {colours.size > COLOURS && <li class="soft">{t.value.analysis.dots.others(colours.size - COLOURS)}</li>}
    </ul>
  );
}
