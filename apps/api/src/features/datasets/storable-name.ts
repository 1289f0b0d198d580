const MAX_FILE_NAME = 255;

/** The client's name of a file as far as it can be kept. */
export function storableName(fileName: string): string {
  const name = fileName.toWellFormed().replaceAll("\0", "").slice(0, MAX_FILE_NAME).toWellFormed();
  return name === "" ? "upload" : name;
}
