/** What a word says of the life cycle of an activity; null where it isn't known. */
export type LifecycleWord = "start" | "complete" | "other" | null;

/** Beginnings of words, without accents, in lower case, with bars between; each list in all languages. */
const START =
  "start|begin|began|begun|open|opened|opening|running|active|activated|launch|enter|entered|entering|inprogress|debut|commenc|demarr|ouvert|lance|beginn|begonnen|gestartet|anfang|angefangen|offen|geoffnet|laufend|inici|comenz|comienz|empez|abiert|inizi|avviat|apert|comec|abert|gestart|aanvang|geopend|rozpocz|poczat|otwart|нача|старт|запущ|открыт|basla|acik|acildi|borja|paborja|oppn|oppet|pabegyn|begynd|startet|igangsat|apnet|abnet|alku|aloite|alka|avattu|zacat|zacin|zahaj|spust|otevr|probiha|kezd|indit|megnyit|incep|pornit|deschis|开始|開始|시작|进行";
const COMPLETE =
  "complet|end|ended|ending|ends|finish|done|close|closed|closing|resolved|success|succeed|leave|left|exit|exited|stop|stopped|termin|fin|fini|final|achev|clotur|clos|ferm|ende|endet|beend|abgeschloss|abschluss|fertig|erledigt|geschloss|cerrad|conclu|finit|fine|chius|fim|encerrad|fechad|einde|voltooid|afgerond|beeindig|gereed|gesloten|klaar|zakoncz|koniec|ukoncz|zamkni|gotow|заверш|конец|оконч|выполнен|готов|закрыт|bitti|bitis|tamamla|kapandi|kapali|sonland|slut|slutfor|avslut|afslut|klar|fardig|ferdig|fullfor|stangd|lukket|loppu|valmi|paatty|suljettu|konec|dokonc|ukonc|uzavr|hotov|vege|befejez|lezar|sfarsit|inchis|完成|結束|结束|完了|종료|완료";
/** Other steps of life cycles, and words that turn what stands beside them into something else. */
const OTHER =
  "not|non|no|nao|un|nicht|nie|niet|не|inte|ikke|ej|ne|schedul|plan|geplant|assign|reassign|zugewies|suspend|paus|resum|abort|cancel|annul|withdr|skip|autoskip|manualskip|wait|pending|reopen|restart|fail|error|unknown|autre|sonstig";
/** What ends an activity that was begun, without completing it. */
const ABORT = "abort|cancel|annul|abgebroch|abbruch";
/** The standard transactional life cycle of IEEE 1849-2023 (XES), lifecycle extension. */
const TRANSITIONS = new Set(
  "schedule|assign|withdraw|reassign|start|suspend|resume|pi_abort|ate_abort|complete|autoskip|manualskip|unknown".split(
    "|",
  ),
);
/** Several words that say one thing, without accents. */
const START_PHRASES =
  /(?:^| )(?:in progress|in process|in bearbeitung|in arbeit|en cours|en curso|en proceso|en progreso|in corso|in lavorazione|em andamento|em curso|in behandeling|in uitvoering|w toku|w trakcie|в работе|в процессе|devam ediyor|work in progress|resume start|check(?:ed)? in)(?: |$)/;
const COMPLETE_PHRASES = /(?:^| )check(?:ed)? out(?: |$)/;
const LETTERS: ReadonlyMap<string, LifecycleWord> = new Map([
  ["s", "start"],
  ["b", "start"],
  ["c", "complete"],
  ["e", "complete"],
]);
/** Whole words of the lists that begin too many others. */
const WHOLE = new Set(
  "end|fin|fim|fine|no|un|non|not|ne|ej|nie|не|plan|left|done|active|ende|vege|clos|klar|slut|inte|alku|close|exit|stop|enter|open".split(
    "|",
  ),
);

interface Beginnings {
  readonly whole: ReadonlySet<string>;
  readonly begin: RegExp;
}
const beginnings = (list: string): Beginnings => {
  const words = list.split("|");
  return {
    whole: new Set(words.filter((word) => WHOLE.has(word))),
    begin: new RegExp(`^(?:${words.filter((word) => !WHOLE.has(word)).join("|")})`, "u"),
  };
};
const lists = {
  start: beginnings(START),
  complete: beginnings(COMPLETE),
  other: beginnings(OTHER),
  abort: beginnings(ABORT),
};
const isIn = (word: string, { whole, begin }: Beginnings): boolean => whole.has(word) || begin.test(word);

const MOST_CHARACTERS = 60;

/** A text as words in lower case, without accents and signs. */
function plainWords(text: string): string {
  return text
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("ı", "i")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l")
    .replaceAll("æ", "a")
    .replace(/[^\p{L}]+/gu, " ")
    .trim();
}

/** The step of a life cycle that a text names, in any of the languages and with whatever stands around it. */
export function lifecycleWord(text: string): LifecycleWord {
  if (text.length > MOST_CHARACTERS) return null;
  const plain = plainWords(text);
  const letter = LETTERS.get(plain);
  if (letter !== undefined) return letter;
  if (START_PHRASES.test(plain)) return "start";
  if (COMPLETE_PHRASES.test(plain)) return "complete";
  const words = plain.split(" ");
  if (words.some((word) => isIn(word, lists.other))) return "other";
  const isStart = words.some((word) => isIn(word, lists.start));
  const isComplete = words.some((word) => isIn(word, lists.complete));
  return isStart === isComplete ? null : isStart ? "start" : "complete";
}

/** Whether a text says that an activity ended without being completed. */
export function isAbortWord(text: string): boolean {
  return (
    lifecycleWord(text) === "other" &&
    plainWords(text)
      .split(" ")
      .some((word) => isIn(word, lists.abort))
  );
}

/** Whether a text is the name of a transition of the standard, in whatever case. */
export function isStandardTransition(text: string): boolean {
  return TRANSITIONS.has(text.trim().toLowerCase());
}
