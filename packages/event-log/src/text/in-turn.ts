/** Share of the records that must be a start or a completion in turn. */
const IN_TURN = 0.95;
const FEW_PAIRS = 5;

/** Whether nearly all records of traces, each of one activity of a case, are a start and then its completion. */
export function isInTurn<Word>(traces: Iterable<readonly Word[]>, start: Word, complete: Word): boolean {
  let pairs = 0;
  let records = 0;
  for (const words of traces) {
    records += words.length;
    let open = 0;
    for (const word of words) {
      if (word === start) open++;
      else if (word === complete && open > 0) {
        open--;
        pairs++;
      }
    }
  }
  return pairs >= FEW_PAIRS && 2 * pairs >= IN_TURN * records;
}
