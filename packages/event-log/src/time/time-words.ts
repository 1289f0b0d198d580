const LANGUAGES = "en fr de es it pt nl pl ru tr sv da nb fi cs sk hu ro uk el ca sl et lv lt bg id vi".split(" ");

/** Abbreviations that older programs wrote and today's locale data don't have. */
const OTHER_MONTHS: Readonly<Record<string, readonly string[]>> = {
  1: ["jän", "jänner", "janv", "gen", "ene", "sty", "oca", "tammi"],
  2: ["fév", "fev", "févr", "feber", "lut", "şub", "helmi"],
  3: ["mrz", "mär", "mrt", "märz", "maerz", "mars", "mar", "maalis"],
  4: ["avr", "abr", "kwi", "nis", "huhti"],
  5: ["mai", "mei", "may", "mag", "maj", "touko", "мая"],
  6: ["juin", "giu", "cze", "haz", "kesä"],
  7: ["juil", "lug", "lip", "tem", "heinä"],
  8: ["aoû", "août", "ago", "aug", "sie", "ağu", "elo"],
  9: ["sept", "set", "sett", "wrz", "eyl", "syys", "сент"],
  10: ["okt", "ott", "out", "paź", "eki", "loka"],
  11: ["nov", "lis", "kas", "marras", "нояб"],
  12: ["dez", "dic", "déc", "des", "gru", "ara", "joulu"],
};

/** Filler words around a time: "18 de mayo de 2023 a las 8:05 horas". */
const FILLERS = new Set(
  "t at um uhr à a às alle ore las la le de del den der dne kl klo kello o h hs horas heures om uur den el the on v в о στις u ob lúc pukul".split(
    " ",
  ),
);

const MERIDIEMS = new Map<string, "am" | "pm">([
  ...["am", "a", "上午", "午前", "凌晨", "清晨", "早上", "오전", "ص", "πμ", "vorm", "de", "fm", "öö", "dop", "sa"].map(
    (word) => [word, "am"] as const,
  ),
  ...["pm", "p", "下午", "午後", "中午", "傍晚", "晚上", "오후", "م", "μμ", "nachm", "du", "em", "ös", "odp", "ch"].map(
    (word) => [word, "pm"] as const,
  ),
]);

interface TimeWords {
  readonly months: ReadonlyMap<string, number>;
  readonly weekdays: ReadonlySet<string>;
}

const plainWords = new Map<string, string>();
let all: TimeWords | null = null;
const english = createWords(["en"], false);

/** The month that a word names in any of the languages, 1–12; upper case, dots and missing accents don't matter. */
export function monthOfWord(word: string): number | null {
  const plain = plainWord(word);
  return english.months.get(plain) ?? allWords().months.get(plain) ?? null;
}

export function isWeekday(word: string): boolean {
  const plain = plainWord(word);
  return english.weekdays.has(plain) || allWords().weekdays.has(plain);
}

export const isFiller = (word: string): boolean => FILLERS.has(plainWord(word)) || FILLERS.has(word.toLowerCase());

export const meridiemOfWord = (word: string): "am" | "pm" | null => MERIDIEMS.get(plainWord(word)) ?? null;

const allWords = (): TimeWords => (all ??= createWords(LANGUAGES, true));

/** Without dots and apostrophes, in lower case, and without the accents that people leave out. */
function plainWord(word: string): string {
  const known = plainWords.get(word);
  if (known !== undefined) return known;
  const plain = word
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f.'’ ]/g, "")
    .replaceAll("ı", "i")
    .normalize("NFC");
  if (plainWords.size < 10_000) plainWords.set(word, plain);
  return plain;
}

function createWords(languages: readonly string[], withOthers: boolean): TimeWords {
  const months = new Map<string, number>();
  const weekdays = new Set<string>();
  // The first language that has a word keeps it.
  const add = (word: string, month: number): void => {
    const plain = plainWord(word);
    if (plain.length >= 2 && !/^\d+$/.test(plain) && !months.has(plain)) months.set(plain, month);
  };
  const shorter: [string, number][] = [];
  for (const language of languages) {
    for (const style of ["long", "short"] as const) {
      const [alone, inDate, day] = [{ month: style }, { month: style, day: "numeric" }, { weekday: style }].map(
        (fields) => new Intl.DateTimeFormat(language, { ...(fields as Intl.DateTimeFormatOptions), timeZone: "UTC" }),
      );
      for (let at = 0; at < 12; at++) {
        const date = new Date(Date.UTC(2023, at, 11));
        const name = alone?.format(date) ?? "";
        const genitive = inDate?.formatToParts(date).find(({ type }) => type === "month")?.value ?? "";
        for (const word of [name, genitive]) {
          add(word, at + 1);
          if (style === "long")
            shorter.push([plainWord(word).slice(0, 3), at + 1], [plainWord(word).slice(0, 4), at + 1]);
        }
        const weekday = plainWord(day?.format(new Date(Date.UTC(2023, 0, 1 + at))) ?? "");
        weekdays.add(weekday);
        // Of "segunda-feira", the first word is enough.
        weekdays.add(weekday.replace(/-.*/, ""));
        weekdays.add(weekday.slice(0, 3));
        weekdays.add(weekday.slice(0, 2));
      }
    }
  }
  if (!withOthers) return { months, weekdays };
  for (const [month, words] of Object.entries(OTHER_MONTHS)) for (const word of words) add(word, Number(month));
  // Prefixes that mean one month only, in all languages.
  const owners = Map.groupBy(shorter, ([word]) => word);
  for (const [word, uses] of owners)
    if (word.length >= 3 && new Set(uses.map(([, month]) => month)).size === 1) add(word, uses[0]?.[1] ?? 0);
  return { months, weekdays };
}
