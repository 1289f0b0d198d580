import type { Sql } from "../client.ts";
import type { OperationError } from "./operation-record.ts";

const STATEMENT = {
  name: "fail-operation",
  text: "SELECT id FROM end_operations('fail', jsonb_build_array($1::jsonb))",
};

/**
 * Ends an operation as Failed.
 * @returns false when the caller no longer owns the operation
 */
export async function failOperation(
  sql: Sql,
  end: { operationId: string; epoch: number; error: OperationError },
): Promise<boolean> {
  const { rowCount } = await sql.query(STATEMENT, [end]);
  return rowCount === 1;
}
