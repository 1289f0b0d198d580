/** What people type where a secret should be; long enough that chance doesn't write them. */
const PLACEHOLDERS =
  /change(me|this|it)|replace(me|this|it|with)|placeholder|(your|my|super|top|the)secret|secretsecret|password|insecure|example|letmein|donotuse/;
const FEWEST_DIFFERENT = { text: 10, bytes: 16 };

/** Whether a secret is one that can be guessed, however long it is: a placeholder, a repetition, a row, few different signs. */
export function isWeakSecret(secret: string | Uint8Array): boolean {
  const codes = typeof secret === "string" ? Array.from(secret, (sign) => sign.codePointAt(0) ?? 0) : [...secret];
  const fewest = typeof secret === "string" ? FEWEST_DIFFERENT.text : FEWEST_DIFFERENT.bytes;
  const words = typeof secret === "string" ? secret.toLowerCase().replaceAll(/[^a-z]/g, "") : "";
  return new Set(codes).size < fewest || isRepetition(codes) || isRow(codes) || PLACEHOLDERS.test(words);
}

/** `abcdabcdabcd…` */
function isRepetition(codes: readonly number[]): boolean {
  for (let period = 1; period <= codes.length / 2; period++) {
    if (codes.every((code, place) => place < period || code === codes[place - period])) return true;
  }
  return false;
}

/** `abcdefgh…`, `97531…`: most steps are the same. */
function isRow(codes: readonly number[]): boolean {
  const steps = new Map<number, number>();
  for (let place = 1; place < codes.length; place++) {
    const step = (codes[place] ?? 0) - (codes[place - 1] ?? 0);
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  return Math.max(...steps.values()) > 0.6 * codes.length;
}
