/** Something in the file that only a careful import can handle. */
export class CsvRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CsvRefusal";
  }
}
