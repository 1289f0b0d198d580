/** The language's own globals; whatever else all code of a process shares is reached from these. */
const GLOBALS =
  "Object Function Array String Number Boolean Symbol BigInt Date RegExp Promise Proxy Reflect Math JSON Intl Atomics " +
  "Map Set WeakMap WeakSet WeakRef FinalizationRegistry Iterator ArrayBuffer SharedArrayBuffer DataView " +
  "Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array " +
  "BigInt64Array BigUint64Array Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError";

/** Objects whose prototypes no global names. */
const NAMELESS: readonly unknown[] = [
  [][Symbol.iterator](),
  new Map().entries(),
  new Set().values(),
  ""[Symbol.iterator](),
  "".matchAll(/a/g),
  function* () {},
  async function* () {},
  async () => {},
];

/** Left open: libraries set fields of `Error` on purpose, and V8 gives up its fast matching when `RegExp` is closed. */
const OPEN: ReadonlySet<object> = new Set([Error, RegExp, RegExp.prototype]);
const OPEN_KEYS: ReadonlySet<PropertyKey> = new Set(["stackTraceLimit", "prepareStackTrace"]);

type Descriptors = ReadonlyMap<PropertyKey, PropertyDescriptor>;

/**
 * Closes the language's own objects, so that no text used as a key can add to what all objects inherit:
 * `Object.prototype` is frozen (an object may still have a field of the same name as one of its own), the others take no
 * new fields. Code that has been loaded before may have added what it likes.
 * @returns a check that names what has changed since, or null
 */
export function hardenIntrinsics(): () => string | null {
  freezeObjectPrototype();
  const globals = GLOBALS.split(" ").map((name): unknown => Reflect.get(globalThis, name));
  const shared = reachable([...globals, ...NAMELESS.map((object): unknown => Object.getPrototypeOf(object))]);
  for (const object of shared) if (!OPEN.has(object)) Object.preventExtensions(object);
  const before = new Map([...shared].map((object) => [object, descriptorsOf(object)]));
  return () => {
    for (const [object, descriptors] of before) {
      const changed = findChange(descriptors, descriptorsOf(object));
      if (changed !== null) return `${nameOf(object)}.${String(changed)}`;
    }
    return null;
  };
}

/**
 * A field that can't be written can't be hidden by assignment either, and much code assigns `toString` or `constructor`
 * to its own objects. So each field becomes a pair of functions that lets everybody but the prototype itself have one.
 */
function freezeObjectPrototype(): void {
  const prototype: object = Object.prototype;
  for (const key of Reflect.ownKeys(prototype)) {
    const value: unknown = Object.getOwnPropertyDescriptor(prototype, key)?.value;
    if (value === undefined) continue;
    Object.defineProperty(prototype, key, {
      configurable: false,
      enumerable: false,
      get: () => value,
      set(this: unknown, own: unknown) {
        if (typeof this !== "object" || this === null || this === prototype)
          throw new TypeError(`Object.prototype.${String(key)} is read-only`);
        Object.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
      },
    });
  }
  Object.freeze(prototype);
}

function reachable(roots: readonly unknown[]): ReadonlySet<object> {
  const found = new Set<object>();
  const pending = [...roots];
  while (pending.length > 0) {
    const next = pending.pop();
    if ((typeof next !== "object" && typeof next !== "function") || next === null || found.has(next)) continue;
    found.add(next);
    pending.push(Object.getPrototypeOf(next));
    for (const descriptor of descriptorsOf(next).values()) pending.push(...(Object.values(descriptor) as unknown[]));
  }
  return found;
}

function descriptorsOf(object: object): Descriptors {
  const descriptors = new Map<PropertyKey, PropertyDescriptor>();
  for (const key of Reflect.ownKeys(object)) {
    const descriptor = OPEN_KEYS.has(key) ? undefined : Object.getOwnPropertyDescriptor(object, key);
    if (descriptor !== undefined) descriptors.set(key, descriptor);
  }
  return descriptors;
}

function findChange(before: Descriptors, after: Descriptors): PropertyKey | null {
  for (const [key, now] of after) {
    const was = before.get(key);
    if (was === undefined || !Object.is(was.value, now.value) || was.get !== now.get || was.set !== now.set) return key;
  }
  for (const key of before.keys()) if (!after.has(key)) return key;
  return null;
}

function nameOf(object: object): string {
  if (typeof object === "function") return object.name;
  const constructor: unknown = Object.getOwnPropertyDescriptor(object, "constructor")?.value;
  return typeof constructor === "function" ? `${constructor.name}.prototype` : Object.prototype.toString.call(object);
}
