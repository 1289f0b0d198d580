/** Words in names of columns for the beginning and the end of a span of time, as `plainWord` writes them. */
const BEGINNINGS = words(
  "start starts started starting starttime startdate begin begins began begun beginning commenced entry entered arrival arrived",
  "debut commence demarre arrivee entree beginn begonnen anfang gestartet eingang",
  "inicio inicial iniciado iniciada comienzo comenzado entrada inizio iniziato ingresso entrata comeco",
  "aanvang gestart poczatek rozpoczecie rozpoczecia rozpoczeto wejscie начало начала начато",
  "baslangic baslama basladi giris borjan borjad paborjad startad startet begyndt",
  "zacatek zacatku zahajeni zahajeno alku aloitus alkamis alkoi kezdet kezdete kezdes inceput 開始 开始 起始 시작",
);
const ENDS = words(
  "end ends ended ending endtime enddate finish finished finishing complete completed completion concluded exit exited left departure departed stop stopped",
  "fin fini termine terminee acheve depart sortie ende beendet beendigung fertig abgeschlossen ausgang",
  "final finalizado termino terminado salida fine terminato completato uscita fim concluido saida",
  "einde eind beeindigd voltooid koniec zakonczenie zakonczenia zakonczono wyjscie",
  "конец окончание окончания завершение завершения завершено",
  "bitis bitti cikis slut avslutad afsluttet avsluttet konec konce ukonceni ukonceno loppu lopetus paattymis loppui veg vege sfarsit",
  "終了 完了 結束 结束 完成 종료 완료",
);
/** Prepositions that say it only at either end of a name. */
const FROM = words("from in du von ab desde dal van od от fran fra");
const TO = words("to until out au bis hasta al ate tot do до till til");
/** Words of no weight beside these. */
const ARTICLES = words("de da do du des della del dell der la le of the el");
/** Words that say that a column holds times. */
const TIMES = words(
  "time date datetime timestamp ts dt at on zeit datum uhrzeit zeitpunkt am heure horodatage date le fecha hora el data ora il tijd tijdstip op czas godzina дата время tarih saat zaman zamani tarihi tid tidpunkt cas utc",
);

function words(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(" ")));
}

const plainWord = (word: string): string =>
  word
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("ı", "i")
    .replaceAll("ł", "l")
    .replaceAll("ø", "o");

/** A word of a name, where camelCase is taken apart, and any figures. */
const WORD = /\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+(?!\p{Ll})|[\p{Lo}\p{Lm}]+|\d+/gu;

/** Compounds of the Germanic languages, whose first part is the word. */
const COMPOUND =
  /^(start|beginn|begin|anfang|ende?|eind|slut|stop)[ps]?(?:zeit|datum|zeitpunkt|zeiten|uhrzeit|tid|tijd|tidspunkt|tidpunkt|dato|time|date)$/;
/** Those of Finnish, Chinese, Japanese and Korean. */
const OTHER_COMPOUND =
  /^(?:(alku|aloitus|alkamis|loppu|lopetus|paattymis)(?:aika|paiva)|(開始|开始|起始|시작|終了|完了|結束|结束|完成|종료|완료)(?:時刻|時間|日時?|时间|时刻|日期|시간|시각|일시?))$/;

/** A name that says which end of a span it is, and what is left of the name without that. */
export interface SpanName {
  readonly side: "start" | "end";
  readonly rest: string;
}

const firstPart = (word: string): string =>
  COMPOUND.exec(word)?.[1] ??
  OTHER_COMPOUND.exec(word)
    ?.slice(1)
    .find((part) => part !== undefined) ??
  word;

/** Which end of a span a column's name says; null where it says none, or both. */
export function spanName(name: string): SpanName | null {
  const parts = [...name.matchAll(WORD)].map((match) => ({
    at: match.index,
    text: match[0],
    plain: firstPart(plainWord(match[0])),
  }));
  // Of several words, as in "Check in start", the last says it.
  const mark =
    parts.findLast(({ plain }) => BEGINNINGS.has(plain) || ENDS.has(plain)) ??
    [parts.at(-1), parts[0]].find((part) => part !== undefined && (FROM.has(part.plain) || TO.has(part.plain)));
  if (mark === undefined) return null;
  let rest = "";
  let from = 0;
  for (const word of parts) {
    if (word !== mark && !TIMES.has(word.plain)) continue;
    rest += name.slice(from, word.at);
    from = word.at + word.text.length;
  }
  rest += name.slice(from);
  const isStart = BEGINNINGS.has(mark.plain) || FROM.has(mark.plain);
  return { side: isStart ? "start" : "end", rest: tidy(withoutArticles(tidy(rest))) };
}

/** Without signs at either end, and without two in a row. */
const tidy = (text: string): string =>
  text.replace(/([\s_./:()[\]-])[\s_./:()[\]-]+/gu, "$1").replace(/^[\s_./:()[\]-]|[\s_./:()[\]-]$/gu, "");

/** Without articles and prepositions at either end; one word stays. */
function withoutArticles(text: string): string {
  // Words, and what stands between them.
  const parts = text.split(/([\s_'’]+)/u);
  const isArticle = (at: number): boolean => ARTICLES.has(parts[at]?.toLowerCase() ?? "");
  let [first, last] = [0, parts.length - 1];
  while (last > first && isArticle(first)) first += 2;
  while (last > first && isArticle(last)) last -= 2;
  return parts.slice(first, last + 1).join("");
}

/** Names by the span that they are ends of: one of its start, and one of its end. */
export function pairSpans(
  names: readonly string[],
): ReadonlyMap<number, { readonly start: number; readonly label: string }> {
  const spans = names.map((name) => spanName(name));
  const groups = Map.groupBy(
    spans.flatMap((span, index) => (span === null || span.rest === "" ? [] : [{ ...span, index }])),
    ({ rest }) => plainWord(rest),
  );
  const pairs = new Map<number, { start: number; label: string }>();
  for (const members of groups.values()) {
    const [start, ...moreStarts] = members.filter(({ side }) => side === "start");
    const [end, ...moreEnds] = members.filter(({ side }) => side === "end");
    if (start === undefined || end === undefined || moreStarts.length > 0 || moreEnds.length > 0) continue;
    pairs.set(end.index, { start: start.index, label: start.rest });
  }
  return pairs;
}
