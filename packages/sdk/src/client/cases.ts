import type { Cases } from "../generated/contract.ts";
import type { Transport } from "./transport.ts";

/** A case of an analysis with its events. */
export type AnalysedCase = Cases["cases"][number];

/** Which cases; all that is given must hold. */
export interface CaseFilter {
  /** Text that the case's id holds, in any case. */
  readonly search?: string;
  /** An activity that occurs in it. */
  readonly activity?: string;
  /** Rank of its variant, from 1. */
  readonly variant?: number;
  /** Least and most seconds from its start to its end. */
  readonly minSec?: number;
  readonly maxSec?: number;
  /** Cases a request; 1,000 if not given. */
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
}

/** @internal The cases of the analysis at a path. */
export async function* listCases(
  transport: Transport,
  path: string,
  { signal, limit = 1000, ...query }: CaseFilter,
): AsyncGenerator<AnalysedCase> {
  let cursor: string | undefined;
  do {
    const page: Cases = await transport.json<Cases>({
      path: `${path}/cases`,
      query: { ...query, limit, cursor },
      signal,
    });
    yield* page.cases;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
