/** Priorities, the least first. */
export const PRIORITIES = ["Low", "Normal", "High", "Critical"] as const;
