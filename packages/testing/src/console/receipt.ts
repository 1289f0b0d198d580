import { fileURLToPath } from "node:url";

/** A log of 1,434 cases with 8,577 events. */
export const RECEIPT = fileURLToPath(new URL("../../../event-log/fixtures/receipt.xes.gz", import.meta.url));
