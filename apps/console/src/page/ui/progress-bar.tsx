/** How much is done, as a bar and as a figure. */
export function ProgressBar({
  percentage,
  status,
  label,
}: {
  readonly percentage: number;
  readonly status: string;
  readonly label: string;
}) {
  return (
    <span class="progress">
      <progress class={`is-${status.toLowerCase()}`} max={100} value={percentage} aria-label={label} />
      <span class="progress-figure">{percentage} %</span>
    </span>
  );
}
