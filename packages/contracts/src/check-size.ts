import { isStorableText } from "@longhaul/domain";
import { MAX_FAULTS } from "./shorten-faults.ts";
import { OPEN, type SizeBounds } from "./size-bounds.ts";

/** A path of keys and indexes within a value. */
export type Path = readonly (string | number)[];

/** Something that makes a value too large, or unfit to be kept, and where. */
export interface SizeFault {
  readonly path: Path;
  readonly detail: string;
}

/** Result of a size check. */
export interface SizeCheck {
  readonly faults: readonly SizeFault[];
  /**
   * The value to validate next: the same object when nothing was too long, else a copy with long parts cut off. Null when
   * the value is too large, too deep or not storable, and must not be validated.
   */
  readonly rest: { readonly value: unknown } | null;
}

const MAX_DEPTH = 100;
/** Texts, numbers, lists and objects in all: a batch of 1,000 operations with 100 dependencies each has 115,000. */
const MAX_VALUES = 200_000;
const MAX_KEY_LENGTH = 1000;
const BAD_TEXT = "must be well-formed Unicode text without NUL characters";
const TOO_DEEP = `must not be nested deeper than ${MAX_DEPTH} levels`;

/**
 * Checks the size of a parsed JSON value against the bounds of its schema. It runs before the validator because it is cheap
 * for any value: a list of a million items is one fault here, and a million faults in the validator. It also finds texts and
 * keys that the database can't store: those with a NUL or half of a surrogate pair.
 */
export function checkSize(value: unknown, bounds: SizeBounds): SizeCheck {
  const faults: SizeFault[] = [];
  const path: (string | number)[] = [];
  let values = 0;
  let isFit = true;
  const report = (detail: string): void => void faults.push({ path: [...path], detail });
  const reportUnfit = (detail: string): void => {
    isFit = false;
    report(detail);
  };
  const reportLength = (rule: string, length: number): void =>
    report(`${labelOf(path)} ${rule}; it has ${length}`.trimStart());
  const isOver = (): boolean => faults.length > MAX_FAULTS || values > MAX_VALUES;

  const visit = (item: unknown, { text = OPEN.text, list = OPEN.list, record = OPEN.record }: SizeBounds): unknown => {
    values++;
    if (typeof item === "string") return visitText(item, text);
    if (typeof item !== "object" || item === null) return item;
    if (path.length === MAX_DEPTH) {
      reportUnfit(TOO_DEEP);
      return item;
    }
    return Array.isArray(item) ? visitList(item, list) : visitRecord(item as Record<string, unknown>, record);
  };

  const visitText = (text: string, { maxLength, mayBeEmpty }: typeof OPEN.text): string => {
    if (!isStorableText(text)) reportUnfit(BAD_TEXT);
    // Thousands of empty texts cost the validator as much as the rest of the body.
    if (text === "" && !mayBeEmpty) report(`${labelOf(path)} is not allowed to be empty`.trimStart());
    if (text.length <= maxLength) return text;
    reportLength(`length must be less than or equal to ${maxLength} characters long`, text.length);
    return text.slice(0, maxLength).toWellFormed();
  };

  const visitList = (items: readonly unknown[], { maxItems, items: ofItems }: typeof OPEN.list): unknown => {
    const isLong = items.length > maxItems;
    if (isLong) reportLength(`must contain less than or equal to ${maxItems} items`, items.length);
    let rest: unknown[] | null = isLong ? items.slice(0, maxItems) : null;
    for (let idx = 0; idx < items.length && idx < maxItems && !isOver(); idx++) {
      path.push(idx);
      const item = visit(items[idx], ofItems);
      path.pop();
      if (item !== items[idx]) (rest ??= [...items])[idx] = item;
    }
    return rest ?? items;
  };

  const visitRecord = (entries: Record<string, unknown>, { maxKeys, keys, others }: typeof OPEN.record): unknown => {
    const all = Object.entries(entries);
    const isLarge = all.length > maxKeys;
    // The validator reports unknown keys. This check reports them only when there are too many for the validator.
    const isRefused = others === null && all.length > keys.size + MAX_FAULTS;
    if (isLarge && !isRefused) reportLength(`must have less than or equal to ${maxKeys} keys`, all.length);
    const rest = new Map<string, unknown>();
    let isCut = isLarge;
    for (const [name, entry] of isLarge && !isRefused ? all.slice(0, maxKeys) : all) {
      if (isOver()) break;
      if (!isStorableText(name)) {
        reportUnfit(BAD_TEXT);
        continue;
      }
      if (name.length > MAX_KEY_LENGTH) {
        reportUnfit(`must not have keys of more than ${MAX_KEY_LENGTH} characters`);
        continue;
      }
      path.push(name);
      // Joi drops this key silently.
      if (name === "__proto__" || (isRefused && !keys.has(name))) report(`${labelOf(path)} is not allowed`);
      const item = visit(entry, keys.get(name) ?? others ?? OPEN);
      path.pop();
      rest.set(name, item);
      isCut ||= item !== entry;
    }
    return isCut ? Object.fromEntries(rest) : entries;
  };

  const rest = visit(value, bounds);
  if (values > MAX_VALUES) {
    path.length = 0;
    reportUnfit(`the body must not have more than ${MAX_VALUES} values in all`);
  }
  return { faults, rest: isFit && faults.length <= MAX_FAULTS ? { value: rest } : null };
}

/** A path as Joi writes it into its messages. */
function labelOf(path: Path): string {
  return path.reduce<string>(
    (label, step) => (typeof step === "number" ? `${label}[${step}]` : label === "" ? step : `${label}.${step}`),
    "",
  );
}
