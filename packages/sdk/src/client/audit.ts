import type { Audit } from "../generated/contract.ts";
import type { Waiting } from "./operation-handle.ts";
import type { Transport } from "./transport.ts";

export type AuditEntry = Audit["entries"][number];
type AuditChain = Audit["chain"];

/** Filters of the audit log. */
export interface AuditOptions extends Waiting {
  /** Default `project`; `tenant` needs a token that covers all of its projects. */
  readonly scope?: "project" | "tenant";
  readonly action?: string;
  readonly subject?: string;
  readonly outcome?: AuditEntry["call"]["outcome"];
  readonly since?: string;
  readonly until?: string;
  /** Default `newest`. */
  readonly order?: "newest" | "chain";
}

/** Result of a verification: the last entry of the intact part of the chain, and the fault behind it, if there is one. */
export interface AuditVerdict {
  readonly entries: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly fault?: string;
}

/** The audit log. Needs the permission `audit`. */
export interface AuditLog {
  list(options?: AuditOptions): AsyncGenerator<AuditEntry>;
  /** Reads a tenant's whole chain, and computes each hash again. */
  verify(options?: Waiting): Promise<AuditVerdict>;
}

/** @internal */
export function auditOf(transport: Transport): AuditLog {
  async function* pages({ signal, ...query }: AuditOptions): AsyncGenerator<Audit> {
    let cursor: number | undefined;
    do {
      const page: Audit = await transport.json({
        path: "/async/audit",
        query: { pageSize: 1000, ...query, cursor },
        signal,
      });
      yield page;
      cursor = page.hasNextPage ? page.nextCursor : undefined;
    } while (cursor !== undefined);
  }
  return {
    async *list(options = {}) {
      for await (const page of pages(options)) yield* page.entries;
    },
    verify: (options = {}) => verifyAudit(pages({ ...options, scope: "tenant", order: "chain" })),
  };
}

/** Computes the hashes of a whole chain again. Its end is what it was when its first page was read. */
async function verifyAudit(pages: AsyncIterable<Audit>): Promise<AuditVerdict> {
  let end: AuditChain | undefined;
  let [seq, hash, entries] = [0, "", 0];
  const verdict = (fault?: string): AuditVerdict => ({
    entries,
    lastSeq: seq,
    lastHash: hash,
    ...(fault === undefined ? {} : { fault }),
  });
  for await (const { chain, entries: page } of pages) {
    if (end === undefined) {
      end = chain;
      [seq, hash] = [chain.baseSeq, chain.baseHash];
    }
    for (const entry of page) {
      if (entry.seq !== seq + 1) return verdict(`entry ${seq + 1} is missing: ${entry.seq} follows ${seq}`);
      const expected = await sha256([hash, entry.seq, entry.time, inOrder(entry.call)].join("\n"));
      if (entry.hash !== expected)
        return verdict(`entry ${entry.seq} is not what was hashed, or does not belong there`);
      [seq, hash] = [entry.seq, entry.hash];
      entries++;
      if (seq === end.lastSeq && hash !== end.lastHash)
        return verdict(`entry ${seq} is not the one that the chain ends with`);
    }
  }
  return end !== undefined && seq < end.lastSeq
    ? verdict(`entries ${seq + 1} to ${end.lastSeq} are missing`)
    : verdict();
}

/** JSON with the keys of each object in order. */
function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [key, inOrder(item)] as const);
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${item}`).join(",")}}`;
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
