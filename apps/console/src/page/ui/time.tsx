import { formatTime } from "../texts/formats.ts";

/** A time in the reader's zone; UTC when the pointer rests on it. */
export function Time({ at }: { readonly at: string | undefined }) {
  if (at === undefined) return <span class="none">–</span>;
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return <>{at}</>;
  return (
    <time dateTime={at} title={`${time.toISOString().slice(0, 19).replace("T", " ")} UTC`}>
      {formatTime(time)}
    </time>
  );
}
