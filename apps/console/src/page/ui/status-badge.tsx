import { t } from "../texts/language.ts";

/** A status by its colour, its sign and its name. */
export function StatusBadge({ status }: { readonly status: string }) {
  const names: Readonly<Record<string, string>> = t.value.operations.status;
  return (
    <span class={`badge is-${status.toLowerCase()}`}>
      <span class="badge-sign" aria-hidden="true" />
      {Object.hasOwn(names, status) ? names[status] : status}
    </span>
  );
}
