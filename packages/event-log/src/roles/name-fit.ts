import type { ColumnRole } from "../terms/import-result.ts";
import { spanName } from "../text/span-words.ts";
import { ROLE_VOCABULARY } from "./role-vocabulary.ts";

/** Words for what is only planned, expected or due, many by their beginnings. */
const PLANNED =
  /^(?:(?:schedul|plan|expect|target|estimat|promis|geplan|vorgesehen|voraussichtlich|erwartet|prévu|prevu|previs|prévis|prevé|planificad|programad|programmat|verwacht|beräknad|förväntad|forventet|suunnit|planov|plánov|očekáv|planowan|oczekiwan|план|предпол|ожида|予定|計画|计划|預計|预计|예정)\p{L}*|due|eta|etd|sla|deadline|soll|frist)$/u;

/** Words that say of a name with a role's word in it that it isn't the role itself. */
const OTHERS: Readonly<Record<ColumnRole, RegExp>> = {
  caseId:
    /^(?:start|end|begin|open|opened|closed?|created?|creation|updated?|date|time|timestamp|duration|type|status|state|priority|owner|title|name|description|category|count|amount|value|cost|price|item|line|position|event|activity|task|step|country|city|manager|due|channel|source|version|modified|resolved|by|at)$/,
  activity:
    /^(?:ids?|key|code|number|no|nr|count|cost|amount|price|duration|start|end|begin|date|time|timestamp|instance|category|group|class|owner|user|resource|by|at|index|order|sequence|seq|uuid|guid|priority|severity|due|planned|old|previous|prior|from|last|next)$/,
  timestamp:
    /^(?:birth\w*|dob|valid|expir\w*|request\w*|case|period|reporting|import\w*|export\w*|load\w*|extract\w*|etl|ingest\w*|by|user|zone|id|type|duration|start\w*|begin\w*|previous|prior|next|old|order|delivery|invoice|contract)$/,
  startTimestamp:
    /^(?:case|order|contract|project|period|downtime|birth\w*|request\w*|by|user|id|type|warranty|policy|employment|valid|previous|prior|prev|next|last|import\w*|export\w*|load\w*|extract\w*|etl|ingest\w*)$/,
  resource: /^(?:time|date|start|end|cost|count|type|status|email|number|rate|at|on|story|points?)$/,
  lifecycle: /^(?:id|time|date|count)$/,
};
/** Words without weight: they may stand beside a role's word. */
const NEUTRAL =
  /^(?:id|the|of|de|del|della|do|da|der|des|n|nº|no|nr|num|number|nummer|numéro|numero|número|номер|name|value|utc|full|text|desc|description|actual|event|process|case|activity|task|item|in|on)$/;

const isOther = (word: string, role: ColumnRole): boolean =>
  OTHERS[role].test(word) || ((role === "timestamp" || role === "startTimestamp") && PLANNED.test(word));

interface Phrase {
  readonly words: readonly string[];
  readonly rank: number;
}

/** Names of two words that are written as one: `newvalue`. Short ones may be other words. */
const isLongName = ([name]: readonly [string, number]): boolean => name.length >= 8;

const exact = new Map<ColumnRole, ReadonlyMap<string, number>>();
const phrases = new Map<ColumnRole, readonly Phrase[]>();
for (const [role, languages] of Object.entries(ROLE_VOCABULARY) as [ColumnRole, Readonly<Record<string, string>>][]) {
  const names = Object.values(languages).flatMap((text) => text.split("|"));
  const joined = names.map((name, rank) => [name.replaceAll(" ", ""), rank] as const);
  const known = [...names.map((name, rank) => [name, rank] as const), ...joined.filter(isLongName)];
  exact.set(role, new Map(known.toReversed()));
  phrases.set(
    role,
    names.map((name, rank) => ({ words: name.split(" "), rank })).filter(({ words }) => words.join("").length > 3),
  );
}

/** Lower case, with one blank for each run of punctuation, and camelCase taken apart: `CaseID` and `case_id` are `case id`. */
export function plainName(name: string): string {
  return (
    name
      .normalize("NFC")
      .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
      .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
      // Letters of two scripts are two words.
      .replace(
        /(\p{Script=Latin})(?=(?!\p{Script=Latin})\p{L})|((?!\p{Script=Latin})\p{L})(?=\p{Script=Latin})/gu,
        "$1$2 ",
      )
      .toLowerCase()
      .replaceAll("i̇", "i")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim()
  );
}

/** The words of `plainName` without accents and the like, as people leave them out. */
export const plainWords = (name: string): string[] =>
  plainName(name)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .normalize("NFC")
    .replaceAll("ı", "i")
    .replaceAll("ł", "l")
    .replaceAll("ø", "o")
    .replaceAll("æ", "ae")
    .split(" ");

/**
 * How well a name fits a role, 0–1: near 1 for one of its names, less for one that contains such a name as whole words, 0 where
 * other words make something else of it. Trace attributes (`case:…`) fit no role but the case itself, nor do names that begin
 * with punctuation such as `@@` (tools put copies there).
 */
export function nameFit(name: string, role: ColumnRole): number {
  if (/^[@#$]/.test(name.trim())) return 0;
  if (role !== "caseId" && /^case:/i.test(name.trim())) return 0;
  const plain = plainName(name);
  const rank = exact.get(role)?.get(plain) ?? exact.get(role)?.get(plain.replaceAll(" ", ""));
  if (rank !== undefined) return 1 - Math.min(0.15, rank * 0.002);
  const words = plain.split(" ");
  let best = 0;
  for (const phrase of phrases.get(role) ?? []) {
    const at = indexOfWords(words, phrase.words);
    if (at < 0) continue;
    const rest = words.filter((_, index) => index < at || index >= at + phrase.words.length);
    if (rest.some((word) => isOther(word, role) && !(role === "caseId" && /^(?:id|number|no|nr)$/.test(word))))
      continue;
    const strange = rest.filter((word) => !NEUTRAL.test(word)).length;
    best = Math.max(best, 0.7 - 0.12 * strange - 0.03 * (rest.length - strange) - Math.min(0.1, phrase.rank * 0.0005));
  }
  return Math.max(0, best);
}

/** Whether a name says that a time is only planned, or due. */
export const namesPlan = (name: string): boolean =>
  plainName(name)
    .split(" ")
    .some((word) => PLANNED.test(word));

/** Whether a name says that a time is another than that of an event: a planned one, the case's, or one of the export. */
export const namesOther = (name: string, role: "timestamp" | "startTimestamp"): boolean =>
  /^(?:[@#$]|case:)/i.test(name.trim()) ||
  plainName(name)
    .split(" ")
    .some((word) => isOther(word, role) && spanName(word)?.side !== "start");

/** True when a text is the name of some role, which tells a header from data. */
export function isKnownColumnName(name: string): boolean {
  const plain = plainName(name);
  return [...exact.values()].some((names) => names.has(plain)) || /^[a-z]+:[a-z_:-]+$/i.test(name.trim());
}

function indexOfWords(words: readonly string[], phrase: readonly string[]): number {
  for (let at = 0; at + phrase.length <= words.length; at++)
    if (phrase.every((word, index) => words[at + index] === word)) return at;
  return -1;
}
