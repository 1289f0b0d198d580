import type { BlobFault, StorageReport } from "./check-blobs.ts";

const PROBLEMS: Readonly<Record<BlobFault["problem"], string>> = {
  missing: "is missing",
  "other-size": "has another size than its row says",
  "other-bytes": "has other bytes than its row says",
};

/** A report for people: what is wrong a line each, and what to do about it. */
export function describeReport({ consistent, named, stored, faults, orphans }: StorageReport): string {
  const remedy = consistent
    ? []
    : [
        "→ bring these blobs back from a copy of the storage that is younger than the ledger, or delete what names them",
      ];
  return `${[
    `${named} blobs are named by rows, ${stored.blobs} are stored (${stored.bytes} bytes)`,
    ...faults.map(({ key, namedBy, problem }) => `ERROR   ${key} of ${namedBy} ${PROBLEMS[problem]}`),
    ...remedy,
    ...orphans.examples.map(({ key, sizeBytes }) => `orphan  ${key} (${sizeBytes} bytes)`),
    ...(orphans.blobs === 0
      ? []
      : [
          `→ ${orphans.blobs} blobs (${orphans.bytes} bytes) have no row; those older than 8 days are swept by themselves`,
        ]),
    `${faults.length} faults, ${orphans.blobs} orphans`,
  ].join("\n")}\n`;
}
