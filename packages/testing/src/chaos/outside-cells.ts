import { readlink, rename, rm, statfs, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ScriptedAnswer } from "../start-http-receiver.ts";
import type { TcpProxy } from "../start-tcp-proxy.ts";
import type { Cell } from "./cell.ts";
import { lasting } from "./product.ts";

const BAD_ANSWERS: readonly [ScriptedAnswer, ...ScriptedAnswer[]] = [
  { kind: "respond", status: 500 },
  { kind: "respond", status: 429, headers: { "retry-after": "1" } },
  { kind: "redirect", to: "http://127.0.0.1:1/" },
  { kind: "reset" },
  { kind: "respond", status: 200, delayMs: 500 },
];

const BUCKET_FAULTS: readonly (readonly [name: string, fault: string, act: (proxy: TcpProxy) => Promise<unknown>])[] = [
  [
    "s3-away",
    "connections to S3 are refused for 3 s",
    async (proxy) => {
      await proxy.cut();
      await lasting(3_000);
      await proxy.restore();
    },
  ],
  [
    "s3-half-open",
    "connections to S3 are forgotten: nothing comes, nothing ends them",
    async (proxy) => proxy.silence(),
  ],
];

/** Faults of what the product works with beside its stores. */
export const OUTSIDE_CELLS: readonly Cell[] = [
  {
    name: "storage-away",
    kind: "chaos",
    fault: "the blob storage is gone for 3 s",
    promise: "phases that need it are run again",
    rounds: 4,
    isQuick: false,
    async run({ product: { storageFolder } }) {
      // It is a link, which is replaced at one stroke: nobody writes in between.
      const real = await readlink(storageFolder);
      const linkTo = async (target: string): Promise<void> => {
        await symlink(target, `${storageFolder}-next`);
        await rename(`${storageFolder}-next`, storageFolder);
      };
      // Where something is that is no folder, none can be made.
      await linkTo("/dev/null");
      await lasting(3_000);
      await linkTo(real);
    },
  },
  ...BUCKET_FAULTS.map(([name, fault, act]): Cell => ({
    name,
    kind: "chaos",
    fault,
    promise: "phases that need it are run again",
    rounds: 4,
    isQuick: false,
    storage: "bucket",
    async run({ bucket }) {
      if (bucket === null) throw new Error("there is no bucket");
      await act(bucket);
    },
  })),
  {
    name: "disk-full",
    kind: "chaos",
    fault: "the disk of the blob storage is full for 3 s",
    promise: "phases that write are run again when there is room",
    rounds: 3,
    isQuick: false,
    storage: "small disk",
    async run({ product: { storageFolder } }) {
      const filler = join(storageFolder, "filler");
      const { bavail, bsize } = await statfs(storageFolder);
      // The last page can't be had whole: that it isn't is what is wanted.
      await writeFile(filler, Buffer.alloc(bavail * bsize + 1)).catch(() => undefined);
      await lasting(3_000);
      await rm(filler);
    },
  },
  {
    name: "receiver",
    kind: "chaos",
    fault: "the receiver of webhooks answers with 500, 429 and redirects, resets, and is slow, for 3 s",
    promise: "each event comes, first attempts in order",
    rounds: 4,
    isQuick: false,
    async run({ ends, random }) {
      ends.answer(() => (random.happens(0.5) ? random.pick(BAD_ANSWERS) : { kind: "respond", status: 200 }));
      await lasting(3_000);
      ends.answer(null);
    },
  },
];
