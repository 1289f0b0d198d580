import { formatShare } from "../../texts/formats.ts";

/** A share in words, with a bar to compare it by. */
export function Meter({ share }: { readonly share: number }) {
  return (
    <span class="meter">
      {formatShare(share)}
      <span class="bar" aria-hidden="true">
        <span style={{ width: `${Math.min(100, 100 * share)}%` }} />
      </span>
    </span>
  );
}
