import { namesPlan } from "../roles/name-fit.ts";
import { listsBeside } from "./flatten-json.ts";
import type { UnreadRecords } from "./unread-records.ts";

/** Counts what stands in lists beside those of the events of cases, but for what is only planned by its name. */
export class ListsBeside {
  readonly #counts = new Map<string, number>();

  look(value: object): void {
    for (const [key, objects] of listsBeside(value))
      if (!namesPlan(key)) this.#counts.set(key, (this.#counts.get(key) ?? 0) + objects.length);
  }

  unread(): readonly UnreadRecords[] {
    return [...this.#counts].map(([key, count]) => ({ place: `*.${key}`, count, isLikeEvents: true }));
  }
}
