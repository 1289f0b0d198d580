import { isStorableText } from "@longhaul/domain";

/** A value that can't be kept, and why. */
export interface Unstorable {
  readonly path: readonly (string | number)[];
  readonly detail: string;
}

const MAX_DEPTH = 100;
const BAD_TEXT = "must be well-formed Unicode text without NUL characters";
const TOO_DEEP = `must not be nested deeper than ${MAX_DEPTH} levels`;

/**
 * All that the database, or a walk over the value, would choke on: texts and keys with a NUL or half of a surrogate
 * pair, and what is nested deeper than a hundred levels.
 */
export function findUnstorable(value: unknown): Unstorable[] {
  const found: Unstorable[] = [];
  const path: (string | number)[] = [];
  const report = (detail: string): void => void found.push({ path: [...path], detail });
  const visit = (item: unknown): void => {
    if (typeof item === "string") {
      if (!isStorableText(item)) report(BAD_TEXT);
    } else if (typeof item === "object" && item !== null) {
      if (path.length === MAX_DEPTH) return report(TOO_DEEP);
      const isList = Array.isArray(item);
      for (const [key, child] of Object.entries(item)) {
        if (!isStorableText(key)) {
          report(BAD_TEXT);
          continue;
        }
        path.push(isList ? Number(key) : key);
        visit(child);
        path.pop();
      }
    }
  };
  visit(value);
  return found;
}
