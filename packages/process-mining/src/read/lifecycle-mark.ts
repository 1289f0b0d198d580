import { sqlText } from "../import/sql-text.ts";

/**
 * What an event says of the life cycle of its activity, as one number: the step (of `LIFECYCLE_STEPS`) × 2^32 + 32 bits of
 * the hash of its instance, 0 where it names none. Two instances that share these bits matter only when both are open in
 * one case and activity.
 */
export type LifecycleMark = number;

export const LIFECYCLE_STEPS = { other: 0, start: 1, complete: 2 } as const;

const INSTANCE_COLUMN = "concept:instance";
const WORD = 4_294_967_296;

export function stepOfMark(mark: LifecycleMark): number {
  return Math.floor(mark / WORD);
}

/** Words for the start and the completion of an activity, in lower case. */
const START_WORDS =
  "start|started|begin|began|begun|s|b|in progress|inprogress|in bearbeitung|open|opened|running|active|activated|resume start|début|debut|commencé|démarré|démarrage|en cours|beginn|begonnen|gestartet|anfang|inicio|iniciado|comienzo|comenzado|en curso|inizio|iniziato|avviato|in corso|início|iniciada|começo|em andamento|begonnen|gestart|aanvang|rozpoczęcie|rozpoczęto|początek|w toku|начало|начато|начат|старт|в работе|başlangıç|başladı|başla|börjad|påbörjad|startad|påbegyndt|startet|påbegynt|alku|aloitettu|začátek|zahájeno|kezdés|început|开始|開始|시작";
const COMPLETE_WORDS =
  "complete|completed|completion|end|ended|finish|finished|c|e|done|close|closed|resolved|terminé|terminée|fin|fini|achevé|complété|clôturé|clos|ende|beendet|abgeschlossen|fertig|erledigt|abschluss|final|finalizado|completado|terminado|cerrado|fine|finito|completato|terminato|chiuso|fim|concluído|concluída|completo|encerrado|einde|voltooid|afgerond|beëindigd|gereed|zakończenie|zakończono|koniec|ukończono|завершение|завершено|завершен|конец|окончание|выполнено|готово|bitiş|bitti|tamamlandı|slut|avslutad|klar|färdig|slutført|afsluttet|fullført|avsluttet|ferdig|loppu|valmis|päättynyt|konec|dokončeno|ukončeno|vége|befejezve|sfârșit|finalizat|完成|結束|结束|完了|종료|완료";

/**
 * SQL for the mark of a row. An event without a transition is a completion, the default of the XES standard's lifecycle
 * extension (IEEE 1849-2023).
 */
export function lifecycleMarkSql(columns: ReadonlySet<string>): string {
  const word = "lower(trim(lifecycle))";
  const list = (words: string): string => words.split("|").map(sqlText).join(", ");
  const step = `CASE WHEN ${word} IN (${list(START_WORDS)}) THEN ${LIFECYCLE_STEPS.start}
    WHEN lifecycle IS NULL OR ${word} IN (${list(COMPLETE_WORDS)}) THEN ${LIFECYCLE_STEPS.complete}
    ELSE ${LIFECYCLE_STEPS.other} END`;
  const instance = columns.has(INSTANCE_COLUMN)
    ? ` + coalesce(hash("${INSTANCE_COLUMN}"::VARCHAR) % ${WORD}, 0)::DOUBLE`
    : "";
  return `(${step})::DOUBLE * ${WORD}${instance}`;
}
