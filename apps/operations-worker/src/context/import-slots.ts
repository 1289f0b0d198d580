/** An import that needs a slot. */
export interface WaitingImport {
  readonly tenantId: string;
  readonly sizeBytes: number;
}

/** The imports that a worker runs at once. */
export interface ImportSlots {
  /** Takes a slot for an import. Returns null when it must wait: no slot is free for its size or its tenant. */
  take(waiting: WaitingImport): { readonly isSmall: boolean; readonly release: () => void } | null;
}

/** Files up to this size are read in seconds. */
const SMALL_BYTES = 16 * 2 ** 20;

/**
 * Creates the slots of one worker. With several slots, large files may not take the last one, so that a small file never waits
 * for them, and no tenant may take all slots.
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
