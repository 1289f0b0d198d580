/** The watched columns of each table; a notice of a changed row has them as the statement left them. */
const WATCHED = {
  operations: "id, status, epoch, progress, event_seq, batch_id, blocked",
  checkpoints: "operation_id, phase_idx, epoch, fingerprint, files",
  events: "operation_id, batch_id, sequence, type",
  batches: "id, status, event_seq",
  deliveries: "id, status, epoch, attempts, operation_id, destination, sequence",
} as const;

export type WatchedTable = keyof typeof WATCHED;

/** One change of a row. Of a row that was deleted, the row as it was. */
export interface Change {
  readonly table: WatchedTable;
  readonly action: "INSERT" | "UPDATE" | "DELETE";
  readonly row: Readonly<Record<string, unknown>>;
}

/** What begins a notice of the journal. */
const MARK = "changed ";

/**
 * Triggers that raise a notice for each change of a watched row: nothing is stored, so that watching changes neither the
 * ledger nor its plans.
 */
export function journalSql(): string {
  return Object.entries(WATCHED)
    .map(([table, columns]) => {
      const tell = (action: string, rows: string): string =>
        `CREATE FUNCTION tell_${action}_${table}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE told text;
BEGIN
  SELECT json_agg(w) INTO told FROM (SELECT ${columns} FROM ${rows}) w;
  IF told IS NOT NULL THEN RAISE NOTICE '${MARK}${table} ${action} %', told; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER zz_told_${action} AFTER ${action} ON ${table} REFERENCING ${rows === "fresh" ? "NEW" : "OLD"} TABLE AS ${rows}
FOR EACH STATEMENT EXECUTE FUNCTION tell_${action}_${table}();`;
      return [tell("INSERT", "fresh"), tell("UPDATE", "fresh"), tell("DELETE", "stale")].join("\n");
    })
    .join("\n");
}

/** The changes in a notice; none in a notice of another source. */
export function readNotice(message: string | undefined): Change[] {
  if (message?.startsWith(MARK) !== true) return [];
  const [, table, action] = message.split(" ", 3);
  const rows = JSON.parse(message.slice(`${MARK}${table} ${action} `.length)) as Change["row"][];
  return rows.map((row) => ({ table: table as WatchedTable, action: action as Change["action"], row }));
}
