/** Value of `OPERATION_MODULES` that adds the trial types to a process. */
export const TRIAL_MODULE = new URL("./trial-operations.ts", import.meta.url).href;
