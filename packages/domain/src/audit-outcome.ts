/** Outcome of a call: done, refused (4xx), failed (5xx); unknown before its end, and where a crash cut it off. */
export const AUDIT_OUTCOMES = ["done", "refused", "failed", "unknown"] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];
