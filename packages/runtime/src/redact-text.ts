export const REDACTED = "[redacted]";

/** What a text must hold for the rule to apply; the rule. */
const RULES: readonly (readonly [string, RegExp, string])[] = [
  // Credentials in a URL: everything between the slashes and the last @ of the authority.
  ["://", /:\/\/[^\s/?#"'<>]*@/g, `://${REDACTED}@`],
  // Whoever has a download link may download.
  ["/downloads/", /(\/downloads\/)[^/\s?#"'<>]+/gi, `$1${REDACTED}`],
  [
    "[?&]",
    /([?&](?=[^=&?\s]*(?:token|secret|signature|password|key|credential))[^=&?\s]*=)[^&\s#"'<>]+/gi,
    `$1${REDACTED}`,
  ],
  ["Bearer|Basic", /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${REDACTED}`],
  // JSON Web Tokens and signing secrets, wherever they turn up.
  ["eyJ", /\beyJ[\w.-]{8,}/g, REDACTED],
  ["whsec_", /\bwhsec_[\w+/=-]+/g, REDACTED],
];

/** Most texts match no rule, which this one check finds out. */
const MAY_HOLD_ANY = new RegExp(RULES.map(([needed]) => needed).join("|"), "i");

/** Takes credentials out of free text: in URLs, download links, queries, authorization headers, tokens. */
export function redactText(text: string): string {
  if (!MAY_HOLD_ANY.test(text)) return text;
  return RULES.reduce((redacted, [, pattern, replacement]) => redacted.replace(pattern, replacement), text);
}

const SECRET_KEY =
  /authorization|cookie|passw|passphrase|secret|token|signature|api[-_]?key|private[-_]?key|signing[-_]?key|credential/i;

/** Keys that were judged: a service has the same few in nearly all of its lines. */
const judged = new Map<string, boolean>();
const MOST_JUDGED = 1000;

/** Whether what is stored under this key must not be shown. */
export function isSecretKey(key: string): boolean {
  const known = judged.get(key);
  if (known !== undefined) return known;
  const isSecret = SECRET_KEY.test(key);
  if (judged.size < MOST_JUDGED && key.length < 100) judged.set(key, isSecret);
  return isSecret;
}
