/** Names that objects, modules or promises know already. */
const KNOWN_TO_OBJECTS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "isPrototypeOf",
  "__defineGetter__",
  "__lookupGetter__",
  "toJSON",
  "then",
  "length",
  "name",
  "default",
  "next",
  "prev",
  "null",
  "undefined",
  "NaN",
];

/** Texts that a format, a shell or a spreadsheet reads as more than text. */
const MEANT_ELSEWHERE = [
  "=SUM(A1)",
  "+1",
  "-1",
  "@cmd",
  "../../etc/passwd",
  "C:\\con",
  "<script>alert(1)</script>",
  "]]>",
  "<!--",
  "&amp;",
  "&#0;",
  "'; DROP TABLE x; --",
  "${name}",
  "{{name}}",
  "{b|rich}",
  "%s%n",
  'a "quoted" name',
  "it's, a; list|of\\separators",
  "graph",
  "node",
  "subgraph",
  "case:concept:name",
  "concept:name",
];

/** Texts that are hard to measure, to draw or to encode. */
const ODD_CHARACTERS = [
  "two\nlines",
  "carriage\r\nreturn",
  "a\ttab",
  "rtl\u202eoverride",
  "\u2066isolated",
  "zero\u200bwidth\u200d\u2060",
  "soft\u00adhyphen",
  "e\u0301\u0301\u0335combining",
  "مراجعة الطلب",
  "समीक्षा करें",
  "検査 申請",
  "😀 👩‍👩‍👧",
  "a private\ue000use",
  "inner\ufeffmark",
];

/** Names of customers that have broken programs, and that a file of text can hold as they are. */
export const HOSTILE_NAMES: readonly string[] = [...KNOWN_TO_OBJECTS, ...MEANT_ELSEWHERE, ...ODD_CHARACTERS];

/** Names with characters that Postgres, XML or UTF-8 have no place for. */
export const UNPRINTABLE_NAMES: readonly string[] = [
  "",
  " ",
  "a\0nul",
  "bell\u0007 and \u001b[31mescape",
  "del\u007f\u0085",
  "lone\ud800half",
  "\udc00\ud800",
  "non\ufffecharacter\uffff",
];

/** What somebody wrote to what all objects and arrays share, and a `for in` over any of them would come by; nothing. */
export function pollutedKeys(): string[] {
  return [Object.prototype, Array.prototype, Function.prototype].flatMap((shared) => Object.keys(shared));
}

/** A name of a case, an activity or a resource as it is imported: in NFC, without what can't be seen. */
export const importedName = (name: string): string =>
  name.normalize("NFC").replace(/[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g, "");

/** Those among them that programs write for no value: no case and no activity has such a name. */
export const WORDS_FOR_NOTHING: readonly string[] = ["null", "NaN"];
