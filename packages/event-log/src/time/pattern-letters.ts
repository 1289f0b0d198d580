/** What a letter of a pattern stands for. */
export type PatternField =
  | "year"
  | "shortYear"
  | "month"
  | "monthName"
  | "day"
  | "dayOfYear"
  | "weekday"
  | "hour"
  | "hour12"
  | "minute"
  | "second"
  | "fraction"
  | "meridiem"
  | "zone"
  | "seconds"
  | "milliseconds";

export type PatternToken =
  | { readonly kind: "field"; readonly field: PatternField; readonly strptime: string }
  | { readonly kind: "literal"; readonly text: string };

/** A part of a pattern that no dialect knows. */
export interface UnknownLetter {
  readonly unknown: string;
  readonly hint?: string;
}

type Rule = readonly [letters: RegExp, field: PatternField, strptime: string];

/** strptime of C, Python and DuckDB. */
const PERCENT: ReadonlyMap<string, PatternField> = new Map(Object.entries<PatternField>({
  Y: "year", G: "year", y: "shortYear", m: "month", b: "monthName", B: "monthName", h: "monthName", d: "day", e: "day",
  j: "dayOfYear", a: "weekday", A: "weekday", H: "hour", k: "hour", I: "hour12", l: "hour12", M: "minute", S: "second",
  f: "fraction", n: "fraction", g: "fraction", L: "fraction", p: "meridiem", P: "meridiem", z: "zone", Z: "zone", s: "seconds",
})); // prettier-ignore
/** Directives that stand for several. */
const PERCENT_GROUPS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    T: "%H:%M:%S",
    D: "%m/%d/%y",
    F: "%Y-%m-%d",
    R: "%H:%M",
    r: "%I:%M:%S %p",
    c: "%a %b %d %H:%M:%S %Y",
  }),
);
const PERCENT_SPELLING: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    f: "%n",
    L: "%n",
    g: "%n",
    P: "%p",
    h: "%b",
    e: "%d",
    k: "%H",
    l: "%I",
    G: "%Y",
    Z: "%z",
  }),
);
const PERCENT_HINTS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({ i: "minutes are %M", q: "", Q: "milliseconds are %f" }),
);

/** Letters of Java, .NET, moment.js and the like; where they differ, the neighbouring letters decide. */
const LETTERS: readonly Rule[] = [
  [/^(?:y{3,}|u{3,}|Y{4,})/, "year", "%Y"],
  [/^(?:yy|uu|YY)(?![yuY])/, "shortYear", "%y"],
  [/^[yuY]/, "year", "%Y"],
  [/^(?:M{4,}|L{4,})/, "monthName", "%B"],
  [/^(?:MMM|LLL)/, "monthName", "%b"],
  [/^(?:M{1,2}|L{1,2})/, "month", "%m"],
  [/^(?:DDDD?|Do|DD?)/, "day", "%d"],
  [/^(?:dddd|ddd)/, "weekday", "%a"],
  [/^d{1,2}/, "day", "%d"],
  [/^(?:E{1,5}|c{3,5})/, "weekday", "%a"],
  [/^(?:H{1,2}|k{1,2})/, "hour", "%H"],
  [/^h{1,2}/, "hour12", "%I"],
  [/^m{1,2}/, "minute", "%M"],
  [/^s{1,2}/, "second", "%S"],
  [/^(?:S{1,9}|f{1,7}|F{1,7}|n{1,9})/, "fraction", "%n"],
  [/^(?:a{1,5}|A|tt?|B)/, "meridiem", "%p"],
  [/^(?:X{1,5}|x{1,5}|Z{1,5}|z{1,4}|VV|v{1,4}|V{1,4}|O{1,4})/, "zone", "%z"],
];

/** Oracle's and SAP's, which don't distinguish upper from lower case. */
const ORACLE: readonly Rule[] = [
  [/^(?:SYYYY|YYYY|RRRR|YEAR)/i, "year", "%Y"],
  [/^(?:YY|RR)/i, "shortYear", "%y"],
  [/^MONTH/i, "monthName", "%B"],
  [/^MON/i, "monthName", "%b"],
  [/^MM/i, "month", "%m"],
  [/^MI/i, "minute", "%M"],
  [/^DDD/i, "dayOfYear", "%j"],
  [/^DD/i, "day", "%d"],
  [/^(?:DAY|DY)/i, "weekday", "%a"],
  [/^HH24/i, "hour", "%H"],
  [/^HH(?:12)?/i, "hour12", "%I"],
  [/^SS(?!SSS)/i, "second", "%S"],
  [/^(?:X?FF\d?)/i, "fraction", "%n"],
  [/^(?:A\.?M\.?|P\.?M\.?)/i, "meridiem", "%p"],
  [/^(?:TZH(?::?TZM)?|TZR|TZD)/i, "zone", "%z"],
];

