import { allocateResources, type ResourceAllocation } from "@longhaul/domain";

/** Rows of a CSV event log are about this long; only decides how much memory an import may use. */
const BYTES_PER_RECORD = 60;

/** What the import of a file of so many bytes gets; one that is appended to a log reads that too. */
export function importResources(sizeBytes: number, appendedTo = 0): ResourceAllocation {
  return allocateResources(sizeBytes / BYTES_PER_RECORD + appendedTo, "Normal");
}
