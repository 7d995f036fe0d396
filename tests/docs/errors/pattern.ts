/** Provokes a message of docs/errors.md, by the text that stands there, and gives what came out. */
export type Provocations = Record<string, () => Promise<string>>;

/** A text of the document as a pattern: `…` stands for anything within a line. */
export function patternOf(text: string): RegExp {
  const parts = text.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join(".*"));
}
