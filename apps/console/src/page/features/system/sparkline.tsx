import { formatNumber } from "../../texts/formats.ts";

const [WIDTH, HEIGHT] = [160, 32];

/** The last values of a figure as a line. */
export function Sparkline({
  values,
  label,
  most = Math.max(1, ...values),
  format = (value) => formatNumber(value),
}: {
  readonly values: readonly number[];
  readonly label: string;
  readonly most?: number;
  readonly format?: (value: number) => string;
}) {
  const step = values.length < 2 ? WIDTH : WIDTH / (values.length - 1);
  const points = values.map((value, idx) => `${idx * step},${HEIGHT - 2 - ((HEIGHT - 4) * value) / most}`).join(" ");
  const text = `${label}: ${format(values.at(-1) ?? 0)}`;
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={text}>
      <title>{text}</title>
      <polyline points={points} />
    </svg>
  );
}
