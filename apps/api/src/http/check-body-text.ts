import type { IncomingMessage, ServerResponse } from "node:http";
import { DomainError } from "@longhaul/domain";
import { validationFailed } from "./read-request.ts";

/** Names of columns and activities come as keys; the two largest mappings of a request have 2,000. */
export const MAX_DIFFERENT_KEYS = 20_000;

/** Objects and lists: in the largest body one for ten bytes, more than any request has that says something. */
export const MAX_CONTAINERS = 100_000;

const [QUOTE, BACKSLASH, COLON, BRACE, BRACKET] = [0x22, 0x5c, 0x3a, 0x7b, 0x5b];

/**
 * Looks at the bytes of a JSON body before they are parsed, for the body parser's `verify`. Parsing takes time by the
 * megabyte but for keys and for objects: a key that wasn't there before costs a hundred times what it costs to see it here,
 * an empty object or list, with what looks at it afterwards, ten times.
 */
export function checkBodyText(_req: IncomingMessage, _res: ServerResponse, body: Buffer, encoding: string): void {
  // In another encoding a byte may look like a quote and be half of a letter.
  if (!/^utf-?8$/i.test(encoding)) {
    throw new DomainError("unsupported_media_type", `the body is in ${encoding}; send JSON as UTF-8`);
  }
  const excess = findExcess(body);
  if (excess !== null) throw validationFailed([{ pointer: "", detail: `the body must not have more than ${excess}` }]);
}

/** A key is a text with a colon behind it. The parser reports text that isn't JSON. */
function findExcess(body: Buffer): string | null {
  const keys = new Set<string>();
  let containers = 0;
  let [begin, end] = [0, 0];
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (byte === QUOTE) {
      begin = at + 1;
      for (at = begin; at < body.length && body[at] !== QUOTE; at++) if (body[at] === BACKSLASH) at++;
      end = at;
    } else if (byte === COLON) {
      keys.add(body.toString("latin1", begin, end));
      if (keys.size > MAX_DIFFERENT_KEYS) return `${MAX_DIFFERENT_KEYS} different keys`;
    } else if (byte === BRACE || byte === BRACKET) {
      containers++;
      if (containers > MAX_CONTAINERS) return `${MAX_CONTAINERS} objects and lists`;
    }
  }
  return null;
}
