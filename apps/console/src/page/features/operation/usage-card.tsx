import type { OperationDetails } from "@longhaul/sdk";
import { formatBytes, formatDuration, formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";

const [WIDTH, HEIGHT] = [600, 90];

type Sample = OperationDetails["usage"][number];

/** CPU and memory over time; nothing before there are two samples. */
export function UsageCard({ usage }: { readonly usage: readonly Sample[] }) {
  const texts = t.value.operation;
  if (usage.length < 2) return null;
  return (
    <section class="card">
      <h2>{texts.usage}</h2>
      <div class="columns">
        <Curve
          name={texts.cpu}
          points={usage.flatMap(({ seconds, cpuUsage }) =>
            cpuUsage === undefined ? [] : [[seconds, cpuUsage] as const],
          )}
          format={(value) => `${formatNumber(value, 0)} %`}
        />
        <Curve
          name={texts.memory}
          points={usage.map(({ seconds, memoryBytes }) => [seconds, memoryBytes] as const)}
          format={formatBytes}
        />
      </div>
    </section>
  );
}

function Curve({
  name,
  points,
  format,
}: {
  readonly name: string;
  readonly points: readonly (readonly [seconds: number, value: number])[];
  readonly format: (value: number) => string;
}) {
  if (points.length === 0) return null;
  const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
  const most = Math.max(Number.MIN_VALUE, ...points.map(([, value]) => value));
  const x = (seconds: number): number => (WIDTH * (seconds - first)) / Math.max(0.001, last - first);
  const y = (value: number): number => HEIGHT - 2 - ((HEIGHT - 4) * value) / most;
  const line = points.map(([seconds, value]) => `${x(seconds)},${y(value)}`).join(" ");
  const text = t.value.operation.curve(format(most), format(points.at(-1)?.[1] ?? 0));
  return (
    <figure class="curve">
      <figcaption>
        {name} <small>{text}</small>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${name}: ${text}`}>
        <polygon points={`0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}`} />
        <polyline points={line} />
      </svg>
      <small class="curve-ends">
        <span>{formatDuration(first)}</span>
        <span>{formatDuration(last)}</span>
      </small>
    </figure>
  );
}
