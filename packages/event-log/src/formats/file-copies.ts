import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import type { Doubt } from "../terms/doubt.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import type { ZipMember } from "./zip-archive.ts";

const MOST_NAMED = 10;

/** The files of an archive without those whose bytes are those of one before them, such as `events (1).csv`; and the doubt about these. */
export async function withoutCopies(
  all: readonly ZipMember[],
  signal: AbortSignal,
): Promise<{ readonly members: readonly ZipMember[]; readonly copies: readonly Doubt[] }> {
  const alike = Map.groupBy(all, ({ fingerprint }) => fingerprint);
  const copyOf = new Map<ZipMember, ZipMember>();
  for (const group of alike.values()) {
    if (group.length === 1) continue;
    const known = new Map<string, ZipMember>();
    for (const member of group) {
      const digest = await digestOf(member, signal);
      const first = known.get(digest);
      if (first === undefined) known.set(digest, member);
      else copyOf.set(member, first);
    }
  }
  return { members: all.filter((member) => !copyOf.has(member)), copies: doubtCopies(copyOf) };
}

async function digestOf(member: ZipMember, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(await member.open(), hash, { signal });
  return hash.digest("hex");
}

function doubtCopies(copyOf: ReadonlyMap<ZipMember, ZipMember>): Doubt[] {
  if (copyOf.size === 0) return [];
  const copies = [...copyOf]
    .slice(0, MOST_NAMED)
    .map(([copy, first]) => `${JSON.stringify(copy.name)} is a copy of ${JSON.stringify(first.name)}`);
  const more = copyOf.size > MOST_NAMED ? ", …" : "";
  return [
    {
      kind: "RepeatedFile",
      detail: `Files of the archive that are there twice were read once: ${copies.join(", ")}${more}.`,
      count: copyOf.size,
      points: 0,
    },
  ];
}

/** The log with more doubts, however it is read. */
export function withDoubts(log: StagedLog, more: readonly Doubt[]): StagedLog {
  const { plain, doubts = [] } = log;
  if (more.length === 0) return log;
  return {
    ...log,
    doubts: [...more, ...doubts],
    ...(plain === undefined ? {} : { plain: { ...plain, stage: async () => withDoubts(await plain.stage(), more) } }),
  };
}
