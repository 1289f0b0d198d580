import { quotaExceeded, type QuotaLimit, type Scope } from "@longhaul/db";

/** Uploads that this process receives and the ledger doesn't know yet. */
export interface UploadsUnderWay {
  /** Begins an upload. @param limits of datasets' bytes, with what the ledger counts */
  begin(scope: Scope, limits: readonly QuotaLimit[]): UploadUnderWay;
}

export interface UploadUnderWay {
  /**
   * Counts bytes that have arrived. @throws DomainError `quota_exceeded` when this upload, and all others of the tenant or project
   * that are under way here, have more than there is room for
   */
  add(bytes: number): void;
  /** The ledger counts it now, or it was given up. */
  end(): void;
}

/** What a body has beside its file: it is judged exactly when the file is known. */
const OVERHEAD_BYTES = 1_000_000;

/** Keeps uploads that come at once from filling the storage with files for which there is no room. */
export function createUploadsUnderWay(): UploadsUnderWay {
  const arrived = new Map<string, number>();
  return {
    begin({ tenantId, projectId }, limits) {
      const keys = { tenant: tenantId, project: `${tenantId}/${projectId}` };
      let own = 0;
      const change = (bytes: number): void => {
        own += bytes;
        for (const key of Object.values(keys)) {
          const sum = (arrived.get(key) ?? 0) + bytes;
          if (sum > 0) arrived.set(key, sum);
          else arrived.delete(key);
        }
      };
      return {
        add(bytes) {
          change(bytes);
          for (const { level, limit, used } of limits) {
            const wanted = arrived.get(keys[level]) ?? 0;
            if (used + wanted > limit + OVERHEAD_BYTES)
              throw quotaExceeded({ quota: "datasetBytes", level, limit, used, wanted });
          }
        },
        end: () => change(-own),
      };
    },
  };
}
