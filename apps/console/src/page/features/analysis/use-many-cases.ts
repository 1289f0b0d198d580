import { useEffect, useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import type { AnalysedCase, Cases } from "@longhaul/sdk";

const PAGE = 1000;

/** So many of an analysis' cases that their events are about `mostEvents`, page after page. */
export function useManyCases(
  operationId: string,
  mostEvents: number,
): {
  readonly cases: readonly AnalysedCase[];
  readonly total: number;
  readonly isAll: boolean;
  readonly error: unknown;
} {
  const client = useClient();
  const [found, setFound] = useState<{
    readonly cases: readonly AnalysedCase[];
    readonly total: number;
    readonly isAll: boolean;
  }>({ cases: [], total: 0, isAll: false });
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const stopped = new AbortController();
    const path = `/async/operation/${encodeURIComponent(operationId)}/cases`;
    void (async () => {
      let cursor: string | undefined;
      let cases: readonly AnalysedCase[] = [];
      let events = 0;
      do {
        const page: Cases = await client.transport.json<Cases>({
          path,
          query: { limit: PAGE, cursor },
          signal: stopped.signal,
        });
        cases = [...cases, ...page.cases];
        events += page.cases.reduce((sum, one) => sum + one.events.length, 0);
        cursor = page.nextCursor;
        setFound({ cases, total: page.total, isAll: cursor === undefined && page.kept === page.total });
      } while (cursor !== undefined && events < mostEvents);
    })().catch((err: unknown) => {
      if (!stopped.signal.aborted) setError(err);
    });
    return () => stopped.abort();
  }, [client, operationId, mostEvents]);
  return { ...found, error };
}
