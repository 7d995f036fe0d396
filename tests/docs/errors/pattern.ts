export { patternOf } from "../../helpers/documented";

/** Provokes a message of docs/errors.md, by the text that stands there, and gives what came out. */
export type Provocations = Record<string, () => Promise<string>>;
