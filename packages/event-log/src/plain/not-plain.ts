/** Something in the file that the quick way doesn't understand; the careful one does, or says what is wrong with it. */
export class NotPlain extends Error {
  constructor(what: string) {
    super(`the file isn't plain: ${what}`);
    this.name = "NotPlain";
  }
}
