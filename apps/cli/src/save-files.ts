import { createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Client } from "@longhaul/sdk";
import type { CommandContext } from "./command.ts";

type Downloadable = Parameters<Client["download"]>[0];

/** Saves files into a folder; each is there whole or not at all. @returns their paths */
export async function saveFiles(
  { out, folder, signal }: CommandContext,
  client: Client,
  files: readonly Downloadable[],
  into: string,
): Promise<readonly string[]> {
  const target = resolve(folder, into);
  await mkdir(target, { recursive: true });
  const names = new Set<string>();
  const saved: string[] = [];
  for (const file of files) {
    const path = join(target, freeName(fileNameOf(file), names));
    const { body } = await client.download(file, { signal });
    const unfinished = `${path}.part`;
    await pipeline(body === null ? Readable.from([]) : Readable.fromWeb(body), createWriteStream(unfinished), {
      signal,
    });
    await rename(unfinished, path);
    saved.push(path);
    out.note(`saved ${path}`);
  }
  return saved;
}

// oxlint-disable-next-line eslint/no-control-regex -- no file may be called so
const UNSAFE = /[\u0000-\u001f<>:"/\\|?*]/g;

/** The last part of its address, without what could lead out of the folder. */
function fileNameOf({ downloadUrl }: Downloadable): string {
  const last = decodeURIComponent(new URL(downloadUrl, "http://any.host").pathname.split("/").at(-1) ?? "");
  const safe = last.replaceAll(UNSAFE, "_").replace(/^\.+/, "_").slice(0, 200);
  return safe === "" ? "artifact" : safe;
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = name.replace(/(\.[^.]*)?$/, (ending) => `-${count}${ending}`);
  taken.add(free);
  return free;
}
