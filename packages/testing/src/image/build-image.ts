import { existsSync } from "node:fs";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findOnPath } from "../find-on-path.ts";
import { runCommand } from "./run-command.ts";

const PROJECT = fileURLToPath(new URL("../../../..", import.meta.url));
const DEBIAN = "docker.io/library/debian:bookworm-slim";
const NODE = "docker.io/library/node:24-slim";
const PULL_SECONDS = "20";
const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

const buildah = (...args: readonly string[]): Promise<string> => runCommand("buildah", ...args);
const isThere = async (image: string): Promise<boolean> =>
  runCommand("timeout", PULL_SECONDS, "buildah", "pull", "--quiet", "--policy", "ifmissing", image).then(
    () => true,
    () => false,
  );

/** Builds the two images that the Dockerfile begins with, from Debian's packages and this machine's Node and npm. */
async function makeBases(folder: string): Promise<void> {
  const rootFs = join(folder, "debian.tar");
  const without = ["man", "doc", "locale"].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`);
  await runCommand(
    "mmdebstrap",
    "--mode=root",
    "--variant=essential",
    "--include=libstdc++6,passwd,usr-is-merged",
    "--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr",
    ...without,
    "bookworm",
    rootFs,
  );
  const container = await buildah("from", "scratch");
  await buildah("add", "--quiet", container, rootFs, "/");
  await buildah("commit", "--quiet", container, DEBIAN);
  await buildah("copy", "--quiet", container, process.execPath, "/usr/local/bin/node");
  const npm = join(await realpath(findOnPath("npm") ?? "npm"), "../..");
  await buildah("copy", "--quiet", container, npm, "/usr/local/lib/node_modules/npm");
  await buildah("run", "--isolation", "chroot", container, "--", "useradd", "--uid", "1000", "--create-home", "node");
  const link = ["ln", "-s", "../lib/node_modules/npm/bin/npm-cli.js", "/usr/local/bin/npm"];
  await buildah("run", "--isolation", "chroot", container, "--", ...link);
  await buildah("commit", "--quiet", "--rm", container, NODE);
}

/** What the build reads and doesn't keep: the user's settings of npm, and the certificates that this machine trusts. */
async function secretsOf(folder: string): Promise<string[]> {
  const own = join(homedir(), ".npmrc");
  const settings = existsSync(own) ? await readFile(own, "utf8") : "";
  const npm = join(folder, "npmrc");
  if (!existsSync(CERTIFICATES)) {
    await writeFile(npm, settings);
    return [`id=npmrc,src=${npm}`];
  }
  await writeFile(npm, `${settings}\ncafile=/run/secrets/certificates\n`);
  return [`id=npmrc,src=${npm}`, `id=certificates,src=${CERTIFICATES}`];
}

/**
 * Builds the Dockerfile with buildah, without a daemon. Where the images that it begins with can't be pulled, they are made
 * from Debian's packages first.
 * @returns the image's name
 */
export async function buildImage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "longhaul-image-"));
  try {
    if (!((await isThere(DEBIAN)) && (await isThere(NODE)))) await makeBases(folder);
    const image = "localhost/longhaul";
    const secrets = (await secretsOf(folder)).flatMap((secret) => ["--secret", secret]);
    const how = ["--quiet", "--isolation", "chroot", "--pull=never", "--network", "host"];
    await buildah("build", ...how, ...secrets, "--tag", image, PROJECT);
    return image;
  } finally {
    await rm(folder, { recursive: true });
  }
}
