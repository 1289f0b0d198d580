import { UsageError, type Command, type CommandContext, type Option } from "./command.ts";
import { firstOf } from "./first-of.ts";
import { table } from "./terminal/table.ts";

const DEFAULT_COUNT = 20;
/** What the API's lists give in one page at the most. */
const MAX_PAGE_SIZE = 100;

/** A list of the API as a command, with `--count`. */
interface ListCommand<Item> extends Pick<Command, "name" | "about" | "options"> {
  readonly args?: string;
  /** The items, in the list's own order; as many are fetched as `--count` says. */
  readonly items: (context: CommandContext, pageSize: number) => Promise<AsyncIterable<Item>>;
  /** A column's title, and its value of an item. */
  readonly columns: Readonly<Record<string, (item: Item) => string | number | undefined>>;
}

/** Makes the command that prints the first items of a list, as a table or as JSON. */
export function listCommand<Item>({ args = "", options, items, columns, ...named }: ListCommand<Item>): Command {
  return {
    ...named,
    args,
    options: {
      ...options,
      count: { short: "n", value: "number", about: `how many at most; default ${DEFAULT_COUNT}` } satisfies Option,
    },
    async run(context) {
      const count = countOf(context.given.text("count"));
      const found = await firstOf(await items(context, Math.min(MAX_PAGE_SIZE, count)), count);
      const values = Object.values(columns);
      context.out.result(found, () =>
        table(
          Object.keys(columns),
          found.map((item) => values.map((valueOf) => valueOf(item))),
        ),
      );
      return "done";
    },
  };
}

function countOf(text = String(DEFAULT_COUNT)): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`--count is a number from 1 on: ${text}`);
  return Number(text);
}
