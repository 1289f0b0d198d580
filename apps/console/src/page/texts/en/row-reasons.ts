import { DOUBT_KINDS } from "@longhaul/contracts/doubt-kinds";
/** Why a row of a file was left out, repaired or doubted: types of errors, then kinds of doubts, as the API names them. */
export const rowReasons = {
  "Missing Case": "no case",
  "Missing Activity": "no activity",
  "Missing Timestamp": "no time",
  "Invalid Timestamp": "a time that can’t be read",
  "Invalid Start Timestamp": "a start time that can’t be read",
  "Placeholder Time": "placeholder for a time",
  "Wrong Column Count": "wrong number of columns",
  "Malformed Quotes": "quotes that don’t match",
  "Record Too Long": "record that is too long",
  "Value Too Long": "value that is too long",
  "Invalid Encoding": "characters that can’t be read",
  "Malformed Record": "record that can’t be read",
  "Word For Nothing": "a word for no value",
  "Folded Text": "the same name written another way",
  ...DOUBT_KINDS.en,
} as const;
