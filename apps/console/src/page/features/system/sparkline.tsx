const [WIDTH, HEIGHT] = [160, 32];

/** The last values of a figure as a line. */
export function Sparkline({
  values,
  label,
  most = Math.max(1, ...values),
}: {
  readonly values: readonly number[];
  readonly label: string;
  readonly most?: number;
}) {
  const step = values.length < 2 ? WIDTH : WIDTH / (values.length - 1);
  const points = values.map((value, idx) => `${idx * step},${HEIGHT - 2 - ((HEIGHT - 4) * value) / most}`).join(" ");
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${label}: ${values.at(-1) ?? 0}`}>
      <polyline points={points} />
    </svg>
  );
}
