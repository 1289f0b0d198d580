import type { Permission } from "@longhaul/contracts";
import type { ComponentChildren } from "preact";
import { may } from "../api/me.ts";
import { t } from "../texts/language.ts";

/** A button for what a token must be permitted to do. Where that or a `hindrance` is in the way it can't be pressed, and says why. */
export function Action({
  permission,
  kind,
  hindrance = null,
  isBusy = false,
  onClick,
  children,
}: {
  readonly permission: Permission;
  readonly kind?: "is-primary" | "is-danger";
  /** In words; null = nothing. */
  readonly hindrance?: string | null;
  readonly isBusy?: boolean;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}) {
  const refusal = may(permission) ? hindrance : t.value.shell.readOnly;
  return (
    <button
      type="button"
      class={kind === undefined ? "button" : `button ${kind}`}
      disabled={isBusy || refusal !== null}
      title={refusal ?? undefined}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
