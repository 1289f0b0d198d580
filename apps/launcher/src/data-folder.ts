import { chmod, mkdir, stat } from "node:fs/promises";

/** Postgres may run as another account and must pass through the folder. Only the owner may list it or write. */
const MODE = 0o711;

/**
 * Creates the data folder, or takes the one that is there.
 * @throws Error when it belongs to another user: files of two owners in it would lock both out
 */
export async function openDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: MODE });
  } catch (err) {
    throw new Error(`the data folder ${folder} can't be created: choose another one with LONGHAUL_DATA`, {
      cause: err,
    });
  }
  const { uid } = await stat(folder);
  const ourUid = process.getuid?.();
  if (ourUid !== undefined && uid !== ourUid) {
    throw new Error(
      `the data folder ${folder} belongs to another user (uid ${uid}, this is uid ${ourUid}): ` +
        "start as that user, or choose another folder with LONGHAUL_DATA",
    );
  }
  await chmod(folder, MODE);
}
