import { createWallClock } from "./wall-clock.ts";

/** Minutes east of UTC of abbreviations that programs write behind times. Where two zones share one, the commoner in data. */
const ABBREVIATIONS: ReadonlyMap<string, number> = new Map(Object.entries({
  z: 0, ut: 0, utc: 0, gmt: 0, wet: 0, west: 60, bst: 60, cet: 60, cest: 120, mez: 60, mesz: 120, met: 60, mest: 120,
  eet: 120, eest: 180, msk: 180, msd: 240, trt: 180, ist: 330, gst: 240, pkt: 300, sgt: 480, hkt: 480, jst: 540, kst: 540,
  aest: 600, aedt: 660, acst: 570, acdt: 630, awst: 480, nzst: 720, nzdt: 780, sast: 120, brt: -180, art: -180, clt: -240,
  nst: -210, ndt: -150, ast: -240, adt: -180, est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360,
  pst: -480, pdt: -420, akst: -540, akdt: -480, hst: -600,
})); // prettier-ignore

/** A zone as it stands behind a time: minutes east of UTC, or the name of a zone with its own rules. */
export type ZoneMark = number | string;

const named = new Map<string, string | null>();

/** The zone that a word names; null when there is none of the name. */
export function zoneOfWord(word: string): ZoneMark | null {
  const minutes = ABBREVIATIONS.get(word.toLowerCase());
  if (minutes !== undefined) return minutes;
  if (!word.includes("/")) return null;
  const known = named.get(word);
  if (known !== undefined) return known;
  const name = resolveZone(word);
  if (named.size < 1000) named.set(word, name);
  return name;
}

/** The canonical name of an IANA zone; null when there is none. */
export function resolveZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

const clocks = new Map<string, (ms: number) => number>();
/** Offsets by zone and quarter of an hour, since asking takes microseconds. */
const offsets = new Map<string, number>();
const QUARTER = 900;

/** Seconds that a zone is east of UTC at a local time, in seconds since 1970; of an hour that comes twice, the first. */
export function zoneOffset(name: string, localSeconds: number): number {
  const quarter = Math.floor(localSeconds / QUARTER);
  const key = `${name} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const local = quarter * QUARTER;
  const before = offsetAt(name, local - offsetAt(name, local - 86_400));
  const offset = offsetAt(name, local - before);
  // In an hour that is left out both fail; the one before the change shifts it forward, as clocks do.
  const found = offsetAt(name, local - offset) === offset ? offset : before;
  if (offsets.size > 200_000) offsets.clear();
  offsets.set(key, found);
  return found;
}

function offsetAt(name: string, utcSeconds: number): number {
  const clock = clocks.get(name) ?? createWallClock(name);
  clocks.set(name, clock);
  return clock(utcSeconds * 1000) / 1000 - utcSeconds;
}