export type Tokens = readonly PatternToken[] | UnknownLetter;

export function isUnknown(tokens: Tokens): tokens is UnknownLetter {
  return "unknown" in tokens;
}

/** The parts of a pattern in whichever dialect it is written. */
export function tokensOfPattern(text: string): Tokens {
  if (text.includes("%")) return percentTokens(text);
  if (
    /HH24|HH12|RR|(?<![A-Za-z])MI(?![A-Za-z])|[:.]MI|MI[:.]|TZH|TZR|FF\d|DY|(?<![A-Za-z])MON(?:TH)?(?![A-Za-z])/.test(
      text,
    )
  )
    return letterTokens(text, ORACLE, true);
  return letterTokens(text, LETTERS, false);
}

function percentTokens(text: string): Tokens {
  const tokens: PatternToken[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] !== "%") {
      tokens.push({ kind: "literal", text: text[at] ?? "" });
      at++;
      continue;
    }
    // `%-d` and `%#d` are `%d` without a leading zero.
    const directive = /^%[-#_0:]?(.)/s.exec(text.slice(at));
    const letter = directive?.[1] ?? "";
    const group = PERCENT_GROUPS.get(letter);
    const field = PERCENT.get(letter);
    if (letter === "%") tokens.push({ kind: "literal", text: "%" });
    else if (group !== undefined) {
      const parts = percentTokens(group);
      if (!isUnknown(parts)) tokens.push(...parts);
    } else if (field === undefined) return { unknown: `%${letter}`, hint: PERCENT_HINTS.get(letter) ?? "" };
    else tokens.push({ kind: "field", field, strptime: PERCENT_SPELLING.get(letter) ?? `%${letter}` });
    at += directive?.[0].length ?? 1;
  }
  return tokens;
}

function letterTokens(text: string, rules: readonly Rule[], isOracle: boolean): Tokens {
  const tokens: PatternToken[] = [];
  const hasUpperDay = !isOracle && /D/.test(text);
  let rest = text;
  while (rest !== "") {
    const quoted = /^'((?:[^']|'')*)'|^"([^"]*)"|^\[([^\]]*)\]|^\\(.)/.exec(rest);
    const match =
      quoted === null
        ? rules.map((rule) => [rule, rule[0].exec(rest)?.[0]] as const).find(([, found]) => found !== undefined)
        : undefined;
    if (quoted !== null) {
      const inside = quoted[1]?.replaceAll("''", "'") ?? quoted[2] ?? quoted[3] ?? quoted[4] ?? "";
      tokens.push({ kind: "literal", text: inside === "" && rest.startsWith("''") ? "'" : inside });
      rest = rest.slice(quoted[0].length);
    } else if (/^T(?=[Hhk{']|$)/.test(rest) || /^T(?=HH|hh)/i.test(rest)) {
      tokens.push({ kind: "literal", text: "T" });
      rest = rest.slice(1);
    } else if (match !== undefined) {
      const [[, field, strptime], letters = ""] = match;
      // Beside moment's `D` for the day of the month, `d` is the day of the week; Java's `D` is the day of the year.
      const isWeekday = field === "day" && hasUpperDay && letters.startsWith("d");
      const isDayOfYear = field === "day" && letters.startsWith("DDD");
      tokens.push({
        kind: "field",
        field: isWeekday ? "weekday" : isDayOfYear ? "dayOfYear" : field,
        strptime: isWeekday ? "%a" : isDayOfYear ? "%j" : strptime,
      });
      rest = rest.slice(letters.length);
    } else if (
      /^K(?![A-Za-z])/.test(rest) &&
      tokens.some((token) => token.kind === "field" && token.field === "second")
    ) {
      tokens.push({ kind: "field", field: "zone", strptime: "%z" });
      rest = rest.slice(1);
    } else if (rest.startsWith("K")) {
      const letters = /^K{1,2}/.exec(rest)?.[0] ?? "K";
      tokens.push({ kind: "field", field: "hour12", strptime: "%I" });
      rest = rest.slice(letters.length);
    } else {
      const [char = ""] = rest;
      if (/\p{L}/u.test(char)) return { unknown: /^(\p{L})\1*/u.exec(rest)?.[0] ?? char };
      tokens.push({ kind: "literal", text: char });
      rest = rest.slice(char.length);
    }
  }
  return tokens;
}
