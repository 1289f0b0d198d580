import { storableJson, storableText } from "@longhaul/domain";

/** Longest text that a job carries for people. */
const maxShownLength = 500;

/** Longest JSON of a value that a job carries for people. */
const maxShownJsonLength = 16_000;

/** A text for dashboards: short, and without what Postgres can't keep. */
export function shownText(text: string, maxLength = maxShownLength): string {
  return storableText(text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text);
}

/** A value for dashboards: as it is when its JSON is short, else a note that says so. */
export function shownValue(value: unknown): unknown {
  const json = storableJson(value);
  return json.length <= maxShownJsonLength
    ? JSON.parse(json)
    : { leftOut: `${json.length} characters, more than the ${maxShownJsonLength} that a job keeps` };
}
