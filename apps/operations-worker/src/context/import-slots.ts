/** What decides whether an import may begin. */
export interface WaitingImport {
  readonly tenantId: string;
  readonly sizeBytes: number;
}

/** The imports that a worker runs at once. */
export interface ImportSlots {
  /** Takes a slot for an import; null when it has to wait, because of its size or its tenant's other imports, or for any slot. */
  take(waiting: WaitingImport): { readonly isSmall: boolean; readonly release: () => void } | null;
}

/** Files up to this size are read in seconds. */
const SMALL_BYTES = 16 * 2 ** 20;

/**
 * Slots of one worker. Where there are several, one is kept from large files, so that a small one never waits for them,
 * and one from each tenant, so that nobody takes them all while others wait.
 */
export function createImportSlots(count: number): ImportSlots {
  const running = new Set<WaitingImport>();
  const shared = Math.max(1, count - 1);
  const isSmall = ({ sizeBytes }: WaitingImport): boolean => sizeBytes <= SMALL_BYTES;
  const countOf = (matches: (other: WaitingImport) => boolean): number => [...running].filter(matches).length;
  return {
    take(waiting) {
      const ofTenant = countOf(({ tenantId }) => tenantId === waiting.tenantId);
      const large = countOf((other) => !isSmall(other));
      if (running.size >= count || ofTenant >= shared || (!isSmall(waiting) && large >= shared)) return null;
      running.add(waiting);
      return { isSmall: isSmall(waiting), release: () => void running.delete(waiting) };
    },
  };
}
