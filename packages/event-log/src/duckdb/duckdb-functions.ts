import { BIGINT, DuckDBScalarFunction, VARCHAR, type DuckDBConnection } from "@duckdb/node-api";

/** A function of texts that SQL may call; NULL where its first text is NULL. */
export interface TextFunction {
  readonly name: string;
  readonly parameters: number;
  readonly run: (first: string, second: string | null) => bigint | null;
}

/**
 * Lets SQL call a function; DuckDB calls it chunk by chunk on this thread. It stays known until another of the same name replaces
 * it, also to later databases of the instance.
 * @returns what releases all that the function holds; SQL can't call it any longer
 */
export function registerTextFunction(
  connection: DuckDBConnection,
  { name, parameters, run }: TextFunction,
): () => void {
  let called: TextFunction["run"] | null = run;
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name,
      returnType: BIGINT,
      parameterTypes: Array.from({ length: parameters }, () => VARCHAR),
      // NULLs among later texts are the function's business.
      specialHandling: true,
      mainFunction: (_info, input, output) => {
        if (called === null) throw new Error(`the function ${name} belongs to a database that was closed`);
        const first = input.getColumnVector(0);
        const second = parameters > 1 ? input.getColumnVector(1) : null;
        for (let row = 0; row < input.rowCount; row++) {
          const text: unknown = first.getItem(row);
          const other: unknown = second?.getItem(row);
          output.setItem(row, typeof text === "string" ? called(text, typeof other === "string" ? other : null) : null);
        }
        output.flush();
      },
    }),
  );
  return () => {
    called = null;
  };
}
