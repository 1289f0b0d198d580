/** Between the activities of a path. */
export const ARROW = " → ";
