/** What one look of the doctor found. */
export interface Finding {
  /** What was looked at. */
  readonly check: string;
  /** `warning`: it works, and may not under load or after a crash; `error`: it doesn't work, or loses data. */
  readonly level: "ok" | "warning" | "error";
  readonly says: string;
  /** What to do about it; with everything that isn't ok. */
  readonly remedy?: string;
}

export const ok = (check: string, says: string): Finding => ({ check, level: "ok", says });
export const warning = (check: string, says: string, remedy: string): Finding => ({
  check,
  level: "warning",
  says,
  remedy,
});
export const error = (check: string, says: string, remedy: string): Finding => ({
  check,
  level: "error",
  says,
  remedy,
});

/** The message of an error, without passwords. */
export function messageOf(err: unknown): string {
  const { message, code } = err as { readonly message?: unknown; readonly code?: unknown };
  const text = typeof message === "string" && message !== "" ? message : String(code ?? err);
  return text.replaceAll(/\/\/[^@\s/]*@/g, "//…@");
}
