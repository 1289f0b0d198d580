import { t } from "../texts/language.ts";

/** A status by its colour, its sign and its name. @param name another one than its usual */
export function StatusBadge({ status, name }: { readonly status: string; readonly name?: string }) {
  const names: Readonly<Record<string, string>> = t.value.operations.status;
  return (
    <span class={`badge is-${status.toLowerCase()}`}>
      <span class="badge-sign" aria-hidden="true" />
      {name ?? (Object.hasOwn(names, status) ? names[status] : status)}
    </span>
  );
}
