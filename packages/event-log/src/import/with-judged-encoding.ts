import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { openPlain } from "../encoding/prepare-text.ts";
import type { TextSource } from "../encoding/read-text.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import { decideEncoding } from "../encoding/decide-encoding.ts";
import { Utf8Checker } from "../encoding/utf8-checker.ts";

/**
 * Stages a text that declares no encoding as UTF-8, which nearly all are. Where that leaves damage, the whole text is examined
 * and staged again in the encoding that its words suggest.
 */
export async function withJudgedEncoding<Source extends TextSource>(
  source: Source,
  stage: (source: Source) => Promise<StagedLog>,
): Promise<StagedLog> {
  const log = await stage(source);
  const isDamaged = log.tally.entries().some(({ type }) => type === "Invalid Encoding");
  if (source.encoding !== undefined || log.details.encoding !== "utf-8" || !isDamaged) return log;
  const checker = new Utf8Checker();
  const check = new Writable({
    write(chunk: Buffer, _encoding, done) {
      checker.push(chunk);
      done();
    },
  });
  await pipeline([...openPlain({ ...source, onProgress: () => undefined }), check], { signal: source.signal });
  const { valid, cells } = checker.end();
  const { encoding, doubts } = decideEncoding(cells);
  if (valid || encoding === "utf-8") return log;
  const again = async (restaged: Promise<StagedLog>): Promise<StagedLog> => {
    const { doubts: others = [], plain, ...rest } = await restaged;
    const judged = { ...rest, doubts: [...others, ...doubts] };
    return plain === undefined ? judged : { ...judged, plain: { ...plain, stage: async () => again(plain.stage()) } };
  };
  return again(stage({ ...source, encoding }));
}
