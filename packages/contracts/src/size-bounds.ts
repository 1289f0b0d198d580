import type Joi from "joi";

/** How large a value of a schema may be. Of a kind that the schema says nothing of, the bounds of open values hold. */
export interface SizeBounds {
  readonly text?: { readonly maxLength: number; readonly mayBeEmpty: boolean };
  readonly list?: { readonly maxItems: number; readonly items: SizeBounds };
  readonly record?: {
    readonly maxKeys: number;
    /** Bounds of the keys that the schema names. */
    readonly keys: ReadonlyMap<string, SizeBounds>;
    /** Bounds of values under other keys; null if other keys are refused. */
    readonly others: SizeBounds | null;
  };
}

/** What a schema leaves open is bounded nevertheless: the parameters of a type whose module sets no limits, say. */
export const OPEN: Required<SizeBounds> = {
  text: { maxLength: 100_000, mayBeEmpty: true },
  list: {
    maxItems: 10_000,
    get items() {
      return OPEN;
    },
  },
  record: {
    maxKeys: 10_000,
    keys: new Map(),
    get others() {
      return OPEN;
    },
  },
};

const known = new WeakMap<Joi.Schema, SizeBounds>();

/** The bounds that a schema sets to its values, read from its description once. */
export function sizeBoundsOf(schema: Joi.Schema): SizeBounds {
  const bounds = known.get(schema) ?? fromDescription(schema.describe());
  known.set(schema, bounds);
  return bounds;
}

/** The parts of Joi's descriptions that limit sizes. */
interface Description {
  readonly type?: string;
  readonly flags?: { readonly unknown?: boolean; readonly empty?: unknown };
  readonly allow?: readonly unknown[];
  readonly rules?: readonly { readonly name: string; readonly args?: { readonly limit?: unknown } }[];
  readonly keys?: Readonly<Record<string, Description>>;
  readonly patterns?: readonly { readonly rule: Description }[];
  readonly items?: readonly Description[];
  readonly matches?: readonly Branch[];
  readonly whens?: readonly Branch[];
}

/** An alternative, or what a condition leads to. */
interface Branch {
  readonly schema?: Description;
  readonly then?: Description;
  readonly otherwise?: Description;
  readonly switch?: readonly Branch[];
}

function fromDescription(description: Description): SizeBounds {
  const branches = [...(description.matches ?? []), ...(description.whens ?? [])].flatMap(schemasOf);
  const all = [ownBounds(description), ...branches.map(fromDescription)];
  return all.reduce(widest);
}

const schemasOf = (branch: Branch): Description[] => [
  ...[branch.schema, branch.then, branch.otherwise].filter((schema) => schema !== undefined),
  ...(branch.switch ?? []).flatMap(schemasOf),
];

function ownBounds({ type, flags, allow = [], rules, keys, patterns = [], items = [] }: Description): SizeBounds {
  const limit = Math.min(
    ...(rules ?? []).flatMap(({ name, args }) =>
      (name === "max" || name === "length") && typeof args?.limit === "number" ? [args.limit] : [],
    ),
  );
  switch (type) {
    case "string":
      return {
        text: {
          maxLength: Math.min(limit, OPEN.text.maxLength),
          mayBeEmpty: allow.includes("") || flags?.empty !== undefined,
        },
      };
    case "array":
      return {
        list: {
          maxItems: Math.min(limit, OPEN.list.maxItems),
          items: items.length === 0 ? OPEN : items.map(fromDescription).reduce(widest),
        },
      };
    case "object": {
      const isOpen = flags?.unknown === true || (keys === undefined && patterns.length === 0);
      const byPattern = patterns.map(({ rule }) => fromDescription(rule));
      return {
        record: {
          maxKeys: Math.min(limit, OPEN.record.maxKeys),
          keys: new Map(Object.entries(keys ?? {}).map(([key, value]) => [key, fromDescription(value)])),
          others: isOpen ? OPEN : byPattern.length === 0 ? null : byPattern.reduce(widest),
        },
      };
    }
    default:
      return {};
  }
}

/** What holds for values that may be of either schema. */
function widest(a: SizeBounds, b: SizeBounds): SizeBounds {
  if (a === b || a === OPEN) return a;
  if (b === OPEN) return b;
  const text = either(a.text, b.text, (one, other) => ({
    maxLength: Math.max(one.maxLength, other.maxLength),
    mayBeEmpty: one.mayBeEmpty || other.mayBeEmpty,
  }));
  const list = either(a.list, b.list, (one, other) => ({
    maxItems: Math.max(one.maxItems, other.maxItems),
    items: widest(one.items, other.items),
  }));
  const record = either(a.record, b.record, (one, other) => ({
    maxKeys: Math.max(one.maxKeys, other.maxKeys),
    keys: new Map(
      [...new Set([...one.keys.keys(), ...other.keys.keys()])].map((key) => [
        key,
        either(one.keys.get(key), other.keys.get(key), widest) ?? OPEN,
      ]),
    ),
    others: either(one.others ?? undefined, other.others ?? undefined, widest) ?? null,
  }));
  return {
    ...(text === undefined ? {} : { text }),
    ...(list === undefined ? {} : { list }),
    ...(record === undefined ? {} : { record }),
  };
}

function either<T>(a: T | undefined, b: T | undefined, both: (a: T, b: T) => T): T | undefined {
  return a === undefined ? b : b === undefined ? a : both(a, b);
}
